"""Writes notes as an Anki package whose bytes do not depend on the time or the machine.

The package has the legacy format (`collection.anki2`, schema 11), which every version of Anki reads. Its
database does not depend on the version of SQLite. Its zip does not depend on the version of zlib, except for
zlib-ng, which compresses differently.
"""

import errno
import itertools
import json
import sqlite3
import struct
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from deckgen.apkg.packable import check_decks, check_packable, deck_id
from deckgen.values.document import Kind
from deckgen.values.note import Media, Note, TimedNoteType
from deckgen.values.text import Html, Timestamp


@dataclass(frozen=True, slots=True)
class PackageContents:
    """What goes into a package. `notes` makes the notes again at each call, in the order of study.

    `decks` are the descriptions of all decks by full name, even of decks without notes; `created` is the time
    of the newest note.
    """

    notes: Callable[[], Iterable[Note]]
    note_types: Mapping[Kind, TimedNoteType]
    decks: Mapping[str, Html]
    created: Timestamp


def write_apkg(contents: PackageContents, package: Path, folder: Path) -> None:
    """Write a package as a file; only one note at a time is in memory.

    Two temporary databases are written to `folder`. Note types without notes are left out.

    Raises:
        UnpackableNotes: Anki would lose something.
        OSError: the package cannot be written, for example because the disk is full.
    """
    filled, database = (folder / f"{package.name}.{name}" for name in ("filled", "anki2"))
    try:
        filled.write_bytes(_blank_database())
        with closing(sqlite3.connect(filled)) as connection:
            media = _fill(connection, contents)
            database.unlink(missing_ok=True)
            # This makes it 7 % smaller, and its pages do not depend on the order of writing.
            connection.execute("VACUUM INTO ?", (str(database),))
        _write_zip(package, database, dict(sorted(media.items())))
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise OSError(errno.ENOSPC, "No space left on device") from error
        raise OSError(errno.EIO, f"SQLite: {error}") from error
    finally:
        filled.unlink(missing_ok=True)
        database.unlink(missing_ok=True)


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with exactly the cards of its `ordinals`."""

    sort_field = ""  # Anki computes it on import; versions of SQLite round numbers in genanki's differently.

    def __init__(self, note: Note, model: genanki.Model, position: int) -> None:
        super().__init__(model, list(note.fields), self.sort_field, note.tags, note.guid, position)
        self.cards = [genanki.Card(ordinal) for ordinal in sorted(note.ordinals)]

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Skip genanki's check: fields are sanitised, and its regex is quadratic in the length of a line."""


def _fill(connection: sqlite3.Connection, contents: PackageContents) -> dict[str, Media]:
    """Write the collection into a blank database, and return the media of its notes by name."""
    check_decks(contents.decks)
    models = {kind: _model(timed) for kind, timed in contents.note_types.items()}
    decks = {name: genanki.Deck(deck_id(name), name, text) for name, text in contents.decks.items()}
    cursor = connection.cursor()
    # The file is not needed after a crash; builds of SQLite differ in whether they overwrite freed space.
    cursor.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON"
    )
    cursor.executescript(f"BEGIN; {APKG_SCHEMA}; {APKG_COL}; COMMIT")
    ids = itertools.count(contents.created * 1000 + 1)
    media: dict[str, Media] = {}
    used: Counter[Kind] = Counter()
    for position, note in enumerate(check_packable(contents.notes(), contents.note_types), start=1):
        used[note.kind] += 1
        media |= {file.name: file for file in note.media}
        row = _Note(note, models[note.kind], position)
        row.write_to_db(cursor, note.modified, decks[note.deck].deck_id, ids)
    first_deck = next(iter(decks.values())).deck_id if decks else 1
    _add_to_column(cursor, "decks", {str(deck.deck_id): deck.to_json() for deck in decks.values()})
    written = {
        str(models[kind].model_id): models[kind].to_json(contents.note_types[kind].modified, first_deck)
        for kind in used
    }
    _add_to_column(cursor, "models", written)
    connection.commit()
    return media


def _add_to_column(cursor: sqlite3.Cursor, column: str, entries: Mapping[str, object]) -> None:
    """Add entries to a JSON column of the collection, all at once; genanki rewrites it for each deck."""
    (text,) = cursor.execute(f"SELECT {column} FROM col").fetchone()  # noqa: S608  # a constant
    cursor.execute(f"UPDATE col SET {column} = ?", (json.dumps({**json.loads(text), **entries}),))  # noqa: S608


def _model(timed: TimedNoteType) -> genanki.Model:
    note_type = timed.note_type
    return genanki.Model(
        model_id=note_type.id,
        name=note_type.name,
        fields=[{"name": field.name, "id": field.id} for field in note_type.fields],
        templates=[
            {"name": one.name, "id": one.id, "qfmt": one.front, "afmt": one.back}
            for one in note_type.templates
        ],
        css=note_type.css,
        model_type=genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK,
        sort_field_index=0,
    )


_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PAGE_SIZE = 4096
_PAGES_AT_ONCE = 64


def _write_zip(package: Path, database: Path, media: Mapping[str, Media]) -> None:
    names = json.dumps({str(number): name for number, name in enumerate(media)}).encode()
    with zipfile.ZipFile(package, "w") as archive, database.open("rb") as pages:
        _add(archive, "collection.anki2", database.stat().st_size, _without_traces_of_sqlite(pages))
        _add(archive, "media", len(names), (names,))
        for number, file in enumerate(media.values()):
            _add(archive, str(number), len(file.content), (file.content,))


def _add(archive: zipfile.ZipFile, name: str, size: int, chunks: Iterable[bytes]) -> None:
    member = zipfile.ZipInfo(name, _DATE)
    member.create_system = _UNIX
    member.external_attr = 0o644 << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    member.file_size = size
    with archive.open(member, "w") as stream:
        for chunk in chunks:
            stream.write(chunk)


def _blank_database() -> bytes:
    """Return a database without tables, so that these settings do not depend on the build of SQLite."""
    header = struct.pack(
        ">16sHBBBBBB12I20xII",
        b"SQLite format 3\0",
        _PAGE_SIZE,
        *(1, 1),  # a rollback journal
        0,  # bytes reserved in each page; Apple's SQLite reserves 12
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


def _without_traces_of_sqlite(database: IO[bytes]) -> Iterator[bytes]:
    """The pages, without what depends on SQLite: its version, and the unused bytes of each page."""
    header = 100  # The first page begins with the header of the file.
    while chunk := database.read(_PAGES_AT_ONCE * _PAGE_SIZE):
        pages = bytearray(chunk)
        if header:
            pages[24:28] = pages[92:96] = struct.pack(">I", 1)
            pages[96:100] = bytes(4)
        for start in range(0, len(pages), _PAGE_SIZE):
            _blank_unused(pages, start, start or header)
        header = 0
        yield bytes(pages)


def _blank_unused(pages: bytearray, start: int, header: int) -> None:
    """Blank the unused bytes of the page at `start`, if it is a page of a tree."""
    entries_begin = {0x02: 12, 0x05: 12, 0x0A: 8, 0x0D: 8}.get(pages[header])
    if entries_begin is None:
        return  # an overflow page, which begins with a page number below 2 ** 24
    entries, cells_begin = struct.unpack_from(">HH", pages, header + 3)
    unused = slice(header + entries_begin + 2 * entries, start + cells_begin)
    pages[unused] = bytes(unused.stop - unused.start)
