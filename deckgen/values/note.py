"""Notes as Anki stores them, without and with an identity, and their note types."""

from dataclasses import dataclass, field
from typing import NamedTuple

from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Location
from deckgen.values.text import Guid, Html, QuestionKey, Timestamp


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or sound inside a package, under a name made from its content (`[a-z0-9._-]` only)."""

    name: str
    content: bytes = field(repr=False)


class MediaReference(NamedTuple):
    """A reference to a picture or sound: the path of the document, and the target as it is written there."""

    document: str
    target: str


@dataclass(frozen=True, slots=True)
class MediaFault:
    """Why a file cannot be packed: the code and the message of a problem."""

    code: Code
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A rendered question. `fields` are in the order of its note type's fields.

    `ordinals` are the cards that Anki will make, counted from 0: template index, or cloze number - 1.
    """

    key: QuestionKey
    kind: Kind
    deck: str
    tags: tuple[str, ...]
    fields: tuple[Html, ...]
    ordinals: tuple[int, ...]
    media: tuple[Media, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class IdentifiedNote:
    """A note with its guid and the time when its content last changed, which the ledger remembers."""

    note: Note
    guid: Guid
    modified: Timestamp


@dataclass(frozen=True, slots=True)
class Part:
    """The name and the permanent id of a field or a template."""

    name: str
    id: int


@dataclass(frozen=True, slots=True)
class Template:
    """One card type of a note type: the two sides as Anki templates."""

    part: Part
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as shipped.

    The ids, the number and the order of fields and templates never change: Anki would copy the note type and
    refuse every later update of existing notes.
    """

    kind: Kind
    name: str
    id: int
    fields: tuple[Part, ...]
    templates: tuple[Template, ...]
    css: str

    @property
    def is_cloze(self) -> bool:
        """Whether Anki makes its cards from cloze numbers."""
        return self.kind is Kind.CLOZE


@dataclass(frozen=True, slots=True)
class TimedNoteType:
    """A note type with the time at which its templates or style last changed."""

    note_type: NoteType
    modified: Timestamp
