"""Encode notes as an Anki package that is the same, byte for byte, whenever and wherever it is made.

The package is in the legacy format (`collection.anki2`, schema 11), which every Anki reads. Its database is
the same with every SQLite, and the zip around it with every zlib; only zlib-ng compresses differently.
"""

import io
import itertools
import json
import sqlite3
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from deckgen.apkg.packable import check_packable, deck_id
from deckgen.values.document import Kind
from deckgen.values.note import IdentifiedNote, TimedNoteType
from deckgen.values.text import Html


def encode_apkg(
    notes: Sequence[IdentifiedNote],
    note_types: Mapping[Kind, TimedNoteType],
    descriptions: Mapping[str, Html],
) -> bytes:
    """Return the content of an `.apkg` with these notes, to be studied in this order.

    `descriptions` are the texts of the decks by full name; a deck without notes may have one, too. Note
    types that no note uses are left out. Raises UnpackableNotes if Anki would lose something.
    """
    check_packable(notes, note_types)
    media = {media.name: media.content for identified in notes for media in identified.note.media}
    database = _encode_collection(notes, note_types, descriptions)
    return _encode_zip(database, dict(sorted(media.items())))


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with the time that the ledger gives, and exactly the cards that render found."""

    def __init__(self, identified: IdentifiedNote, model: genanki.Model, position: int) -> None:
        note = identified.note
        super().__init__(model, list(note.fields), tags=note.tags, guid=identified.guid, due=position)
        self.modified = identified.modified
        self.cards = [genanki.Card(ordinal) for ordinal in sorted(note.ordinals)]

    @property
    def sort_field(self) -> str:
        """Empty: Anki computes it on import, and versions of SQLite round a number here differently."""
        return ""

    @sort_field.setter
    def sort_field(self, _text: str | None) -> None:
        """Ignore the value that the constructor of genanki sets."""

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Skip this check: fields are sanitised HTML, and its regex is quadratic in the length of a line."""

    def write_to_db(
        self, cursor: sqlite3.Cursor, _timestamp: float, deck_id: int, ids: Iterator[int]
    ) -> None:
        """Write the note with its own time instead of the package's."""
        super().write_to_db(cursor, self.modified, deck_id, ids)


def _encode_collection(
    notes: Sequence[IdentifiedNote],
    note_types: Mapping[Kind, TimedNoteType],
    descriptions: Mapping[str, Html],
) -> bytes:
    """Return the SQLite database with the notes, built in memory: a killed build leaves no file."""
    kinds = dict.fromkeys(identified.note.kind for identified in notes)
    models = {kind: _model(note_types[kind]) for kind in kinds}
    decks = _decks(notes, descriptions)
    created = max((identified.modified for identified in notes), default=0)
    ids = itertools.count(created * 1000 + 1)

    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(_blank_database())
        cursor = connection.cursor()
        # Builds of SQLite differ in whether they overwrite the space that they free.
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.executescript("PRAGMA journal_mode=OFF; PRAGMA temp_store=MEMORY")
        cursor.executescript(f"BEGIN; {APKG_SCHEMA}; {APKG_COL}; COMMIT")
        first_deck = next(iter(decks.values())).deck_id if decks else 1
        _add_to_column(cursor, "decks", {str(deck.deck_id): deck.to_json() for deck in decks.values()})
        _add_to_column(
            cursor,
            "models",
            {
                str(model.model_id): model.to_json(note_types[kind].modified, first_deck)
                for kind, model in models.items()
            },
        )
        for position, identified in enumerate(notes, start=1):
            note = _Note(identified, models[identified.note.kind], position)
            note.write_to_db(cursor, created, decks[identified.note.deck].deck_id, ids)
        connection.commit()
        connection.execute("VACUUM")  # 7 % smaller, and how a page was filled no longer depends on the build
        database = connection.serialize()
    finally:
        connection.close()
    return _without_traces_of_sqlite(database)


def _add_to_column(cursor: sqlite3.Cursor, column: str, entries: Mapping[str, object]) -> None:
    """Add entries to a JSON column of the collection in one pass; genanki takes one pass for each deck."""
    (text,) = cursor.execute(f"SELECT {column} FROM col").fetchone()  # noqa: S608  # a constant of ours
    cursor.execute(f"UPDATE col SET {column} = ?", (json.dumps({**json.loads(text), **entries}),))  # noqa: S608


def _model(timed: TimedNoteType) -> genanki.Model:
    note_type = timed.note_type
    return genanki.Model(
        model_id=note_type.id,
        name=note_type.name,
        fields=[{"name": field.name, "id": field.id} for field in note_type.fields],
        templates=[
            {
                "name": template.part.name,
                "id": template.part.id,
                "qfmt": template.front,
                "afmt": template.back,
            }
            for template in note_type.templates
        ],
        css=note_type.css,
        model_type=genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK,
        sort_field_index=0,
    )


def _decks(notes: Sequence[IdentifiedNote], descriptions: Mapping[str, Html]) -> dict[str, genanki.Deck]:
    names = dict.fromkeys([*(identified.note.deck for identified in notes), *descriptions])
    return {name: genanki.Deck(deck_id(name), name, descriptions.get(name, "")) for name in names}


_LEVEL = 6
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PAGE_SIZE = 4096


def _encode_zip(database: bytes, media: Mapping[str, bytes]) -> bytes:
    names = json.dumps({str(number): name for number, name in enumerate(media)})
    members = {"collection.anki2": database, "media": names.encode()}
    members |= {str(number): content for number, content in enumerate(media.values())}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, _DATE)
            member.create_system = _UNIX
            member.external_attr = 0o644 << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED, _LEVEL)
    return stream.getvalue()


def _blank_database() -> bytes:
    """Return a database without tables, so that these settings do not depend on the build of SQLite."""
    header = struct.pack(
        ">16sHBBBBBB12I20xII",
        b"SQLite format 3\0",
        _PAGE_SIZE,
        *(1, 1),  # a rollback journal
        0,  # bytes reserved in each page: Apple's SQLite would say 12
        *(64, 32, 32),
        *(1, 1),  # the change counter; the pages
        *(0, 0),  # no free pages
        0,  # the schema's cookie
        4,  # the schema's format
        0,  # cache size
        0,  # no auto-vacuum
        1,  # UTF-8
        *(0, 0, 0),
        *(1, 0),  # the change counter again; the version of SQLite
    )
    no_tables = struct.pack(">BHHHB", 0x0D, 0, 0, _PAGE_SIZE, 0)
    return (header + no_tables).ljust(_PAGE_SIZE, b"\0")


def _without_traces_of_sqlite(database: bytes) -> bytes:
    """Blank what depends on the library that wrote the file: its version, and the rest of unused space."""
    blanked = bytearray(database)
    blanked[24:28] = blanked[92:96] = struct.pack(">I", 1)
    blanked[96:100] = bytes(4)
    for start in range(0, len(blanked), _PAGE_SIZE):
        header = start or 100
        entries_begin = {0x02: 12, 0x05: 12, 0x0A: 8, 0x0D: 8}.get(blanked[header])
        if entries_begin is None:
            continue  # not a tree's page but an overflow page, which begins with a page number below 2 ** 24
        entries, cells_begin = struct.unpack_from(">HH", blanked, header + 3)
        unused = slice(header + entries_begin + 2 * entries, start + cells_begin)
        blanked[unused] = bytes(unused.stop - unused.start)
    return bytes(blanked)
