"""A collection on a sync server, published into by way of a copy on this machine, the mirror.

The mirror belongs to the user's data folder. It holds nothing of its own: each time it begins as it was after
the last sync that ended well, and is kept only if the sync at the end ends well, too. So whatever ends a
publish leaves the server and the mirror as they were, or with all of it, and the mirror may be deleted at any
time. The server's collection is never replaced.
"""

import hashlib
import shutil
import sqlite3
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from deckgen.apkg.held import Held
from deckgen.targets.closed import ClosedCollection
from deckgen.targets.library import UnusableError, database_of, open_or_make
from deckgen.targets.server import Login
from deckgen.targets.sync import Asked, authorise, download, sync, sync_media
from deckgen.targets.target import TargetError, UnfinishedError
from deckgen.values.error import BusyError
from deckgen.values.text import Guid

if TYPE_CHECKING:
    from anki.collection import Collection as AnkiCollection

MOST_BACKUPS = 20
"""Cron may publish many times a day, and Anki keeps each backup for days."""

_WORK, _KEPT, _WAITING = "collection.anki2", "synced.anki2", "media-waiting"
_SQLITE = ("", "-wal", "-shm", "-journal")


class _OutdatedError(UnfinishedError):
    """The mirror is not what the server holds, although a sync should make it that; a new one is needed."""


def mirror_folder(folder: Path, login: Login) -> Path:
    """The folder of a mirror, under the folder of all mirrors."""
    return folder / hashlib.blake2b(f"{login.url}\0{login.user}".encode(), digest_size=16).hexdigest()


@contextmanager
def open_mirror(login: Login, folder: Path) -> Iterator["Mirror"]:
    """The collection of this user on this server, for as long as the context lasts.

    Raises:
        BusyError: another publish has the mirror open.
        TargetError: the mirror cannot be written, or the server cannot be reached, refuses or holds no cards.
    """
    with _locked(folder), ExitStack() as stack:
        mirror = _open_synced(login, folder, stack)
        try:
            yield mirror
        except _OutdatedError:
            (folder / _KEPT).unlink(missing_ok=True)
            raise
        stack.close()
        if mirror.is_synced:
            (folder / _WORK).replace(folder / _KEPT)


