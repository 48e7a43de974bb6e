"""Notes, note types and media, as a package holds them."""

from dataclasses import dataclass, field
from typing import NamedTuple

from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Location
from deckgen.values.text import NO_TIME, Guid, Html, QuestionKey, Timestamp

MAX_MEDIA_BYTES = 20 * 1024 * 1024
"""A larger file would make every sync slow; AnkiWeb refuses files over 100 MB."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or sound inside a package, under a name made from its content (`[a-z0-9._-]` only)."""

    name: str
    content: bytes = field(repr=False)


class MediaReference(NamedTuple):
    """A picture or sound as a document refers to it: the path of the document, and the target as written."""

    document: str
    target: str


@dataclass(frozen=True, slots=True)
class MediaFault:
    """Why the file of a reference cannot be packed: the code and the message of a problem."""

    code: Code
    message: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is packed; `modified` is when its content last changed.

    `fields` are in the order of its note type's fields. `ordinals` are the cards that Anki will make, counted
    from 0: the number of the template, or of the cloze less 1.
    """

    guid: Guid
    modified: Timestamp
    key: QuestionKey
    kind: Kind
    deck: str
    tags: tuple[str, ...]
    fields: tuple[Html, ...]
    ordinals: tuple[int, ...]
    media: tuple[Media, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a note type; in packages of old programs it has no id."""

    name: str
    id: int | None


@dataclass(frozen=True, slots=True)
class Template:
    """One card type of a note type, with both sides as Anki templates."""

    name: str
    id: int | None
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as shipped.

    Its ids and the number and order of its fields and templates never change: Anki would fork the note type
    and refuse every later update of existing notes. `version` is the time from which it looks like this.
    """

    kind: Kind
    name: str
    id: int
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str
    version: Timestamp = NO_TIME

    @property
    def is_cloze(self) -> bool:
        """Whether Anki makes its cards from cloze numbers."""
        return self.kind is Kind.CLOZE


@dataclass(frozen=True, slots=True)
class TimedNoteType:
    """A note type with the time at which its templates or style last changed."""

    note_type: NoteType
    modified: Timestamp
