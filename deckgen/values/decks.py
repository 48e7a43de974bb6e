"""The names of decks, which stand in each other: `parent::child`."""

from collections.abc import Iterator
from itertools import accumulate


def with_parents(deck: str) -> Iterator[str]:
    """The deck and those that it stands in, the outermost first."""
    return accumulate(deck.split("::"), lambda above, level: f"{above}::{level}")
