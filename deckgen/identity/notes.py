"""What identity knows of a note: in the sources as they are now, and in the ledger."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from deckgen.values.document import Kind
from deckgen.values.problem import Location
from deckgen.values.text import Guid, QuestionKey, Timestamp

NOT_EMPTY, NOT_NEGATIVE = Meta(min_length=1), Meta(ge=0)
"""Limits for fields: a ledger with another value is refused."""

UNKNOWN = "unknown"
"""The digest of a line if learners may have one of several texts; no note has it."""


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """What identity needs of a note. `was` is the key that the note had, according to the author.

    `question` and `answer` are excerpts, `clozes` has the number of each cloze and a digest of what it hides.
    The digest is empty if an error keeps the note from being rendered. `has_other_rule` tells that the body
    has a rule and no `---`. A question that `is_left_out` makes no card, and its line stays as it is.
    """

    package: str
    key: QuestionKey
    kind: Kind
    location: Location
    digest: str
    question: str
    answer: str
    deck: str = ""
    clozes: tuple[str, ...] = ()
    was: QuestionKey | None = None
    key_is_written: bool = True
    has_other_rule: bool = False
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note in the ledger. The question of a retired note was deleted; it may come back.

    `deck` is the one in which the note was new: an import never moves a card that a learner has. The key is
    `made` if no author wrote it.
    """

    package: Annotated[str, NOT_EMPTY]
    key: Annotated[QuestionKey, NOT_EMPTY]
    kind: Kind
    guid: Annotated[Guid, NOT_EMPTY]
    digest: Annotated[str, NOT_EMPTY]
    modified: Annotated[Timestamp, NOT_NEGATIVE]
    question: str
    answer: str
    deck: str = ""
    clozes: tuple[str, ...] = ()
    made: bool = False
    retired: bool = False


def free_key(key: QuestionKey, is_taken: Callable[[QuestionKey], bool]) -> QuestionKey:
    """The key itself, or else the first with a number that is not taken."""
    keys = (QuestionKey(f"{key}-{number}" if number > 1 else key) for number in itertools.count(1))
    return next(key for key in keys if not is_taken(key))


Name = tuple[str, QuestionKey, Kind]
"""Package, key and kind."""


def name_of(note: NoteSummary | NoteLine) -> Name:
    """What names one note of a project, in the sources as in the ledger."""
    return note.package, note.key, note.kind
