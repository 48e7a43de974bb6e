"""Mends characters that nobody sees: those that spoil Markdown's marks, and those that no note can hold."""

import re
from collections.abc import Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.sources.decode import WITHIN_WORD
from deckgen.sources.structure import INVISIBLE, SPOILT_MARK
from deckgen.values.characters import FORBIDDEN

_WIDTHS = str.maketrans({"\u00a0": " ", "\u3000": "  "} | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"))
_FORBIDDEN = re.compile(rf"\x1b\[[0-9;?]*[A-Za-z]|[{FORBIDDEN}]")
"""With the character that begins a colour code of a terminal goes the whole code."""

_DEEPEST = 3
"""Spaces before a mark; with more it is code."""


def mend_invisible(reading: Reading, line: int) -> Sequence[Edit]:
    """A space, or nothing, in place of the invisible characters beside a mark."""
    text = reading.line(line)
    spoilt = SPOILT_MARK.match(text)
    if spoilt is None:
        return ()
    name = next(name for name in ("mark", "rule", "late") if spoilt[name])
    lead = text[: spoilt.start(name)].translate(_WIDTHS)
    lead = lead if len(lead) <= _DEEPEST else ""
    rest = text[spoilt.end(name) :].lstrip(f" {INVISIBLE}")
    space = " " if name == "mark" and rest else ""
    return [Edit(*reading.span(line), f"{lead}{spoilt[name]}{space}{rest}")]


def mend_control(reading: Reading, line: int) -> Sequence[Edit]:
    """Nothing in place of the characters that a note cannot hold.

    A line that has one within a word is left, since a hyphen may have been there.
    """
    start, _ = reading.span(line)
    text = reading.line(line)
    if WITHIN_WORD.search(text):
        return ()
    return [Edit(start + m.start(), start + m.end(), "") for m in _FORBIDDEN.finditer(text)]
