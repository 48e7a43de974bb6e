"""Mends characters that nobody sees: those that spoil Markdown's marks, and those that no note can hold."""

import re
from collections.abc import Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.sources.misread.structure import INVISIBLE, SPOILT_MARK
from deckgen.sources.open.decode import WITHIN_WORD
from deckgen.sources.open.escapes import find_broken
from deckgen.values.characters import FORBIDDEN, LINE_ENDS

_WIDTHS = str.maketrans({"\u00a0": " ", "\u3000": "  "} | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"))
_FORBIDDEN = re.compile(rf"\x1b\[[0-9;?]*[A-Za-z]|[{FORBIDDEN}]")
"""With the character that begins a colour code of a terminal goes the whole code."""
_SEPARATOR = re.compile(f"[{LINE_ENDS}]")
_ONE_LINE = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|\|)")
"""A heading and the row of a table, which no line end can be in."""

_DEEPEST = 3
"""Spaces before a mark; with more it is code."""


def mend_invisible(reading: Reading, line: int) -> Sequence[Edit]:
    """A space, a line end or nothing in place of invisible characters."""
    text = reading.line(line)
    if _SEPARATOR.search(text):
        return _end_lines(reading, line, _SEPARATOR)
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
    """Nothing in place of the characters that a note cannot hold, and a line end for those that are one.

    A line that has one within a word is left, since a hyphen may have been there. A command of LaTeX gets
    its backslash again.
    """
    start, _ = reading.span(line)
    if broken := list(find_broken(reading.line(line))):
        return [Edit(start + one.start, start + one.end, one.command) for one in broken]
    return () if WITHIN_WORD.search(reading.line(line)) else _end_lines(reading, line, _FORBIDDEN)


def _end_lines(reading: Reading, line: int, characters: re.Pattern[str]) -> Sequence[Edit]:
    """Line ends in place of those of other programs within a line, and nothing in place of the others."""
    start, _ = reading.span(line)
    text = reading.line(line)
    edits: list[Edit] = []
    begin, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    for match in characters.finditer(text):
        ends = match[0] in LINE_ENDS and begin < match.start() and match.end() < stop
        if ends and (line <= reading.front or _ONE_LINE.match(text)):
            return ()
        edits.append(Edit(start + match.start(), start + match.end(), "\n" if ends else ""))
    return edits
