"""What became of every part of a page, as values."""

from dataclasses import dataclass

from deckgen.pages.page import Dropped, Lost, PageKind, Warned


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that was taken: its line in the page and in the source, its key and its words."""

    line: int
    source_line: int
    key: str
    question: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What was taken from a page, what was left out and why, and what a person should look at.

    What was `lost` is not even among what was left out: a reader of ingest has a fault.
    """

    name: str
    kind: PageKind
    taken: tuple[Taken, ...]
    dropped: tuple[Dropped, ...]
    warned: tuple[Warned, ...]
    lost: tuple[Lost, ...] = ()
    is_own: bool = False