def delete_mirror(folder: Path) -> None:
    """Delete a mirror if there is one.

    Raises:
        BusyError: a publish has it open.
        TargetError: it cannot be deleted.
    """
    if not folder.exists():
        return
    try:
        with _locked(folder):
            pass  # Windows does not delete a folder with a lock in it.
        shutil.rmtree(folder)
    except OSError as error:
        raise TargetError(f"{folder} cannot be deleted: {error}; delete it by hand, and try again") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        with _explained(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(folder / "lock", timeout=0).acquire()
    except Timeout:
        raise BusyError("another publish to this server is running; try again when it has ended") from None
    with lock:
        yield


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except Timeout:
        raise
    except OSError as error:
        raise TargetError(_UNWRITABLE.format(folder=folder, error=error.strerror)) from error


def _open_synced(login: Login, folder: Path, stack: ExitStack) -> "Mirror":
    """The mirror as it was kept, or if that is damaged, too new or outdated, a new one."""
    try:
        return _open_begun(login, folder, stack)
    except (UnusableError, _OutdatedError):
        stack.close()
        (folder / _KEPT).unlink(missing_ok=True)
        return _open_begun(login, folder, stack)


def _open_begun(login: Login, folder: Path, stack: ExitStack) -> "Mirror":
    with _explained(folder):
        _begin(folder)
    collection = stack.enter_context(open_or_make(folder / _WORK))
    mirror = Mirror(collection, folder, login)
    mirror.check_whole()
    mirror.sync_down()
    return mirror


def _begin(folder: Path) -> None:
    """Remove what is left of a publish that was ended, and begin with the mirror as it was kept."""
    for suffix in _SQLITE:
        (folder / f"{_WORK}{suffix}").unlink(missing_ok=True)
    if (folder / _KEPT).exists():
        shutil.copyfile(folder / _KEPT, folder / _WORK)
    if _lacks_media(folder):
        _media_database(folder).unlink()
        shutil.rmtree(folder / "collection.media", ignore_errors=True)


def _lacks_media(folder: Path) -> bool:
    """Whether files were deleted from the mirror, which a sync would delete everywhere."""
    if not _media_database(folder).exists():
        return False
    try:
        with closing(sqlite3.connect(_media_database(folder))) as database:
            names = database.execute("SELECT fname FROM media WHERE csum IS NOT NULL").fetchall()
    except sqlite3.Error:
        return True
    return any(not (folder / "collection.media" / name).is_file() for (name,) in names)


def _media_database(folder: Path) -> Path:
    return folder / "collection.media.db2"


class Mirror(ClosedCollection):
    """A collection on a sync server; nothing arrives there before `finish`."""

    def __init__(self, collection: "AnkiCollection", folder: Path, login: Login) -> None:
        super().__init__(collection, folder / _WORK)
        self._folder = folder
        self._login = login
        self._auth = authorise(login)
        self._was_read = False
        self.is_synced = False

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return f"the collection of {self._login.user} on {self._login.url}"

    @property
    def identity(self) -> str:
        """The server and the user."""
        return f"{self._login.url} {self._login.user}"

    def sync_down(self) -> None:
        """Make the mirror what the server holds.

        Raises:
            TargetError: the server cannot be reached, refuses, or holds no cards.
        """
        match self._sync_or_give_up():
            case Asked.NOTHING if self._has_cards():
                pass
            case Asked.FULL_DOWNLOAD:
                download(self._collection, self._auth)
            case Asked.FULL_SYNC | Asked.FULL_UPLOAD if self._has_cards():
                raise _OutdatedError(f"{self.name} was replaced by a full sync of a device; try again")
            case _:
                raise TargetError(_EMPTY.format(url=self._login.url))
        self.is_synced = True

    def _sync_or_give_up(self) -> Asked:
        schema = self._schema()
        try:
            return sync(self._collection, self._auth)
        except UnfinishedError as error:
            # So the library marks a collection whose numbers of notes and cards are not the server's.
            if self._schema() != schema:
                raise _OutdatedError(str(error)) from error
            raise

    def _schema(self) -> int:
        return int(database_of(self._collection).scalar("SELECT scm FROM col"))

    def check_whole(self) -> None:
        """Find out whether the mirror can be used.

        Raises:
            UnusableError: it is damaged.
        """
        try:
            fault = self.find_fault()
        except TargetError as error:
            fault = str(error)
        if fault:
            raise UnusableError(fault)

    def _has_cards(self) -> bool:
        return not self._collection.is_empty()

    def read(self, guids: Collection[Guid], media: Collection[str]) -> Held:
        """What the server holds of these notes, also when a person took their time to agree to a plan."""
        if self.is_synced and self._was_read:
            self.sync_down()
        self._was_read = True
        return super().read(guids, media)

    def back_up(self) -> str:
        """Back up the mirror, which is what the server holds, and keep the newest backups."""
        self.is_synced = False
        newest = self._make_backup()
        for old in sorted(newest.parent.glob("*.colpkg"))[:-MOST_BACKUPS]:
            old.unlink(missing_ok=True)
        return f"{newest}; to go back, choose File > Import in Anki and this file, sync, and upload"

    def import_package(self, package: Path) -> None:
        """Import a package, and note whether the server needs files of it."""
        with zipfile.ZipFile(package) as members:
            has_files = any(name.isdecimal() for name in members.namelist())
        if has_files:
            (self._folder / _WAITING).touch()
        super().import_package(package)

    def finish(self) -> Sequence[str]:
        """Sync with the server: first the notes, then the media files."""
        if not self.is_synced:
            self._sync_up()
        if (self._folder / _WAITING).exists():
            sync_media(self._collection, self._auth)
            (self._folder / _WAITING).unlink()
        return ("sync on the phone",)

    def _sync_up(self) -> None:
        if asked := self._sync_or_give_up():
            raise UnfinishedError(_REPLACED.format(url=self._login.url, asked=asked.sentence))
        self.is_synced = True


_UNWRITABLE = (
    "the mirror in {folder} cannot be written: {error}; look whether the disk is full or the folder "
    "read-only, or delete the mirror, and try again"
)
_EMPTY = (
    "{url} holds no cards yet. deckgen never makes the first upload, since a device that has not synced yet "
    "may have reviews. Sync the device that has your collection (in a new one, add a card), and try again"
)
_REPLACED = (
    "{url} asks for a {asked}, because its collection was replaced in the meantime. Nothing was brought; "
    "try again"
)
