"""A running Anki, by way of its add-on AnkiConnect.

The add-on knows no guids, so the decks with our notes are exported, and the export is read; it is the backup,
too. Files go to and fro through a folder in that of the profile: Anki may be packed so that it sees no other.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from deckgen.apkg.held import Held
from deckgen.apkg.packed import PackedMedia, PackedPackage
from deckgen.apkg.read import decode_apkg
from deckgen.targets.backups import keep_backup
from deckgen.targets.connect import LONG, AddOn, RefusedError
from deckgen.targets.export import ELSEWHERE, export_ours, read_exports
from deckgen.targets.obstacles import find_obstacle
from deckgen.targets.tags import notes_by_tags
from deckgen.targets.target import TargetError
from deckgen.values.text import Guid

Tell = Callable[[str], None]
"""Says something to the person who waits."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a running Anki is treated.

    `unattended`: no click is asked for, though a new Anki then remembers to merge note types; `syncs`: Anki
    is told to sync at the end; `wait`: for how many seconds an import waits for a click.
    """

    unattended: bool = False
    syncs: bool = True
    wait: float = 600


@contextmanager
def open_running(add_on: AddOn, backups: Path, manner: Manner, tell: Tell) -> Iterator["RunningAnki"]:
    """The collection that Anki has open, for as long as the context lasts; backups go below that folder.

    Raises:
        NotRunningError: nothing listens there.
        TargetError: Anki does not let us in, no profile is open, or it runs on another machine.
    """
    add_on.check()
    profile = Path(str(add_on.ask("getMediaDirPath"))).parent
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=_find_writable(profile)) as exchange:
        yield RunningAnki(add_on, profile, Path(exchange), backups, manner, tell)


def _find_writable(profile: Path) -> Path:
    """The folder of the profile, without what a killed publish has left there."""
    if not (profile.is_absolute() and profile.is_dir()):  # a path of Windows is not absolute elsewhere
        raise TargetError(ELSEWHERE.format(profile=profile))
    if not os.access(profile, os.W_OK):
        raise TargetError(f"{profile} cannot be written; run deckgen as the user whose Anki it is")
    for folder in profile.glob(f"{_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > _DAY:  # one that is still in use is younger
            shutil.rmtree(folder, ignore_errors=True)
    return profile


class RunningAnki:
    """A collection that Anki has open."""

    def __init__(
        self, add_on: AddOn, profile: Path, exchange: Path, backups: Path, manner: Manner, tell: Tell
    ) -> None:
        self._add_on, self._profile, self._exchange = add_on, profile, exchange
        self._backups, self._manner, self._tell = backups / profile.name, manner, tell
        self._exports: tuple[Path, ...] = ()
        self._held = Held()
        self._merged: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return f"the running Anki (profile {self._profile.name})"

    @property
    def identity(self) -> str:
        """The path of the collection, as when it is closed."""
        return str((self._profile / "collection.anki2").resolve())

    def read(self, guids: Collection[Guid], media: Collection[str]) -> Held:
        """What the collection holds of these notes, and which of these media files."""
        self._held = self._export()
        folder = self._profile / "collection.media"
        files = ((name, folder / name) for name in media)
        there = tuple(PackedMedia(name, path.stat().st_size) for name, path in files if path.is_file())
        notes = {guid: held for guid, held in self._held.notes.items() if guid in guids}
        return replace(self._held, notes=notes, media=there)

    def back_up(self) -> str:
        """Keep what was read last, and say how to go back to it."""
        if not self._exports:
            return "none, since Anki held no note of these packages; to go back, delete their decks"
        try:
            kept = keep_backup(self._exports, self._backups)
        except OSError as error:
            raise TargetError(f"no backup can be written: {error}") from error
        return f"{', '.join(map(str, kept))}; {_WAY_BACK}"

    def import_package(self, package: Path) -> None:
        """Import a package without a click where that does what File > Import does, else with one."""
        content = decode_apkg(package.read_bytes())
        path = self._hand_over(package)
        before = self._held
        if why := self._why_by_click(content):
            self._import_by_click(path, content, why)
        elif self._ask_for_import(path) is not True:
            raise TargetError("Anki has not imported the package; look whether a profile is open")
        else:
            self._held = self._export()
        self._merged += tuple(_find_merged(before, self._held))

    def add_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Add these tags to the notes with these ids."""
        for names, notes in notes_by_tags(tags).items():
            self._add_on.ask("addTags", LONG, notes=notes, tags=names)

    def remove_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Remove these tags from the notes with these ids."""
        for names, notes in notes_by_tags(tags).items():
            self._add_on.ask("removeTags", LONG, notes=notes, tags=names)

    def suspend(self, cards: Sequence[int]) -> None:
        """Suspend the cards with these ids."""
        if cards:
            self._add_on.ask("suspend", LONG, cards=list(cards))

    def unsuspend(self, cards: Sequence[int]) -> None:
        """End the suspension of the cards with these ids."""
        if cards:
            self._add_on.ask("unsuspend", LONG, cards=list(cards))

    def delete(self, notes: Sequence[int]) -> None:
        """Delete the notes with these ids, with their cards."""
        if notes:
            self._add_on.ask("deleteNotes", LONG, notes=list(notes))

    def find_fault(self) -> str:
        """Which note types an import has merged; Anki itself looks for damage when it starts."""
        return "; ".join(self._merged)

    def finish(self) -> Sequence[str]:
        """Have Anki sync; whether it could is to be seen there."""
        if not self._manner.syncs:
            return ("sync in Anki, then on the phone",)
        try:
            self._add_on.ask("sync", LONG)
        except RefusedError as error:
            return (f"sync in Anki, which could not do it by itself ({error.reason}), then on the phone",)
        return ("look whether Anki has synced, then sync on the phone",)

    def _export(self) -> Held:
        self._exports = export_ours(self._add_on, self._exchange)
        return read_exports(self._exports)

    def _hand_over(self, package: Path) -> Path:
        try:
            return Path(shutil.copy2(package, self._exchange))
        except OSError as error:
            raise TargetError(_NO_ROOM.format(folder=self._exchange, error=error.strerror)) from error

    def _ask_for_import(self, path: Path) -> object:
        try:
            return self._add_on.ask("importPackage", LONG, path=str(path))
        except RefusedError as error:
            if path.name in error.reason:
                raise TargetError(ELSEWHERE.format(profile=self._profile)) from None
            raise

    def _why_by_click(self, package: PackedPackage) -> str:
        """Why a person has to click, or nothing."""
        if obstacle := find_obstacle(package, self._held):
            return obstacle
        return "" if self._manner.unattended or self._has_old_importer() else _NEW_IMPORTER

    def _has_old_importer(self) -> bool:
        """Whether the importer is that of Anki up to 25.09, by its words for a file that is missing."""
        try:
            self._add_on.ask("importPackage", path=str(self._exchange / "missing.apkg"))
        except RefusedError as error:
            return error.reason.startswith("[Errno ")
        return False

    def _import_by_click(self, path: Path, package: PackedPackage, why: str) -> None:
        before = _content(self._held, package)
        self._add_on.ask("guiImportFile", LONG, path=path.as_posix())
        self._tell(f"In Anki, click Import in the window that has opened: {why}.")
        end = time.monotonic() + self._manner.wait
        while time.monotonic() < end:
            begun = time.monotonic()
            self._held = self._export()
            if _content(self._held, package) != before:
                return
            # Anki stands still while it exports.
            time.sleep(max(_BETWEEN_LOOKS, _SHARE * (time.monotonic() - begun)))
        raise TargetError("nobody has clicked Import in Anki's window; close it, and publish again")


_NO_ROOM = (
    "{folder}, through which Anki gets the package, cannot be written: {error}; look whether the disk is "
    "full, and publish again"
)
_PREFIX = "deckgen-exchange-"
_DAY = 86_400
_BETWEEN_LOOKS = 2.0
_SHARE = 4


def _content(held: Held, package: PackedPackage) -> object:
    """What an import of the package may change."""
    notes = (held.notes[note.guid].note for note in package.notes if note.guid in held.notes)
    texts = {
        note.guid: (note.fields, note.tags, note.modified, {card.ordinal for card in note.cards})
        for note in notes
    }
    # Each export lists them in another order.
    types = {one.id: one for one in held.note_types}
    return texts, types, {deck.name: deck.description for deck in held.decks}


def _find_merged(before: Held, after: Held) -> Iterator[str]:
    known = {one.id: one for one in before.note_types}
    for one in after.note_types:
        was = known.get(one.id, one)
        if (len(was.fields), len(was.templates)) != (len(one.fields), len(one.templates)):
            yield f"Anki has merged another note type into {one.name}, and will ask for a full sync"


_WAY_BACK = (
    "to go back, choose File > Import in Anki and this file, with `Import any learning progress` on and "
    "`Update notes` set to `Always`"
)
_NEW_IMPORTER = (
    "without a click, this Anki would merge note types, now and whenever you choose File > Import later"
)
