"""A package written by sqlite3 and zipfile alone: the least that has to be done for these rows.

It has the tables of notes and cards as Anki has them, and nothing else, so Anki would not import it.
"""

import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

SCHEMA = Path(__file__).with_name("collection.sql")
TIME = 1_790_000_000

Row = tuple[str, str]
"""A note's guid, and its fields joined as Anki joins them."""


def write_raw_package(package: Path, rows: Iterable[Row]) -> None:
    """Write a note with one card for each row, in the order given; the rows are not held."""
    with tempfile.TemporaryDirectory() as folder:
        collection = Path(folder, "collection.anki2")
        _write_collection(collection, rows)
        with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(collection, collection.name)
            archive.writestr("media", "{}")


def _write_collection(path: Path, rows: Iterable[Row]) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
    connection.executescript(SCHEMA.read_text(encoding="utf-8"))
    connection.executemany(
        "INSERT INTO notes VALUES (?, ?, 1, ?, -1, '', ?, '', 0, 0, '')",
        ((number, guid, TIME, fields) for number, (guid, fields) in enumerate(rows, start=1)),
    )
    connection.execute(
        "INSERT INTO cards SELECT id, id, 1, 0, mod, -1, 0, 0, id, 0, 0, 0, 0, 0, 0, 0, 0, '' FROM notes"
    )
    connection.commit()
    connection.close()
