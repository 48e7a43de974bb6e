"""What identity knows of a note: in the sources as they are now, and in the ledger."""

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from deckgen.values.document import Kind
from deckgen.values.problem import Location
from deckgen.values.text import Guid, QuestionKey, Timestamp

NOT_EMPTY, NOT_NEGATIVE = Meta(min_length=1), Meta(ge=0)
"""Limits for fields: a ledger with another value is refused."""


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """What identity needs of a rendered note. `was` is the key that the note had, according to the author."""

    package: str
    key: QuestionKey
    kind: Kind
    location: Location
    digest: str
    question: str
    answer: str
    was: QuestionKey | None = None
    key_is_written: bool = True


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note in the ledger. The question of a retired note was deleted; it may come back."""

    package: Annotated[str, NOT_EMPTY]
    key: Annotated[QuestionKey, NOT_EMPTY]
    kind: Kind
    guid: Annotated[Guid, NOT_EMPTY]
    digest: Annotated[str, NOT_EMPTY]
    modified: Annotated[Timestamp, NOT_NEGATIVE]
    question: str
    answer: str
    retired: bool = False


def name_of(note: NoteSummary | NoteLine) -> tuple[str, QuestionKey, Kind]:
    """What names one note of a project, in the sources as in the ledger."""
    return note.package, note.key, note.kind
