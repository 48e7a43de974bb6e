"""Makes a package fit one collection: without some notes, and with others changed."""

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from deckgen.values.text import Guid, Html, Timestamp

_COLLECTION = "collection.anki2"


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What is other in the package for one collection, by guid."""

    without: Collection[Guid] = ()
    times: Mapping[Guid, Timestamp] = field(default_factory=dict)
    tags: Mapping[Guid, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[Guid, tuple[Html, ...]] = field(default_factory=dict)


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
                        shutil.copyfileobj(source, target)


def _adapt(connection: sqlite3.Connection, adaptation: Adaptation) -> None:
    guids = [(guid,) for guid in adaptation.without]
    connection.executemany("DELETE FROM cards WHERE nid IN (SELECT id FROM notes WHERE guid = ?)", guids)
    connection.executemany("DELETE FROM notes WHERE guid = ?", guids)
    times = [(time, guid) for guid, time in adaptation.times.items()]
    connection.executemany("UPDATE notes SET mod = ? WHERE guid = ?", times)
    tags = [(f" {' '.join(tags)} " if tags else "", guid) for guid, tags in adaptation.tags.items()]
    connection.executemany("UPDATE notes SET tags = ? WHERE guid = ?", tags)
    fields = [("\x1f".join(fields), guid) for guid, fields in adaptation.fields.items()]
    connection.executemany("UPDATE notes SET flds = ? WHERE guid = ?", fields)
