"""Makes a package fit one collection: without some notes, and with others changed."""

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from deckgen.values.text import Guid, Html, Timestamp

_COLLECTION = "collection.anki2"
_PIECE = 1 << 20
"""Bytes of a media file that are copied at a time."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What is other in the package for one collection, by guid.

    Of the notes in `ordinals` only the cards with these stay; `undescribed` decks lose their description.
    """

    without: Collection[Guid] = ()
    times: Mapping[Guid, Timestamp] = field(default_factory=dict)
    tags: Mapping[Guid, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[Guid, tuple[Html, ...]] = field(default_factory=dict)
    ordinals: Mapping[Guid, tuple[int, ...]] = field(default_factory=dict)
    undescribed: Collection[str] = ()


def adapt_apkg(package: Path, adaptation: Adaptation, adapted: Path) -> None:
    """Write a package of ours anew, adapted; its media stay as they are.

    Raises:
        OSError: a file cannot be read or written.
    """
    with tempfile.TemporaryDirectory(prefix="deckgen-") as folder, zipfile.ZipFile(package) as old:
        database = Path(old.extract(_COLLECTION, folder))
        with closing(sqlite3.connect(database)) as connection, connection:
            _adapt(connection, adaptation)
        with zipfile.ZipFile(adapted, "w", zipfile.ZIP_DEFLATED) as new:
            new.write(database, _COLLECTION)
            for member in old.infolist():
                if member.filename != _COLLECTION:
                    with old.open(member) as source, new.open(member.filename, "w") as target:
                        target.writelines(iter(lambda: source.read(_PIECE), b""))


def _adapt(connection: sqlite3.Connection, adaptation: Adaptation) -> None:
    guids = [(guid,) for guid in adaptation.without]
    connection.executemany(f"DELETE FROM cards WHERE {_OF_NOTE}", guids)  # noqa: S608  # a constant
    connection.executemany("DELETE FROM notes WHERE guid = ?", guids)
    times = [(time, guid) for guid, time in adaptation.times.items()]
    connection.executemany("UPDATE notes SET mod = ? WHERE guid = ?", times)
    tags = [(f" {' '.join(tags)} " if tags else "", guid) for guid, tags in adaptation.tags.items()]
    connection.executemany("UPDATE notes SET tags = ? WHERE guid = ?", tags)
    fields = [("\x1f".join(fields), guid) for guid, fields in adaptation.fields.items()]
    connection.executemany("UPDATE notes SET flds = ? WHERE guid = ?", fields)
    kept = [(guid, json.dumps(ordinals)) for guid, ordinals in adaptation.ordinals.items()]
    others = "AND ord NOT IN (SELECT value FROM json_each(?))"
    connection.executemany(f"DELETE FROM cards WHERE {_OF_NOTE} {others}", kept)  # noqa: S608  # constants
    if adaptation.undescribed:
        _take_descriptions(connection, adaptation.undescribed)


_OF_NOTE = "nid IN (SELECT id FROM notes WHERE guid = ?)"


def _take_descriptions(connection: sqlite3.Connection, names: Collection[str]) -> None:
    """Empty the descriptions of these decks, of which Anki then keeps its own."""
    ((text,),) = connection.execute("SELECT decks FROM col")
    decks = json.loads(text)
    for deck in decks.values():
        if deck["name"] in names:
            deck["desc"] = ""
    connection.execute("UPDATE col SET decks = ?", (json.dumps(decks),))
