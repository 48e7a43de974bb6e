"""Draws counts as bars, with their names and numbers as the rows of a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from deckgen.preview.statistics import Statistics

MOST_OPEN = 40
"""A plot with more rows is closed at first."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a plot; `length` is in percent of the longest."""

    name: str
    number: int
    length: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Rows under a word of the interface; `is_word` says that the names of the rows are such words, too."""

    title: str
    bars: tuple[Bar, ...]
    is_word: bool = False
    note: str = ""
    is_open: bool = True


def plots_of(statistics: Statistics) -> tuple[Plot, ...]:
    """The plots of a package, in the order of the page."""
    return (
        _plot("cards_by_deck", statistics.by_deck),
        _plot("cards_by_kind", statistics.by_kind, prefix="kind_"),
        _plot("answer_length", statistics.lengths, note="answer_length_note"),
        _plot("answers_held", statistics.holders, prefix="by_"),
        _plot("cards_by_source", statistics.by_source),
        _plot("cards_by_tag", statistics.by_tag),
    )


def _plot(title: str, counts: Mapping[str, int], *, prefix: str = "", note: str = "") -> Plot:
    """Bars in the order of the counts; with a prefix their names are words of the interface."""
    longest = max(counts.values(), default=0) or 1
    bars = tuple(
        Bar(prefix + name, number, round(100 * number / longest, 1)) for name, number in counts.items()
    )
    return Plot(title, bars, is_word=bool(prefix), note=note, is_open=len(bars) <= MOST_OPEN)
