"""Values for what an import does to notes, cards, note types, decks and media."""

from dataclasses import dataclass
from enum import StrEnum

from deckgen.values.text import Guid


class Mark(StrEnum):
    """What happened to a stretch of text; a cut stretch is unchanged and too long to be shown."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of readable text; the text of a cut stretch is an ellipsis."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that differs, word by word; if it has no segments, only its formatting differs."""

    name: str
    segments: tuple[Segment, ...]


class Arrival(StrEnum):
    """What an import with Anki's default options does to a note, or to a note type.

    REWRITTEN: the content is the same but the time is newer, so Anki overwrites the learner's own edits.
    SKIPPED: the content differs, but the time is not newer, so Anki keeps the old content.
    REFUSED: the learner's note of this guid has another note type, so Anki never updates it.
    RETIRED: the note is only in the old package; it stays in Anki.
    """

    NEW = "new"
    CHANGED = "changed"
    REWRITTEN = "rewritten"
    SKIPPED = "skipped"
    REFUSED = "refused"
    RETIRED = "retired"
    UNCHANGED = "unchanged"


class CardFate(StrEnum):
    """What happens to a card that only one of the packages has.

    ADDED_EMPTY: Anki adds the card, but not the text that it asks for. LEFT_EMPTY: its cloze was removed;
    Anki lists it under Tools > Empty Cards. STAYS: Anki keeps it. MISSING: Anki does not add it.
    """

    ADDED = "added"
    ADDED_EMPTY = "added-empty"
    LEFT_EMPTY = "left-empty"
    STAYS = "stays"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CardChange:
    """A card gained or lost, by the name of its card type, or `c1` for a cloze."""

    name: str
    fate: CardFate


@dataclass(frozen=True, slots=True)
class Move:
    """The cards of a note that are in another deck in the new package; Anki leaves them where they are."""

    old: str
    new: str
    cards: int


@dataclass(frozen=True, slots=True)
class NoteDiff:
    """A note of either package. `key` is empty if the note has none; `title` is its question.

    `was_of` is the note type of the learner's note if that is another one, else empty.
    """

    guid: Guid
    key: str
    title: str
    note_type: str
    deck: str
    arrival: Arrival
    fields: tuple[TextChange, ...] = ()
    tags_gained: tuple[str, ...] = ()
    tags_lost: tuple[str, ...] = ()
    cards: tuple[CardChange, ...] = ()
    moves: tuple[Move, ...] = ()
    was_of: str = ""

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to report about the note."""
        return self.arrival is Arrival.UNCHANGED and not (self.cards or self.moves)


class TypeArrival(StrEnum):
    """What an import does to a note type.

    COPIED: its fields or card types do not match those of the learner, so Anki makes a copy, "Name+", for
    new notes and refuses every edit of the old ones.
    """

    NEW = "new"
    UPDATED = "updated"
    REWRITTEN = "rewritten"
    SKIPPED = "skipped"
    COPIED = "copied"


@dataclass(frozen=True, slots=True)
class NoteTypeDiff:
    """A note type that is new or differs; `changes` describe what differs."""

    id: int
    name: str
    arrival: TypeArrival
    changes: tuple[str, ...] = ()
    renames_parts: bool = False


@dataclass(frozen=True, slots=True)
class DeckDiff:
    """A deck that is new or has another description; Anki keeps the old one if the new one is empty."""

    name: str
    new: bool
    description: TextChange | None
    description_arrives: bool


class MediaArrival(StrEnum):
    """What an import does to a media file. SKIPPED: the file differs, and Anki keeps the old one."""

    NEW = "new"
    CHANGED = "changed"
    SKIPPED = "skipped"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class MediaDiff:
    """A media file that is not the same in both packages."""

    name: str
    arrival: MediaArrival


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that an import does; each guid of either package is in exactly one note of `notes`.

    First come the notes of the new package in its order, then the retired notes in the order of the old one.
    `repeated` are guids that a package has more than once; only the first note of each is compared.
    """

    notes: tuple[NoteDiff, ...]
    note_types: tuple[NoteTypeDiff, ...]
    decks: tuple[DeckDiff, ...]
    media: tuple[MediaDiff, ...]
    repeated: tuple[Guid, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether an import changes nothing."""
        return not (self.note_types or self.decks or self.media) and all(n.is_quiet for n in self.notes)

    @property
    def full_sync_if_merged(self) -> bool:
        """Whether Anki asks for a full sync if the learner merges note types, which is not the default."""
        return any(note_type.arrival is TypeArrival.COPIED for note_type in self.note_types)

    def of(self, arrival: Arrival) -> tuple[NoteDiff, ...]:
        """The notes of this arrival."""
        return tuple(note for note in self.notes if note.arrival is arrival)
