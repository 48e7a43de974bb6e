"""The names of decks, which contain each other: `parent::child`."""

from collections.abc import Iterator
from itertools import accumulate


def with_parents(deck: str) -> Iterator[str]:
    """The deck and those that contain it, the outermost first."""
    return accumulate(deck.split("::"), lambda above, level: f"{above}::{level}")
