"""Defines the marks of clozes, `{{c1::text::hint}}`, and finds clozes in code and formulas."""

import re
from enum import Enum, auto
from typing import NamedTuple

from deckgen.values.codes import Code

CLOZE_START = r"\{\{c\d*::"
"""The beginning of a cloze; without digits, or with 0, it is a fault."""

CLOZE_OPENING = re.compile(r"\{\{c(\d*)::")

MOST_CLOZES = 500
"""Anki makes at most so many cards of a note."""


class Why(Enum):
    """The cause of a fault, where its code alone does not say what to do."""

    BRACE = auto()
    """The `}}` closes a brace inside the cloze."""
    BRACE_IN_CODE = auto()
    """The same in code, where a brace cannot be escaped."""
    END_IN_CODE = auto()
    """The `}}` is in code or a formula that the cloze holds, or after a backslash."""
    BEGINS_IN_CODE = auto()
    """The cloze begins in code or a formula and does not end there."""
    CELL = auto()
    """The cloze begins in a cell of a table and does not end there."""
    QUOTE = auto()
    """The cloze begins or ends in a quote or a table, and the other end is outside of it."""
    ROW = auto()
    """The `}}` is a row of the table above it."""
    RULE = auto()
    """A `---` is between the beginning and the end of the cloze."""
    HTML = auto()
    """HTML that is a block of its own is between the beginning and the end of the cloze."""
    HINT_TOO_EARLY = auto()
    """The hint begins in a block in which the cloze does not end."""
    BOLD_IN_BOLD = auto()
    """Bold text is in bold text; no message of its own."""
    HINT_ALONE = auto()
    """The block in which the cloze ends has only its hint."""


class Fault(NamedTuple):
    """What is wrong with a text, and where it begins."""

    code: Code
    position: int
    why: Why | None = None
    opened: int = 0
    """The line of the file that opens the cloze in which this one is, if that is in an earlier block."""


class ClozeOpen(NamedTuple):
    """The beginning of a cloze."""

    number: int
    position: int


class ClozeClose(NamedTuple):
    """The end of a cloze."""


class Carried(NamedTuple):
    """A cloze that an earlier block has opened, in this line of the file."""

    number: int
    line: int


Piece = str | ClozeOpen | ClozeClose
"""A part of code or of a formula; clozes there have no hints."""

_IN_CODE = re.compile(r"\{\{c(\d*)::|[{}]")
_IN_FORMULA = re.compile(r"\{\{c(\d*)::|\\.|[{}]", re.DOTALL)


def split_clozes(  # noqa: PLR0912 - one branch for each thing that may come next
    text: str, start: int, *, is_formula: bool
) -> tuple[tuple[Piece, ...], list[Fault]]:
    r"""The pieces of code or a formula that begins at `start`, and the faults of its clozes.

    A faulty cloze stays text. A cloze ends at the first `}}` where all braces opened in it are closed; in a
    formula `\{` and `\}` do not count as braces.
    """
    if "{{c" not in text:
        return (text,), []
    pieces: list[Piece] = []
    faults: list[Fault] = []
    done = 0
    opening: ClozeOpen | None = None
    inner = depth = 0
    skip_to = 0
    why = Why.BEGINS_IN_CODE
    for match in (_IN_FORMULA if is_formula else _IN_CODE).finditer(text):
        position = match.start()
        if position < skip_to or match[0][0] == "\\":
            continue
        if match[1] is not None:
            number = cloze_number(match[1])
            if opening is not None:
                faults.append(Fault(Code.CLOZE_NESTED, start + position))
                depth += 2
            elif number is None:
                faults.append(Fault(Code.CLOZE_WITHOUT_NUMBER, start + position))
            else:
                opening, inner, depth = ClozeOpen(number, start + position), match.end(), 0
                why = Why.BEGINS_IN_CODE
        elif opening is None:
            continue
        elif match[0] == "{":
            depth += 1
        elif depth:
            depth -= 1
            if text.startswith("}}", position):
                why = Why.BRACE if is_formula else Why.BRACE_IN_CODE
        elif text.startswith("}}", position):
            if not text[inner:position].strip():
                faults.append(Fault(Code.CLOZE_EMPTY, opening.position))
            pieces += [text[done : opening.position - start], opening, text[inner:position], ClozeClose()]
            done = skip_to = position + 2
            opening = None
    if opening is not None:
        faults.append(Fault(Code.CLOZE_UNCLOSED, opening.position, why))
    pieces.append(text[done:])
    return tuple(piece for piece in pieces if piece != ""), faults


def cloze_number(digits: str) -> int | None:
    """The number of a cloze, or None if Anki makes no card of it."""
    return int(digits) if digits and len(digits) < 5 and 0 < int(digits) <= MOST_CLOZES else None
