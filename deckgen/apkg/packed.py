"""Values for the content of an Anki package, made by deckgen or exported by any Anki."""

from dataclasses import dataclass

from deckgen.values.error import DeckgenError
from deckgen.values.note import Field, Template
from deckgen.values.text import Guid, Html, Timestamp


class UnreadablePackage(DeckgenError):  # noqa: N818  # it names the state of the file
    """The file is not an Anki package, is damaged, or is built to do harm; the message says which."""

    def __str__(self) -> str:
        return f"this is not a readable Anki package: {super().__str__()}"


@dataclass(frozen=True, slots=True)
class PackedNoteType:
    """A note type as it is in the package."""

    id: int
    name: str
    is_cloze: bool
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str
    modified: Timestamp


@dataclass(frozen=True, slots=True)
class PackedCard:
    """A card: its ordinal from 0, the full name of its deck, and `due`, the position of a new card."""

    ordinal: int
    deck: str
    due: int


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note with its cards; `fields` are in the order of the fields of its note type."""

    guid: Guid
    note_type: PackedNoteType
    fields: tuple[Html, ...]
    tags: tuple[str, ...]
    modified: Timestamp
    cards: tuple[PackedCard, ...]

    def field(self, name: str) -> Html:
        """The field with this name; empty if the note type has none."""
        fields = zip(self.note_type.fields, self.fields, strict=True)
        return next((text for field, text in fields if field.name == name), Html(""))


@dataclass(frozen=True, slots=True)
class PackedDeck:
    """A deck; its full name has `::` between the levels."""

    name: str
    description: Html


@dataclass(frozen=True, slots=True)
class PackedMedia:
    """A media file with its name in Anki; without a size, it is listed but missing."""

    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class PackedPackage:
    """A whole package: the notes in the order of their creation, the rest in the order of the package."""

    notes: tuple[PackedNote, ...]
    note_types: tuple[PackedNoteType, ...]
    decks: tuple[PackedDeck, ...]
    media: tuple[PackedMedia, ...]
