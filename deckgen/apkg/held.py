"""Reads the notes that a learner holds, with the history of their cards, from a collection or an export."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deckgen.apkg.collection import read_decks, read_note_types, read_notes
from deckgen.apkg.packed import PackedDeck, PackedMedia, PackedNote, PackedNoteType, PackedPackage
from deckgen.apkg.read import open_collection
from deckgen.apkg.tables import Rows
from deckgen.values.text import Guid


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card of a learner: how often it was reviewed and forgotten, and its ease in percent, 0 if unknown."""

    id: int
    ordinal: int
    reviews: int
    lapses: int
    ease: int
    suspended: bool


@dataclass(frozen=True, slots=True)
class HeldNote:
    """A note of a learner by its id in the collection."""

    id: int
    note: PackedNote
    cards: tuple[HeldCard, ...]

    @property
    def reviews(self) -> int:
        """How often its cards were reviewed."""
        return sum(card.reviews for card in self.cards)


@dataclass(frozen=True, slots=True)
class Held:
    """What a learner's collection holds of some notes, and all that it knows of note types and decks.

    `media` are those of the files that were asked for.
    """

    notes: Mapping[Guid, HeldNote] = field(default_factory=dict)
    note_types: tuple[PackedNoteType, ...] = ()
    decks: tuple[PackedDeck, ...] = ()
    media: tuple[PackedMedia, ...] = ()

    def package(self, guids: Collection[Guid]) -> PackedPackage:
        """These notes as if they came from a package, to be compared with one."""
        notes = tuple(held.note for guid, held in self.notes.items() if guid in guids)
        return PackedPackage(notes, self.note_types, self.decks, self.media)


def read_held(tables: Rows, media: Iterable[PackedMedia] = ()) -> Held:
    """The notes in these tables; of notes that share a guid, the oldest.

    Raises:
        UnreadablePackage: the collection is damaged.
    """
    note_types, decks = read_note_types(tables), read_decks(tables)
    ids = {
        _text(guid): _number(nid) for nid, guid in sorted(tables.rows("notes", "id", "guid"), reverse=True)
    }
    cards = _read_cards(tables)
    notes: dict[Guid, HeldNote] = {}
    for note in read_notes(tables, note_types, decks):
        id_ = ids[note.guid]
        notes.setdefault(note.guid, HeldNote(id_, note, tuple(cards[id_])))
    return Held(notes, tuple(note_types.values()), tuple(decks.values()), tuple(media))


def read_held_in(package: Path, media: Iterable[PackedMedia] = ()) -> Held:
    """What an export of a collection holds, made with its scheduling.

    Raises:
        UnreadablePackage: it is not a package, or is damaged.
        OSError: it cannot be read.
    """
    with package.open("rb") as file, open_collection(file) as tables:
        return read_held(tables, media)


_SUSPENDED = -1
"""The queue of a suspended card."""
_PERMILLE_IN_PERCENT = 10


def _read_cards(tables: Rows) -> Mapping[int, list[HeldCard]]:
    reviews: defaultdict[int, int] = defaultdict(int)
    for cid, ease in tables.rows("revlog", "cid", "ease"):
        # Without a button, the row is of a card that was rescheduled by hand.
        reviews[_number(cid)] += _number(ease) > 0
    cards: defaultdict[int, list[HeldCard]] = defaultdict(list)
    columns = ("nid", "ord", "id", "lapses", "factor", "queue")
    for row in sorted(tables.rows("cards", *columns), key=str):
        nid, ordinal, cid, lapses, factor, queue = map(_number, row)
        ease = factor // _PERMILLE_IN_PERCENT
        cards[nid].append(HeldCard(cid, ordinal, reviews[cid], lapses, ease, queue == _SUSPENDED))
    for of_note in cards.values():
        of_note.sort(key=lambda card: card.ordinal)
    return cards


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(value: object) -> Guid:
    return Guid(value if isinstance(value, str) else "")
