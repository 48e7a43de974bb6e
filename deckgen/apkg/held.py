"""Reads the notes that a learner holds, with the history of their cards, from a collection or an export."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
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


def join_held(parts: Iterable[Held]) -> Held:
    """What several exports of one collection hold; the cards of a note may be in several."""
    notes: dict[Guid, HeldNote] = {}
    note_types: dict[int, PackedNoteType] = {}
    decks: dict[str, PackedDeck] = {}
    media: dict[str, PackedMedia] = {}
    for part in parts:
        for guid, held in part.notes.items():
            notes[guid] = _join_note(notes[guid], held) if guid in notes else held
        note_types |= {one.id: one for one in part.note_types}
        decks |= {deck.name: deck for deck in part.decks}
        media |= {file.name: file for file in part.media}
    return Held(notes, tuple(note_types.values()), tuple(decks.values()), tuple(media.values()))


def _join_note(one: HeldNote, other: HeldNote) -> HeldNote:
    cards = {card.id: card for card in (*one.cards, *other.cards)}
    packed = {card.ordinal: card for card in (*one.note.cards, *other.note.cards)}
    note = replace(one.note, cards=tuple(packed[ordinal] for ordinal in sorted(packed)))
    return HeldNote(one.id, note, tuple(sorted(cards.values(), key=lambda card: card.ordinal)))


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
