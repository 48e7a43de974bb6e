"""Finds the tables of a text dump: by pipes, or by tabs."""

import re
from collections.abc import Sequence
from itertools import takewhile

from deckgen.html_to_markdown.escape import escape_text
from deckgen.pages.page import Block
from deckgen.pages.read.dump.lines import Line
from deckgen.pages.read.tables import table_block
from deckgen.pages.words.markers import asks

_PIPES = re.compile(r"\s*\|.*\|\s*$")
_DELIMITERS = re.compile(r"[\s|:-]+$")
_TABBED = re.compile(r"\S[^\t]*\t+\S")
_TABS = re.compile(r"\t+")
_WIDEST = 80


class Tables:
    """Finds the tables among these lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        # No table of tabs begins before this line, so that no line searches the rest again.
        self._none_until = 0

    def find(self, at: int) -> tuple[Block, int] | None:
        """The table that begins at this line, and where it ends."""
        return self._find_by_pipes(at) or self._find_by_tabs(at)

    def _run(self, at: int, pattern: re.Pattern[str]) -> list[Line]:
        lines = (self._lines[number] for number in range(at, len(self._lines)))
        return list(takewhile(lambda line: pattern.match(line.text), lines))

    def _find_by_pipes(self, at: int) -> tuple[Block, int] | None:
        if not any(_DELIMITERS.match(line.text) for line in self._lines[at + 1 : at + 2]):
            return None
        rows = self._run(at, _PIPES)
        if len(rows) < 3:
            return None
        cells = [row.text.strip().strip("|").split("|") for row in rows]
        return _table(rows[0].number, [cells[0], *cells[2:]]), at + len(rows)

    def _find_by_tabs(self, at: int) -> tuple[Block, int] | None:
        first = self._lines[at].text
        if at < self._none_until or "\t" not in first or max(map(len, _TABS.split(first.strip()))) > _WIDEST:
            return None
        rows = self._run(at, _TABBED)
        cells = [_TABS.split(row.text.strip()) for row in rows]
        uneven = next((n for n in range(len(cells) - 1, 0, -1) if len(cells[n]) != len(cells[n - 1])), 0)
        if uneven or len(rows) < 2 or all(row[0].isdigit() and asks(row[1]) for row in cells):
            self._none_until = at + (uneven or len(rows))
            return None
        return _table(rows[0].number, cells), at + len(rows)


def _table(line: int, cells: Sequence[Sequence[str]]) -> Block:
    grid = [[escape_text(cell.strip()).replace("|", "\\|") for cell in row] for row in cells]
    return table_block(line, grid, ["---"] * len(grid[0]))
