"""Read notes, note types and decks from an Anki collection of schema 11 or 18."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from deckgen.apkg import wire
from deckgen.apkg.packed import (
    PackedCard,
    PackedDeck,
    PackedNote,
    PackedNoteType,
    UnreadablePackage,
)
from deckgen.apkg.tables import Rows
from deckgen.values.note import Field, Template
from deckgen.values.text import Guid, Html, Timestamp


def read_note_types(tables: Rows) -> dict[int, PackedNoteType]:
    """The note types by id: Anki has kept them in tables since 2.1.28, and in JSON before."""
    found = _note_types_of_tables(tables) if "notetypes" in tables else _note_types_of_json(tables)
    return {note_type.id: note_type for note_type in found}


def read_decks(tables: Rows) -> dict[int, PackedDeck]:
    """The decks by id."""
    decks = dict(_decks_of_tables(tables) if "decks" in tables else _decks_of_json(tables))
    if any(deck.name.count("::") > _DEEPEST_DECK for deck in decks.values()):
        raise UnreadablePackage(f"it has a deck more than {_DEEPEST_DECK} levels deep")
    return decks


def read_notes(
    tables: Rows, note_types: dict[int, PackedNoteType], decks: dict[int, PackedDeck]
) -> tuple[PackedNote, ...]:
    """The notes with their cards, in the order of their ids, which are the times of their creation."""
    cards: defaultdict[int, list[PackedCard]] = defaultdict(list)
    # If a card is in a filtered deck, odid is its home deck.
    for nid, ordinal, did, odid, due in tables.rows("cards", "nid", "ord", "did", "odid", "due"):
        deck = decks.get(_as(int, odid) or _as(int, did))
        if deck is None:
            raise UnreadablePackage("its collection is damaged: a card is in no deck")
        cards[_as(int, nid)].append(PackedCard(_as(int, ordinal), deck.name, _as(int, due)))
    found: dict[int, PackedNote] = {}
    for nid, guid, mid, modified, tags, fields in tables.rows(
        "notes", "id", "guid", "mid", "mod", "tags", "flds"
    ):
        note_type = note_types.get(_as(int, mid))
        texts = _as(str, fields).split("\x1f")
        if note_type is None or len(texts) != len(note_type.fields):
            raise UnreadablePackage("its collection is damaged: a note does not fit its note type")
        found[_as(int, nid)] = PackedNote(
            guid=Guid(_as(str, guid)),
            note_type=note_type,
            fields=tuple(Html(text) for text in texts),
            tags=tuple(_as(str, tags).split()),
            modified=Timestamp(_as(int, modified)),
            cards=tuple(sorted(cards[_as(int, nid)], key=lambda card: card.ordinal)),
        )
    return tuple(found[nid] for nid in sorted(found))


_T = TypeVar("_T")
_CALLED = {dict: "an object", list: "a list", str: "text", bytes: "bytes", int: "a whole number"}
_DEEPEST_DECK = 100
_LONGEST_ID = 19
_UNKNOWN_TO_ANKI = 255
"""The number of the JSON in which Anki keeps the settings that its version does not know."""


def decode_json(text: str | bytes, name: str) -> dict[str, object]:
    """An object from JSON in the package; its texts are valid Unicode."""
    try:
        decoded = json.loads(text)
        # An escaped half of a surrogate pair is valid JSON but cannot be printed.
        json.dumps(decoded, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise UnreadablePackage(f"its {name} are damaged; get the file again") from error
    return _as(dict, decoded)


def _note_types_of_json(tables: Rows) -> Iterator[PackedNoteType]:
    for id_, model in _json_column(tables, "models"):
        yield PackedNoteType(
            id=id_,
            name=_text(model, "name"),
            is_cloze=model.get("type") == 1,
            fields=tuple(Field(_text(part, "name"), _id(part)) for part in _parts(model, "flds")),
            templates=tuple(
                Template(_text(part, "name"), _id(part), _text(part, "qfmt"), _text(part, "afmt"))
                for part in _parts(model, "tmpls")
            ),
            css=_text(model, "css"),
            modified=Timestamp(_as(int, model.get("mod"))),
        )


def _note_types_of_tables(tables: Rows) -> Iterator[PackedNoteType]:
    fields: defaultdict[int, dict[int, Field]] = defaultdict(dict)
    for owner, ordinal, name, config in tables.rows("fields", "ntid", "ord", "name", "config"):
        settings = wire.decode_message(_as(bytes, config))
        fields[_as(int, owner)][_as(int, ordinal)] = Field(_as(str, name), _id_of_part(settings, 9))
    templates: defaultdict[int, dict[int, Template]] = defaultdict(dict)
    for owner, ordinal, name, config in tables.rows("templates", "ntid", "ord", "name", "config"):
        settings = wire.decode_message(_as(bytes, config))
        templates[_as(int, owner)][_as(int, ordinal)] = Template(
            _as(str, name), _id_of_part(settings, 8), wire.text(settings, 1), wire.text(settings, 2)
        )
    for id_, name, modified, config in tables.rows("notetypes", "id", "name", "mtime_secs", "config"):
        settings = wire.decode_message(_as(bytes, config))
        yield PackedNoteType(
            id=_as(int, id_),
            name=_as(str, name),
            is_cloze=wire.integer(settings, 1) == 1,
            fields=tuple(field for _, field in sorted(fields[_as(int, id_)].items())),
            templates=tuple(template for _, template in sorted(templates[_as(int, id_)].items())),
            css=wire.text(settings, 3),
            modified=Timestamp(_as(int, modified)),
        )


def _id_of_part(settings: wire.Message, number: int) -> int | None:
    """The id of a field or template; up to 2.1.66, Anki keeps it with the values that it does not know."""
    id_ = wire.integer(settings, number)
    unknown = wire.content(settings, _UNKNOWN_TO_ANKI)
    return id_ if id_ is not None or not unknown else _id(decode_json(unknown, "note types"))


def _decks_of_json(tables: Rows) -> Iterator[tuple[int, PackedDeck]]:
    for id_, deck in _json_column(tables, "decks"):
        yield id_, PackedDeck(_text(deck, "name"), Html(_as(str, deck.get("desc", ""))))


def _decks_of_tables(tables: Rows) -> Iterator[tuple[int, PackedDeck]]:
    for id_, name, kind in tables.rows("decks", "id", "name", "kind"):
        normal = wire.decode_message(wire.content(wire.decode_message(_as(bytes, kind)), 1))
        yield _as(int, id_), PackedDeck(_as(str, name).replace("\x1f", "::"), Html(wire.text(normal, 4)))


def _json_column(tables: Rows, column: str) -> Iterator[tuple[int, dict[str, object]]]:
    for (text,) in tables.rows("col", column):
        for id_, entry in decode_json(_as(str, text), column).items():
            if not (id_.isdecimal() and len(id_) <= _LONGEST_ID):
                raise _wrong(id_, "an id")
            yield int(id_), _as(dict, entry)


def _parts(model: dict[str, object], name: str) -> list[dict[str, object]]:
    return [_as(dict, part) for part in _as(list, model.get(name))]


def _text(entry: dict[str, object], name: str) -> str:
    return _as(str, entry.get(name))


def _id(entry: dict[str, object]) -> int | None:
    return None if entry.get("id") is None else _as(int, entry["id"])


def _as(kind: type[_T], value: object) -> _T:
    """The value, which must be of this type."""
    if not isinstance(value, kind):
        raise _wrong(value, _CALLED[kind])
    return value


def _wrong(value: object, wanted: str) -> UnreadablePackage:
    return UnreadablePackage(f"its collection is damaged: {str(value)[:40]!r} where {wanted} should be")
