"""Finds formulas, code and tables that a phone shows badly, for `deckgen check --style` only.

The limits are those of a phone of 360 px, measured in Chromium with the style sheet of the cards.
"""

import unicodedata
from collections.abc import Iterator
from math import ceil, isfinite

from deckgen.checks.unit import Text, Unit
from deckgen.syntax.blocks import is_formula_fence
from deckgen.syntax.cloze_marks import CLOZE_OPENING
from deckgen.syntax.tex.width import estimate_width
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem

MOST_EM_DISPLAYED, MOST_EM_IN_TEXT = 21, 15
"""In em of MathJax's font: a displayed formula shrinks to 0.72 of its size, one in a text does not."""

_ESTIMATED = 1.15
"""By how much an estimate may be too large."""

COLUMNS_OF_A_PHONE = 40
MOST_ROWS = 4
"""A line of code that wraps into more rows is no longer seen as one line."""

MOST_TABLE_COLUMNS = 6
"""A phone shows four or five narrow columns at once."""


def check_widths(unit: Unit) -> Iterator[Problem]:
    """What has to be scrolled on a phone, or wraps into many rows."""
    path = unit.document.path
    for text in unit.texts:
        yield from _check_text(text)
    columns, row = 0, Location(path, 0)
    for token in unit.tokens:
        place = Location(path, token.map[0] + 1 if token.map else 0)
        if token.type == "math_block" or (token.type == "fence" and is_formula_fence(token.info)):
            yield from _check_formula(place, token.content)
        elif token.type in ("fence", "code_block"):
            yield from _check_code(place, token)
        elif token.type == "table_open":
            columns, row = 0, place
        elif token.type == "th_open":
            columns += 1
        elif token.type == "thead_close" and columns > MOST_TABLE_COLUMNS:
            message = (
                f"the table has {columns} columns, and a phone shows four or five at once; "
                "split it, or turn columns into rows"
            )
            yield Problem(row, Code.STYLE_WIDE, message)


def _check_text(text: Text) -> Iterator[Problem]:
    for token in text.tokens:
        if token.type != "formula":
            continue
        place = Location(text.path, text.line_at(token.meta["start"]))
        if token.markup == "$$":
            yield from _check_formula(place, token.content)
        elif (width := _width(token.content)) > MOST_EM_IN_TEXT * _ESTIMATED:
            message = (
                f"the formula is about {_said(width)} em wide, and a line on a phone has {MOST_EM_IN_TEXT}, "
                "so it is scrolled; put it between `$$` on lines of its own, or make two of it"
            )
            yield Problem(place, Code.STYLE_WIDE, message)


def _check_formula(place: Location, tex: str) -> Iterator[Problem]:
    if (width := _width(tex)) > MOST_EM_DISPLAYED * _ESTIMATED:
        message = (
            f"the formula is about {_said(width)} em wide, and a phone shows {MOST_EM_DISPLAYED}, so it is "
            r"scrolled; break it with `\begin{aligned} … \\ … \end{aligned}`"
        )
        yield Problem(place, Code.STYLE_WIDE, message)


def _check_code(place: Location, token: Token) -> Iterator[Problem]:
    """The widest line that wraps into many rows."""
    lines = [_columns(line) for line in token.content.split("\n")]
    widest = max(lines)
    rows = ceil(widest / COLUMNS_OF_A_PHONE)
    if rows > MOST_ROWS:
        first = place.line + (token.type == "fence")
        message = (
            f"the line of code has {widest} columns and wraps into {rows} rows or more on a phone; "
            "break it, or leave out what is not asked"
        )
        yield Problem(Location(place.path, first + lines.index(widest)), Code.STYLE_WIDE, message)


def _width(tex: str) -> float:
    return estimate_width(CLOZE_OPENING.sub("{{", tex))


def _said(width: float) -> str:
    return f"{width:.0f}" if isfinite(width) else "100 or more"


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
