"""A table of what was measured and what was to be reached, in Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from processes import Usage

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario: what it cost, the figure that counts, and the most that this may be.

    `passed` is None where there is no limit, or where nothing was measured.
    """

    scenario: str
    usage: Usage | None = None
    figure: str = UNKNOWN
    limit: str = UNKNOWN
    against: str = UNKNOWN
    passed: bool | None = None


def ratio_row(scenario: str, usage: Usage | None, ratio: float, limit: float | None, against: str) -> Row:
    """A row whose figure is a number, as it is printed, and its limit another."""
    if limit is None:
        return Row(scenario, usage, f"{ratio:.2f}", against=against)
    return Row(scenario, usage, f"{ratio:.2f}", f"{limit:g}", against, passed=round(ratio, 2) <= limit)


def memory_row(scenario: str, usage: Usage, limit: int) -> Row:
    """A row whose figure is the peak of memory; the limit is in bytes."""
    return Row(scenario, usage, _size(usage.peak), _size(limit), "largest process", usage.peak <= limit)


def render_table(rows: Iterable[Row]) -> str:
    """The rows as a table of Markdown, every column as wide as it needs."""
    cells = [_HEADINGS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = [f"{'-' * (width - 1)}{':' if place in _FIGURES else '-'}" for place, width in enumerate(widths)]
    return "\n".join(_line(line, widths) for line in (cells[0], rule, *cells[1:]))


def write_table(page: Path, table: str) -> None:
    """Put the table between the two marks of a page, in place of the one that is there."""
    before, rest = page.read_text(encoding="utf-8").split(_BEGIN)
    _, after = rest.split(_END)
    page.write_text(f"{before}{_BEGIN}\n\n{table}\n\n{_END}{after}", encoding="utf-8")


_BEGIN = "<!-- the last table: begin -->"
_END = "<!-- the last table: end -->"

_HEADINGS = ("scenario", "CPU, s", "wall, s", "peak, MB", "figure", "at most", "", "what the figure is")
_FIGURES = range(1, 6)
_MARKS = {True: "✓", False: "✗", None: ""}


def _cells(row: Row) -> Sequence[str]:
    usage = row.usage
    costs = (f"{usage.cpu:.3f}", f"{usage.wall:.3f}", f"{usage.peak / 1e6:.0f}") if usage else (UNKNOWN,) * 3
    return (row.scenario, *costs, row.figure, row.limit, _MARKS[row.passed], row.against)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    aligned = (
        cell.rjust(width) if place in _FIGURES else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(aligned)} |"


def _size(bytes_: int) -> str:
    return f"{bytes_ / 1e6:,.0f} MB"
