"""Reads the part of a source that a card shows as text, with every character at its place in the source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deckgen.look_alikes.mask import HIDDEN, OUTSIDE, mask_html, mask_inlines
from deckgen.look_alikes.rows import LOST, cells_of_all, find_cells, find_lost
from deckgen.values.passage import Token

_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+")
_CELLS = frozenset({"th_open", "td_open"})
_NONE = Token("", "", 0)

_Piece = tuple[int, int, str]
"""The number of a line from 0, a column, and what is shown there."""


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of a source, the first of which has the number `line`, counted from 1.

    `shown` is as long as `text` and has its line ends. It holds the text of paragraphs, cells and headings,
    these with their `#`, and the first line of a fence. Code, formulas, tags, comments, addresses and escaped
    characters in a text are `HIDDEN`, cells that a table drops are `LOST`, and all else is `OUTSIDE`.
    """

    text: str
    shown: str
    line: int


def read_page(lines: Sequence[str], tokens: Sequence[Token], first: int, end: int) -> Page:
    """Lines `first` to `end` (from 0, end excluded) of a source, of which these are the block tokens."""
    found: list[_Piece] = []
    cells: Iterator[tuple[int, int]] = iter(())
    columns, needs_column = 0, False
    for previous, token, following in zip((_NONE, *tokens), tokens, (*tokens[1:], _NONE), strict=False):
        if not token.map or token.map[1] > len(lines):
            continue
        number = token.map[0]
        match token.type:
            case "inline" if previous.type in _CELLS:
                found += _cell(lines[number], number, token, next(cells, (0, 0)))
            case "inline":
                found += _placed(lines, number, token.content, mask_inlines(token))
                if previous.type == "heading_open" and (marks := _HEADING.match(lines[number])):
                    found.append((number, 0, marks[0]))
            case "fence" if (column := lines[number].find(token.markup)) >= 0:
                found.append((number, column, lines[number][column:]))
            case "math_block":
                rows = lines[number : token.map[1]]
                found += _placed(lines, number, "\n".join(rows), "\n".join(HIDDEN * len(row) for row in rows))
            case "html_block":
                found += _placed(lines, number, token.content, mask_html(token.content))
            case "table_open":
                needs_column = cells_of_all(lines[number : token.map[1]]) > 0
            case "tr_open":
                places = find_cells(lines[number])
                cells = iter(places)
                columns = len(places) if following.type == "th_open" else columns
                lost = () if needs_column else find_lost(places, columns)
                found += ((number, start, LOST * (stop - start)) for start, stop in lost)
    return _assembled(lines, found, first, end)


def _placed(lines: Sequence[str], number: int, content: str, masked: str) -> Iterator[_Piece]:
    """The lines of a block's text at their columns: each ends its line, or follows a heading's mark."""
    position = 0
    for place, part in enumerate(content.split("\n"), number):
        bare = part.strip()
        if bare and place < len(lines) and (column := _column(lines[place], bare)) >= 0:
            start = position + len(part) - len(part.lstrip())
            yield place, column, masked[start : start + len(bare)]
        position += len(part) + 1


def _column(line: str, text: str) -> int:
    column = len(line.rstrip()) - len(text)
    if column >= 0 and line.startswith(text, column):
        return column
    marks = _HEADING.match(line)
    return line.find(text, marks.end() if marks else 0)


def _cell(line: str, number: int, token: Token, place: tuple[int, int]) -> Iterator[_Piece]:
    """The text of a cell, in which an escaped `|` has no backslash."""
    start, end = place
    masked, position, parts = mask_inlines(token), 0, []
    for index, piece in enumerate(line[start:end].split("\\|")):
        if index:
            parts.append(HIDDEN + masked[position : position + 1])
            position += 1
        parts.append(masked[position : position + len(piece)])
        position += len(piece)
    yield number, start, "".join(parts)


def _assembled(lines: Sequence[str], found: list[_Piece], first: int, end: int) -> Page:
    shown, position = [], 0
    starts = []
    for line in lines[first:end]:
        starts.append(position)
        position += len(line) + 1
    hidden = "\n".join(OUTSIDE * len(line) for line in lines[first:end])
    done = 0
    for number, column, text in sorted(found):
        start = starts[number - first] + column
        if start >= done:
            shown += [hidden[done:start], text]
            done = start + len(text)
    return Page("\n".join(lines[first:end]), "".join((*shown, hidden[done:])), first + 1)
