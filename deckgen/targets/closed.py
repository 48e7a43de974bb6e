"""A collection in its file, which Anki must not have open."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from deckgen.apkg.held import Held, read_held
from deckgen.apkg.packed import PackedMedia
from deckgen.apkg.tables import Value
from deckgen.targets.in_use import is_in_use
from deckgen.targets.library import asked_of, database_of, import_package, open_library
from deckgen.targets.tags import notes_by_tags
from deckgen.targets.target import TargetError
from deckgen.values.text import Guid

if TYPE_CHECKING:
    from anki.cards import CardId
    from anki.collection import Collection as AnkiCollection
    from anki.dbproxy import DBProxy
    from anki.notes import NoteId


@contextmanager
def open_closed(path: Path) -> Iterator["ClosedCollection"]:
    """The collection in this file, for as long as the context lasts.

    Raises:
        TargetError: it cannot be opened.
    """
    if is_in_use(path):
        raise TargetError(
            f"{path} is open in Anki or in another program; close that, and try again, or install the "
            "add-on AnkiConnect in Anki, and give `anki` in place of the path"
        )
    with open_library(path) as collection:
        yield ClosedCollection(collection, path)


class ClosedCollection:
    """A collection that Anki's library has opened."""

    def __init__(self, collection: "AnkiCollection", path: Path) -> None:
        self._collection = collection
        self._path = path

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return f"the collection {self._path}"

    @property
    def identity(self) -> str:
        """Its path, without links."""
        return str(self._path.resolve())

    def read(self, guids: Collection[Guid], media: Collection[str]) -> Held:
        """What the collection holds of these notes, and which of these media files."""
        with asked_of(self._path):
            folder = Path(self._collection.media.dir())
            files = ((name, folder / name) for name in media)
            there = [PackedMedia(name, path.stat().st_size) for name, path in files if path.is_file()]
            return read_held(_RowsOfNotes(database_of(self._collection), guids), there)

    def back_up(self) -> str:
        """Back up the collection as Anki does, in the folder where Anki looks for its backups."""
        return f"{self._make_backup()}; to go back, choose File > Import in Anki and this file"

    def _make_backup(self) -> Path:
        folder = self._path.parent / "backups"
        with asked_of(self._path):
            folder.mkdir(exist_ok=True)
            # It makes none if nothing has changed since the newest.
            self._collection.create_backup(backup_folder=str(folder), force=True, wait_for_completion=True)
            # The backup has lost the lock, so that Anki could open the file in the middle of an import.
            self._collection.close()
            self._collection.reopen()
        newest = max(folder.glob("*.colpkg"), key=lambda path: path.stat().st_mtime, default=None)
        if newest is None:
            raise TargetError(f"Anki's library made no backup in {folder}; look whether the disk is full")
        return newest

    def import_package(self, package: Path) -> None:
        """Import a package as File > Import does, with Anki's default options."""
        with asked_of(self._path):
            import_package(self._collection, package)

    def add_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Add these tags to the notes with these ids."""
        with asked_of(self._path):
            for names, notes in notes_by_tags(tags).items():
                self._collection.tags.bulk_add(cast("list[NoteId]", notes), names)

    def remove_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Remove these tags from the notes with these ids."""
        with asked_of(self._path):
            for names, notes in notes_by_tags(tags).items():
                self._collection.tags.bulk_remove(cast("list[NoteId]", notes), names)

    def suspend(self, cards: Sequence[int]) -> None:
        """Suspend the cards with these ids."""
        with asked_of(self._path):
            self._collection.sched.suspend_cards(cast("list[CardId]", cards))

    def unsuspend(self, cards: Sequence[int]) -> None:
        """End the suspension of the cards with these ids."""
        with asked_of(self._path):
            self._collection.sched.unsuspend_cards(cast("list[CardId]", cards))

    def delete(self, notes: Sequence[int]) -> None:
        """Delete the notes with these ids, with their cards."""
        with asked_of(self._path):
            self._collection.remove_notes(cast("list[NoteId]", notes))

    def find_fault(self) -> str:
        """What SQLite finds damaged in the collection, or nothing."""
        with asked_of(self._path):
            found = str(database_of(self._collection).scalar("PRAGMA integrity_check"))
        return "" if found == "ok" else " ".join(found.split())

    def finish(self) -> Sequence[str]:
        """Nothing is left to be brought anywhere; a learner syncs."""
        return ("start Anki and sync, then sync on the phone",)


class _RowsOfNotes:
    """The tables of a collection, limited to the notes with some guids."""

    def __init__(self, database: "DBProxy", guids: Collection[Guid]) -> None:
        self._database = database
        self._guids = json.dumps(list(guids))

    def __contains__(self, table: str) -> bool:
        return bool(self._database.scalar("SELECT count() FROM sqlite_master WHERE name = ?", table))

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Value, ...]]:
        """Yield these columns of every row, in an unspecified order."""
        limit = _LIMITS.get(table)
        where = f" WHERE {limit}" if limit else ""
        query = f"SELECT {', '.join(columns)} FROM {table}{where}"  # noqa: S608  # our constants
        for row in self._database.execute(query, *((self._guids,) if limit else ())):
            # The library hands bytes over as a list of numbers.
            yield tuple(bytes(value) if isinstance(value, list) else value for value in row)


_NOTES = "guid IN (SELECT value FROM json_each(?))"
_CARDS = f"nid IN (SELECT id FROM notes WHERE {_NOTES})"  # noqa: S608  # our constants
_LIMITS = {
    "notes": _NOTES,
    "cards": _CARDS,
    "revlog": f"cid IN (SELECT id FROM cards WHERE {_CARDS})",  # noqa: S608  # our constants
}
