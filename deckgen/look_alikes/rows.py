"""Splits the row of a table into its cells, as GitHub does."""

import re
from collections.abc import Sequence

LOST = "\x01"
"""In place of a character of a cell that GitHub drops, because the header has fewer cells."""

_PIPE = re.compile(r"(?<!\\)\|")
_MARKS = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")


def find_cells(line: str) -> list[tuple[int, int]]:
    """Start and end of the text of each cell, without the spaces around it."""
    begin = 0
    end = len(line.rstrip())
    pipes = [match.start() for match in _PIPE.finditer(line, 0, end)]
    if pipes and not _MARKS.sub("", line[: pipes[0]], count=1).strip():
        begin = pipes.pop(0) + 1
    if pipes and pipes[-1] == end - 1:
        end = pipes.pop()
    starts, ends = [begin, *(pipe + 1 for pipe in pipes)], [*pipes, end]
    return [_trimmed(line, start, stop) for start, stop in zip(starts, ends, strict=True)]


def find_lost(cells: list[tuple[int, int]], columns: int) -> list[tuple[int, int]]:
    """The one stretch from the first cell that GitHub drops to the last; none if nothing is in them."""
    lost = [(start, end) for start, end in cells[columns:] if end > start]
    return [(lost[0][0], lost[-1][1])] if lost else []


def cells_of_all(lines: Sequence[str]) -> int:
    """The number of cells of each row of a table, if that is more than its first line has.

    It is 0 if there is only one row, if the rows differ, or if a `|` may be in code or a formula.
    """
    head, rows = lines[0], lines[2:]
    counts = {len(find_cells(row)) for row in rows}
    if len(rows) < 2 or len(counts) > 1 or min(counts) <= len(find_cells(head)):
        return 0
    cells = [row[start:end] for row in rows for start, end in find_cells(row)]
    is_odd = any(not cell or cell.count("$") % 2 or cell.count("`") % 2 for cell in cells)
    return 0 if is_odd else min(counts)


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    lead = len(text) - len(text.lstrip())
    return start + lead, max(start + lead, start + len(text.rstrip()))
