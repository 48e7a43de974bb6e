"""Read notes, note types and decks from an Anki collection of schema 11 or 18."""

import json
from collections import defaultdict
from collections.abc import Iterator

from deckgen.apkg import wire
from deckgen.apkg.packed import (
    PackedCard,
    PackedDeck,
    PackedField,
    PackedNote,
    PackedNoteType,
    PackedTemplate,
    UnreadablePackage,
)
from deckgen.apkg.tables import Tables
from deckgen.values.text import Guid, Html, Timestamp


def read_note_types(tables: Tables) -> dict[int, PackedNoteType]:
    """Return the note types by id: they are in tables since Anki 2.1.28, and were in JSON before."""
    found = _note_types_of_tables(tables) if "notetypes" in tables else _note_types_of_json(tables)
    return {note_type.id: note_type for note_type in found}


def read_decks(tables: Tables) -> dict[int, PackedDeck]:
    """Return the decks by id."""
    decks = dict(_decks_of_tables(tables) if "decks" in tables else _decks_of_json(tables))
    if any(deck.name.count("::") > _DEEPEST_DECK for deck in decks.values()):
        raise UnreadablePackage(f"it has a deck more than {_DEEPEST_DECK} levels deep")
    return decks


def read_notes(
    tables: Tables, note_types: dict[int, PackedNoteType], decks: dict[int, PackedDeck]
) -> tuple[PackedNote, ...]:
    """Return the notes with their cards in the order of their ids, which are the times of their creation."""
    cards: defaultdict[int, list[PackedCard]] = defaultdict(list)
    # If a card is in a filtered deck, odid is its home deck.
    for nid, ordinal, did, odid, due in tables.rows("cards", "nid", "ord", "did", "odid", "due"):
        deck = decks.get(_int(odid) or _int(did))
        if deck is None:
            raise UnreadablePackage("its collection is damaged: a card is in no deck")
        cards[_int(nid)].append(PackedCard(_int(ordinal), deck.name, _int(due)))
    found: list[tuple[int, PackedNote]] = []
    for nid, guid, mid, modified, tags, fields in tables.rows(
        "notes", "id", "guid", "mid", "mod", "tags", "flds"
    ):
        note_type = note_types.get(_int(mid))
        texts = _str(fields).split("\x1f")
        if note_type is None or len(texts) != len(note_type.fields):
            raise UnreadablePackage("its collection is damaged: a note does not fit its note type")
        note = PackedNote(
            guid=Guid(_str(guid)),
            note_type=note_type,
            fields=tuple(Html(text) for text in texts),
            tags=tuple(_str(tags).split()),
            modified=Timestamp(_int(modified)),
            cards=tuple(sorted(cards[_int(nid)], key=lambda card: card.ordinal)),
        )
        found.append((_int(nid), note))
    return tuple(note for _, note in sorted(found, key=lambda pair: pair[0]))


_DEEPEST_DECK = 100
_LONGEST_ID = 19


def decode_json(text: str | bytes, name: str) -> dict[str, object]:
    """Return an object from JSON in the package; its texts are valid Unicode."""
    try:
        decoded = json.loads(text)
        # An escaped half of a surrogate pair is valid JSON but cannot be printed.
        json.dumps(decoded, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise UnreadablePackage(f"its {name} are damaged; get the file again") from error
    return _dict(decoded)


def _note_types_of_json(tables: Tables) -> Iterator[PackedNoteType]:
    for id_, model in _json_column(tables, "models"):
        yield PackedNoteType(
            id=id_,
            name=_str(model.get("name")),
            is_cloze=model.get("type") == 1,
            fields=tuple(
                PackedField(_str(field.get("name")), _id(field.get("id")))
                for field in _dicts(model.get("flds"))
            ),
            templates=tuple(
                PackedTemplate(
                    _str(template.get("name")),
                    _id(template.get("id")),
                    _str(template.get("qfmt")),
                    _str(template.get("afmt")),
                )
                for template in _dicts(model.get("tmpls"))
            ),
            css=_str(model.get("css")),
            modified=Timestamp(_int(model.get("mod"))),
        )


def _note_types_of_tables(tables: Tables) -> Iterator[PackedNoteType]:
    fields: defaultdict[int, dict[int, PackedField]] = defaultdict(dict)
    for owner, ordinal, name, config in tables.rows("fields", "ntid", "ord", "name", "config"):
        settings = wire.decode_message(_bytes(config))
        fields[_int(owner)][_int(ordinal)] = PackedField(_str(name), wire.integer(settings, 9))
    templates: defaultdict[int, dict[int, PackedTemplate]] = defaultdict(dict)
    for owner, ordinal, name, config in tables.rows("templates", "ntid", "ord", "name", "config"):
        settings = wire.decode_message(_bytes(config))
        templates[_int(owner)][_int(ordinal)] = PackedTemplate(
            _str(name), wire.integer(settings, 8), wire.text(settings, 1), wire.text(settings, 2)
        )
    for id_, name, modified, config in tables.rows("notetypes", "id", "name", "mtime_secs", "config"):
        settings = wire.decode_message(_bytes(config))
        yield PackedNoteType(
            id=_int(id_),
            name=_str(name),
            is_cloze=wire.integer(settings, 1) == 1,
            fields=tuple(field for _, field in sorted(fields[_int(id_)].items())),
            templates=tuple(template for _, template in sorted(templates[_int(id_)].items())),
            css=wire.text(settings, 3),
            modified=Timestamp(_int(modified)),
        )


def _decks_of_json(tables: Tables) -> Iterator[tuple[int, PackedDeck]]:
    for id_, deck in _json_column(tables, "decks"):
        yield id_, PackedDeck(_str(deck.get("name")), Html(_str(deck.get("desc", ""))))


def _decks_of_tables(tables: Tables) -> Iterator[tuple[int, PackedDeck]]:
    for id_, name, kind in tables.rows("decks", "id", "name", "kind"):
        normal = wire.decode_message(wire.content(wire.decode_message(_bytes(kind)), 1))
        yield _int(id_), PackedDeck(_str(name).replace("\x1f", "::"), Html(wire.text(normal, 4)))


def _json_column(tables: Tables, column: str) -> Iterator[tuple[int, dict[str, object]]]:
    for (text,) in tables.rows("col", column):
        for id_, entry in decode_json(_str(text), column).items():
            if not (id_.isdecimal() and len(id_) <= _LONGEST_ID):
                raise _wrong(id_, "an id")
            yield int(id_), _dict(entry)


def _dict(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _wrong(value, "an object")
    return value


def _dicts(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise _wrong(value, "a list")
    return [_dict(entry) for entry in value]


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(value, "text")
    return value


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise _wrong(value, "bytes")
    return value


def _int(value: object) -> int:
    if not isinstance(value, int):
        raise _wrong(value, "a whole number")
    return value


def _id(value: object) -> int | None:
    return None if value is None else _int(value)


def _wrong(value: object, wanted: str) -> UnreadablePackage:
    return UnreadablePackage(f"its collection is damaged: {str(value)[:40]!r} where {wanted} should be")
