"""Collections of learners made by hand, from packages."""

from dataclasses import replace

from deckgen.apkg.held import Held, HeldCard, HeldNote
from deckgen.apkg.packed import PackedDeck, PackedNote, PackedPackage
from deckgen.apkg.read import decode_apkg
from deckgen.publish.values import Known, Text
from deckgen.values.note import Note
from deckgen.values.text import Guid, Html
from tests.support.making import NOTE_TYPES, encode_apkg


def packed(*notes: Note, descriptions: dict[str, Html] | None = None) -> PackedPackage:
    """A package with these notes."""
    return decode_apkg(encode_apkg(notes, NOTE_TYPES, descriptions or {}))


def hold(package: PackedPackage, *, reviews: int = 3, suspended: bool = False) -> Held:
    """A collection into which this package was imported, and whose learner reviewed each card."""
    notes = {}
    for number, note in enumerate(package.notes, 1):
        cards = tuple(
            HeldCard(100 * number + card.ordinal, card.ordinal, reviews, 0, 250, suspended)
            for card in note.cards
        )
        notes[note.guid] = HeldNote(number, note, cards)
    return Held(notes, package.note_types, package.decks)


def with_note(held: Held, key: str, **changes: object) -> Held:
    """The collection after the learner changed the note of this key."""
    guid = Guid(f"guid-{key}")
    one = held.notes[guid]
    note: PackedNote = replace(one.note, **changes)  # type: ignore[arg-type]  # the caller's names
    return replace(held, notes={**held.notes, guid: replace(one, note=note)})


def with_field(held: Held, key: str, number: int, text: str, *, later: int = 1000) -> Held:
    """The collection after the learner wrote a field of the note of this key."""
    note = held.notes[Guid(f"guid-{key}")].note
    fields = (*note.fields[:number], Html(text), *note.fields[number + 1 :])
    return with_note(held, key, fields=fields, modified=note.modified + later)


def without(held: Held, key: str) -> Held:
    """The collection after the learner deleted the note of this key."""
    return replace(held, notes={guid: one for guid, one in held.notes.items() if guid != f"guid-{key}"})


def with_description(held: Held, deck: str, text: str) -> Held:
    """The collection after the learner wrote the description of a deck."""
    decks = (PackedDeck(one.name, Html(text)) if one.name == deck else one for one in held.decks)
    return replace(held, decks=tuple(decks))


def known_from(*packages: PackedPackage, delivered: bool = True) -> Known:
    """What is known after the first package was delivered, or if not, from old packages, the newest first."""
    texts: dict[Guid, tuple[Text, ...]] = {}
    descriptions: dict[str, tuple[Html, ...]] = {}
    for package in packages:
        for note in package.notes:
            texts[note.guid] = (*texts.get(note.guid, ()), Text(note.fields, note.tags))
        for deck in package.decks:
            descriptions[deck.name] = (*descriptions.get(deck.name, ()), deck.description)
    return Known(texts, frozenset(texts) if delivered else frozenset(), descriptions)
