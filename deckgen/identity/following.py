"""Defines the lines that questions may have, and what was found out about each question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from deckgen.identity.notes import NoteLine, NoteSummary


@dataclass(frozen=True, slots=True)
class Match:
    """The line of a question; `by` says how it was recognised, empty if its key or the author said it."""

    known: NoteLine
    by: str = ""


class Reason(Enum):
    """Why only the author can say whether a question is an old one."""

    REWORDED = "it is like the old one"
    NAMESAKE = "it has the key of the old one, and another text"
    WAITS = "the package of the old one cannot be built"
    MANY = "too many questions were rewritten at once"


@dataclass(frozen=True, slots=True)
class Doubt:
    """The note that a question may have been before; `package` is the one that it waits for."""

    known: NoteLine
    reason: Reason
    package: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """The questions that were recognised, and those that may be an old one or a new one."""

    matches: Mapping[NoteSummary, Match]
    doubts: Mapping[NoteSummary, Doubt]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that questions may have.

    `active` were in the last build and `retired` only in an earlier one; `lost` ones were shipped, and git
    has taken them out of the ledger. The package of a `withheld` line cannot be built, so its question may
    still be there. A note may have two lines, after a merge of branches.
    """

    active: Sequence[NoteLine]
    retired: Sequence[NoteLine] = ()
    lost: Sequence[NoteLine] = ()
    withheld: Sequence[NoteLine] = ()

    @property
    def groups(self) -> tuple[Sequence[NoteLine], Sequence[NoteLine]]:
        """The lines that may be matched, the likelier ones first."""
        return self.active, (*self.lost, *self.retired)

    @property
    def all(self) -> Iterator[NoteLine]:
        """Every line, those that count least first."""
        yield from self.retired
        yield from self.lost
        yield from self.active
        yield from self.withheld
