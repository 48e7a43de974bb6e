"""What is remembered of a project: guids and times, on which the review history of its learners depends."""

from dataclasses import dataclass
from typing import Annotated

from deckgen.identity.notes import NOT_EMPTY, NOT_NEGATIVE, NoteLine
from deckgen.values.document import Kind
from deckgen.values.text import NO_TIME, Timestamp


@dataclass(frozen=True, slots=True)
class NoteTypeLine:
    """When a note type's templates or style last changed.

    `version` is that of deckgen's note type which was shipped then, or 0 if that was not recorded. `id` and
    `name` are those of a note type of the project's own; one that all projects share has none here.
    """

    kind: Kind
    digest: Annotated[str, NOT_EMPTY]
    modified: Annotated[Timestamp, NOT_NEGATIVE]
    version: Annotated[Timestamp, NOT_NEGATIVE] = NO_TIME
    id: Annotated[int, NOT_NEGATIVE] = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is remembered of one project. `project` goes into new guids: two projects never share one.

    `others` are lines of notes that have another name in `notes`, after a merge of two branches.
    """

    project: Annotated[str, NOT_EMPTY]
    note_types: tuple[NoteTypeLine, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    others: tuple[NoteLine, ...] = ()
