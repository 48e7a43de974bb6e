"""Finds the notes of a package that was built before, to show them beside those of today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from deckgen.apkg.packed import PackedNote
from deckgen.preview.faces import render_cards
from deckgen.preview.values import Card, PreviewNote
from deckgen.project.folder import Project, ProjectError
from deckgen.project.package import read_package, read_packed_media
from deckgen.values.text import Guid

LAST = "last"
"""The name of the last build among the packages that can be compared with."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A note as a package has it: its cards, and the style of its note type."""

    cards: tuple[Card, ...]
    css: str


@dataclass(frozen=True, slots=True)
class _Decoded:
    stamp: tuple[int, int, int]
    by_guid: Mapping[Guid, PackedNote]
    by_key: Mapping[str, PackedNote]


class EarlierPackages:
    """The last build of each package and the files that the author named, decoded when they are asked for.

    Only these can be named, since a page must not have other files read.
    """

    def __init__(self, project: Project, files: Sequence[Path]) -> None:
        self._project = project
        self._files = dict(zip(_names(files), files, strict=True))
        self._decoded: dict[Path, _Decoded] = {}
        self._lock = Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files, apart from the last build."""
        return tuple(self._files)

    def find(self, package: str, note: PreviewNote, guid: Guid | None, against: str) -> Earlier | None:
        """The note as it was in `last` or in the file of this name; None if that has no such note.

        Raises:
            ProjectError: there is no such file, or it cannot be read.
        """
        packed = _find(self._decode(self._path(package, against)), note.key, guid)
        if packed is None:
            return None
        decks = {card.ordinal: card.deck for card in packed.cards}
        cards = render_cards(packed.note_type, packed.fields, packed.tags, decks)
        return Earlier(cards, packed.note_type.css)

    def media(self, package: str, against: str, name: str) -> bytes | None:
        """A picture, sound or film of the last build or of a file; None if that has none with this name.

        Raises:
            ProjectError: there is no such file, or it cannot be read.
        """
        return read_packed_media(self._path(package, against), name)

    def _path(self, package: str, against: str) -> Path:
        path = self._project.package_path(package) if against == LAST else self._files.get(against)
        if path is None:
            raise ProjectError(f"`{against}` was not named with --against")
        return path

    def _decode(self, path: Path) -> _Decoded:
        try:
            found = path.stat()
        except OSError as error:
            name = path.name
            raise ProjectError(f"{name} cannot be read: {error.strerror}; run `deckgen build`") from None
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        with self._lock:
            known = self._decoded.get(path)
            if known is None or known.stamp != stamp:
                notes = read_package(path).notes
                known = _Decoded(stamp, {n.guid: n for n in notes}, {n.field("Key"): n for n in notes})
                self._decoded[path] = known
        return known


def _find(decoded: _Decoded, key: str, guid: Guid | None) -> PackedNote | None:
    """The note of this guid, or where the ledger of this project does not know it, of this key."""
    return (decoded.by_guid.get(guid) if guid else None) or decoded.by_key.get(key)


def _names(files: Sequence[Path]) -> list[str]:
    """The name of each file; of two with the same name, the whole paths."""
    names = [file.name for file in files]
    return [str(file) if names.count(file.name) > 1 or file.name == LAST else file.name for file in files]
