"""What an Anki package holds, as values: ours or one that any Anki exported."""

from dataclasses import dataclass

from deckgen.values.error import DeckgenError
from deckgen.values.text import Guid, Html, Timestamp


class UnreadablePackage(DeckgenError):  # noqa: N818  # it names the state of the file
    """The file is not an Anki package, or is damaged, or is built to do harm; the message says what."""

    def __str__(self) -> str:
        return f"this is no readable Anki package: {super().__str__()}"


@dataclass(frozen=True, slots=True)
class PackedField:
    """A field of a note type; packages of old programs give it no id."""

    name: str
    id: int | None


@dataclass(frozen=True, slots=True)
class PackedTemplate:
    """A card type: its two sides as Anki templates."""

    name: str
    id: int | None
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class PackedNoteType:
    """A note type as it lies in the package."""

    id: int
    name: str
    is_cloze: bool
    fields: tuple[PackedField, ...]
    templates: tuple[PackedTemplate, ...]
    css: str
    modified: Timestamp


@dataclass(frozen=True, slots=True)
class PackedCard:
    """A card by its ordinal, counted from 0, and its deck's full name; `due` is a new card's position."""

    ordinal: int
    deck: str
    due: int


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note with its cards; `fields` are in the order of its note type's fields."""

    guid: Guid
    note_type: PackedNoteType
    fields: tuple[Html, ...]
    tags: tuple[str, ...]
    modified: Timestamp
    cards: tuple[PackedCard, ...]

    def field(self, name: str) -> Html:
        """Return the field of this name; KeyError where the note type has none."""
        for field, text in zip(self.note_type.fields, self.fields, strict=True):
            if field.name == name:
                return text
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class PackedDeck:
    """A deck by its full name with `::` between the levels."""

    name: str
    description: Html


@dataclass(frozen=True, slots=True)
class PackedMedia:
    """A media file by the name it gets in Anki; no size means that it is listed but not there."""

    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class PackedPackage:
    """A whole package: notes in the order in which they were made, the rest in the package's order."""

    notes: tuple[PackedNote, ...]
    note_types: tuple[PackedNoteType, ...]
    decks: tuple[PackedDeck, ...]
    media: tuple[PackedMedia, ...]
