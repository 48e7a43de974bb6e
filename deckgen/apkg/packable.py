"""Refuse notes that Anki would silently lose or change; such notes are a bug in an earlier stage."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from deckgen.values.document import Kind
from deckgen.values.note import Note, NoteType, TimedNoteType


class UnpackableNotes(Exception):  # noqa: N818  # it is not the caller's error but ours
    """deckgen made notes that cannot be packed, so it writes nothing."""


def check_packable(notes: Iterable[Note], note_types: Mapping[Kind, TimedNoteType]) -> Iterator[Note]:
    """Yield these notes, and raise UnpackableNotes at the first that Anki would lose or change."""
    guids: dict[str, str] = {}
    media: dict[str, bytes] = {}
    for note in notes:
        if note.kind not in note_types:
            faults = [f"is {note.kind}, which has no note type"]
        else:
            faults = list(_faults(note, note_types[note.kind].note_type))
        if note.guid in guids:
            faults.append(f"has the guid of {guids[note.guid]}: {note.guid}")
        guids[note.guid] = note.key
        faults += [
            f"has another media file of the name {file.name}"
            for file in note.media
            if media.setdefault(file.name, file.content) != file.content
        ]
        if faults:
            raise UnpackableNotes(f"{note.location}: the note {note.key} {faults[0]}")
        yield note


def check_decks(names: Iterable[str]) -> None:
    """Raise UnpackableNotes if Anki could not tell two decks apart."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(deck_id(name), name)
        if other != name:
            raise UnpackableNotes(f"the decks {other} and {name} have one id: rename one of them")


def deck_id(name: str) -> int:
    """An id that depends only on the name: Anki compares names, and its Default deck has the id 1."""
    if name.casefold() == "default":
        return 1
    digest = hashlib.sha256(name.encode()).digest()
    return (1 << 51) + int.from_bytes(digest[:6], "big")


_MEDIA_NAME = re.compile(r"[a-z0-9._-]+")
_CLOZE_NUMBERS = 500  # Anki makes no cards for higher numbers


def _faults(note: Note, note_type: NoteType) -> Iterator[str]:
    cards = _CLOZE_NUMBERS if note_type.is_cloze else len(note_type.templates)
    if len(note.fields) != len(note_type.fields):
        yield f"has {len(note.fields)} fields, its note type {len(note_type.fields)}"
    if not note.ordinals:
        yield "has no cards"
    if len(set(note.ordinals)) < len(note.ordinals) or not all(0 <= n < cards for n in note.ordinals):
        yield f"has impossible cards: {note.ordinals}"
    if not note.guid:
        yield "has no guid"
    if not all(level.strip() for level in note.deck.split("::")):
        yield f"has an empty level in its deck: {note.deck!r}"
    for tag in note.tags:
        if tag.split() != [tag] or not all(tag.split("::")):
            yield f"has a tag that Anki cannot hold: {tag!r}"
    texts = (note.guid, note.deck, *note.tags, *note.fields)
    if not _is_storable("".join(texts)):
        spoilt = next(text for text in texts if not _is_storable(text))
        yield f"has a character that Anki cannot hold in {spoilt[:60]!r}"
    for file in note.media:
        if not _MEDIA_NAME.fullmatch(file.name):
            yield f"has a media file of a name that Anki would change: {file.name!r}"


def _is_storable(text: str) -> bool:
    r"""Whether SQLite can store the text and Anki keeps it whole; \x1f is Anki's separator of fields."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x1f" not in text and "\0" not in text
