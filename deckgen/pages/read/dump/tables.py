"""Finds the tables of a text dump, whose cells stand between tabs."""

import re
from collections.abc import Sequence
from itertools import takewhile

from deckgen.html_to_markdown.escape import escape_text
from deckgen.pages.page import Block
from deckgen.pages.read.dump.lines import Line
from deckgen.pages.read.tables import table_block
from deckgen.pages.words.markers import asks

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
        first = self._lines[at].text
        if at < self._none_until or "\t" not in first or max(map(len, _TABS.split(first.strip()))) > _WIDEST:
            return None
        below = (self._lines[number] for number in range(at, len(self._lines)))
        rows = list(takewhile(lambda line: _TABBED.match(line.text), below))
        cells = [_TABS.split(row.text.strip()) for row in rows]
        uneven = next((n for n in range(len(cells) - 1, 0, -1) if len(cells[n]) != len(cells[n - 1])), 0)
        if uneven or len(rows) < 2 or all(row[0].isdigit() and asks(row[1]) for row in cells):
            self._none_until = at + (uneven or len(rows))
            return None
        grid = [[escape_text(cell.strip()).replace("|", "\\|") for cell in row] for row in cells]
        return table_block(rows[0].number, grid, []), at + len(rows)
