"""Fits text into the columns of a terminal, where a Chinese character takes two."""

import re
import unicodedata
from collections.abc import Iterator

from deckgen.reports.styled import Line

INDENT = 2
"""How much further the rows are indented in which a line continues."""

_FEWEST_COLUMNS = 20
"""A terminal with fewer columns wraps by itself: no text is readable there."""

# From U+2E80 on nearly all characters are wide; `_may_break` asks for the width of each.
_ATOM = re.compile("(?P<blank>[ \t]+)|`[^`]*`|[!-_a-\u2e7f]+|.", re.DOTALL)
_ATOM_OF_CODE = re.compile("(?P<blank>[ \t]+)|[!-\u2e7f]+|.", re.DOTALL)
_PADDING = re.compile(r"(?<=\S) {3,}")
_NEVER_FIRST = frozenset("，。、；：？！）】》」』”’…—,.;:?!)]}%-_/\u200d\ufe0f")
_NEVER_LAST = frozenset("（【《「『“‘([{\u200d")

_Span = tuple[int, int]
"""Where a stretch of a line begins and ends."""


def width(text: str) -> int:
    """The number of columns that the text takes in a terminal."""
    if text.isascii():
        return len(text)
    visible = [character for character in text if not unicodedata.combining(character)]
    return len(visible) + sum(unicodedata.east_asian_width(character) in "WF" for character in visible)


def wrap(line: Line, columns: int) -> list[Line]:
    """The rows of a line that is wider than the terminal; they break between words, or Chinese characters.

    Code in backticks stays whole, so that it can be copied, unless it is wider than a row. A row of a table
    loses the alignment of its columns first.
    """
    text = "".join(piece for piece, _ in line)
    marks = {style for _, style in line}
    if "exact" in marks or columns < _FEWEST_COLUMNS or width(text) <= columns:
        return [line]
    if "table" in marks:
        line = tuple((_PADDING.sub("  ", piece), style) for piece, style in line)
        text = "".join(piece for piece, _ in line)
    indent = min(len(text) - len(text.lstrip(" ")) + INDENT, columns // 2)
    first, *others = _rows(text, columns, indent)
    return [_cut(line, first), *(((" " * indent, "plain"), *_cut(line, row)) for row in others)]


def _rows(text: str, columns: int, indent: int) -> Iterator[_Span]:
    """Where the rows of a text begin and end; all but the first are indented."""
    begin = end = used = 0
    room = columns
    for start, stop in _words(text, columns - indent):
        needed = width(text[end:stop])
        if end > begin and used + needed > room:
            yield begin, end
            begin, used, room = start, 0, columns - indent
            needed = width(text[start:stop])
        used += needed
        while used > room:
            full = _fill(text, begin, room)
            yield begin, full
            used -= width(text[begin:full])
            begin, room = full, columns - indent
        end = stop
    yield begin, end


def _words(text: str, most: int) -> Iterator[_Span]:
    """The stretches that stay on one row, without the blanks around them; the first has its indentation."""
    start = end = 0
    for atom in _atoms(text, most):
        if atom["blank"]:
            if atom.start():
                yield start, end
                start = atom.end()
            end = atom.end()
            continue
        if end > start and end == atom.start() and _may_break(text, end):
            yield start, end
            start = end
        end = atom.end()
    if end > start:
        yield start, end


def _atoms(text: str, most: int) -> Iterator[re.Match[str]]:
    """The smallest stretches that may be told apart; code that is wider than `most` falls apart, too."""
    place = 0
    while atom := _ATOM.match(text, place):
        if atom[0].startswith("`") and width(atom[0]) > most:
            yield from _ATOM_OF_CODE.finditer(text, *atom.span())
        else:
            yield atom
        place = atom.end()


def _may_break(text: str, place: int) -> bool:
    """Whether a row may end at a place without a blank: beside a Chinese character, not by its comma."""
    before, after = text[place - 1], text[place]
    is_wide = any(unicodedata.east_asian_width(character) in "WF" for character in (before, after))
    return is_wide and before not in _NEVER_LAST and after not in _NEVER_FIRST


def _fill(text: str, begin: int, room: int) -> int:
    """The end of the most that fits into a row: at least one character."""
    end = begin + 1
    used = width(text[begin:end])
    while end < len(text) and (used := used + width(text[end])) <= room:
        end += 1
    return end


def _cut(line: Line, span: _Span) -> Line:
    """The pieces of a stretch of a line."""
    pieces = []
    place = 0
    for text, style in line:
        begin, end = max(span[0] - place, 0), max(span[1] - place, 0)
        if piece := text[begin:end]:
            pieces.append((piece, style))
        place += len(text)
    return tuple(pieces)
