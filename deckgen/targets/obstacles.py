"""Finds what the importer of the add-on AnkiConnect would do otherwise than File > Import.

The add-on runs an importer of its own kind: up to Anki 25.09 an old one, which knows fields and card types by
their names alone and writes empty descriptions of decks; since then one that merges note types, which renames
no field but may add those of one note type to another, in all notes. tests/world/anki/test_identity_matrix.py
has each of these as a test in the real Anki.
"""

from collections.abc import Iterator

from deckgen.apkg.held import Held
from deckgen.apkg.packed import PackedNoteType, PackedPackage


def find_obstacle(package: PackedPackage, held: Held) -> str:
    """Why the add-on must not import this package into this collection, or nothing if it may."""
    return next(_obstacles(package, held), "")


def _obstacles(package: PackedPackage, held: Held) -> Iterator[str]:
    theirs = {one.id: one for one in held.note_types}
    for note_type in {note.note_type.id: note.note_type for note in package.notes}.values():
        if note_type.id in theirs and _names(note_type) != _names(theirs[note_type.id]):
            yield f"the note type {theirs[note_type.id].name} has other fields or card types in Anki"
    for note in package.notes:
        if note.guid in held.notes and held.notes[note.guid].note.note_type.id != note.note_type.id:
            yield f"the note {note.field('Key')} has another note type in Anki"
    described = {deck.name for deck in held.decks if deck.description}
    for deck in package.decks:
        if deck.name in described and not deck.description:
            yield f"the deck {deck.name} has a description only in Anki"


def _names(note_type: PackedNoteType) -> tuple[list[str], list[str]]:
    return [field.name for field in note_type.fields], [card.name for card in note_type.templates]
