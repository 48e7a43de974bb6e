"""What is remembered of a project: guids and times, on which the review history of its learners depends."""

from dataclasses import dataclass
from typing import Annotated

from deckgen.identity.notes import NOT_EMPTY, NOT_NEGATIVE, NoteLine
from deckgen.values.document import Kind
from deckgen.values.text import Timestamp


@dataclass(frozen=True, slots=True)
class NoteTypeLine:
    """When a note type's templates or style last changed."""

    kind: Kind
    digest: Annotated[str, NOT_EMPTY]
    modified: Annotated[Timestamp, NOT_NEGATIVE]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is remembered of one project. `project` goes into new guids: two projects never share one.

    `others` are lines of notes that have another name in `notes`, after a merge of two branches.
    """

    project: Annotated[str, NOT_EMPTY]
    note_types: tuple[NoteTypeLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    others: tuple[NoteLine, ...] = ()
