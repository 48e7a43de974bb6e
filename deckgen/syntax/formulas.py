"""Finds where a formula begins and ends: `$x$` in a line, `$$x$$` in a line or by itself.

A `$` opens a formula directly before it, and not after a letter, digit, `$` or backslash; it closes one
directly after it, and not before a letter or digit. So prices and shell variables are not formulas.
"""

import re
from typing import NamedTuple

# Without possessive groups: before Python 3.11.5 they match too little.
_BODY = re.compile(r"[^$\\]*(?:\\.[^$\\]*)*", re.DOTALL)
_DISPLAY_END = re.compile(r"[^$\\]*(?:(?:\\.|\$(?!\$))[^$\\]*)*", re.DOTALL)
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")


class FoundFormula(NamedTuple):
    """TeX without its dollars, and the position after them."""

    tex: str
    display: bool
    end: int


def find_formula(text: str, position: int, dollars: int) -> FoundFormula | None:
    """The formula that a run of `$` opens at a position, if it is closed in the text."""
    if dollars == 1:
        return _find_inline(text, position)
    if dollars == 2:
        return _find_display(text, position)
    return None


def _find_inline(text: str, position: int) -> FoundFormula | None:
    start = position + 1
    if position and (_LETTER_OR_DIGIT.match(text, position - 1) or text[position - 1] in "$\\"):
        return None
    end = _match_end(_BODY, text, start)
    if end >= len(text) or end == start or text[start].isspace():
        return None
    if text[end - 1].isspace() or text[end - 1] == "\\" or _LETTER_OR_DIGIT.match(text, end + 1):
        return None
    tex = text[start:end]
    if len(tex) > 2 and tex[0] == tex[-1] == "`":  # GitHub's second way of writing it: $`x`$
        tex = tex[1:-1]
    return FoundFormula(tex, display=False, end=end + 1)


def _find_display(text: str, position: int) -> FoundFormula | None:
    start = position + 2
    end = _match_end(_DISPLAY_END, text, start)
    if not text.startswith("$$", end) or not text[start:end].strip():
        return None
    return FoundFormula(text[start:end], display=True, end=end + 2)


def _match_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start
