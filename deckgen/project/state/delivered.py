"""Finds out in a few milliseconds whether a collection was given all packages as they are.

`.deckgen/delivered` has a row for each target: who publishes, from which folder, where Anki and the settings
are, and what is after `--to`; the path of the user's settings, which say where packages go without it; and
the stats of the packages and of the settings. It may be deleted at any time. Only `os` is imported here, as
in the manifest.
"""

import os
from collections.abc import Iterator

from deckgen.project.root import DECKS, STATE

PLACES = ("ANKI_BASE", "DECKGEN_ANKI_ADDRESS", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
"""The variables that say where Anki, settings and logins are."""

_FIRST_LINE = "deckgen delivered 1"
_SEPARATOR = "\t"
_MOST_ROWS = 20


class Packages:
    """The packages of a project as they are now, to be brought to one target."""

    def __init__(self, root: str, to: str | None, settings: str) -> None:
        self._root = root
        places = [os.environ.get(name, "") for name in PLACES]
        way = " ".join([os.path.expanduser("~"), os.getcwd(), *places, "" if to is None else f"--to {to}"])
        self._row = (way, settings, _stamp(root, settings))

    def are_delivered(self) -> bool:
        """Whether the target was given all of them."""
        return self._row in _read(self._root)

    def remember(self) -> None:
        """Record that the target was given all of them."""
        others = [row for row in _read(self._root) if row[0] != self._row[0]]
        _write(self._root, [*others[1 - _MOST_ROWS :], self._row])


def are_delivered(root: str, to: str | None) -> bool:
    """Whether the target was given all packages, and the user's settings are the same."""
    return any(Packages(root, to, settings).are_delivered() for _, settings, _ in _read(root))


_Row = tuple[str, ...]
_COLUMNS = 3


def _read(root: str) -> list[_Row]:
    try:
        with open(_path(root), encoding="utf-8", errors="surrogateescape", newline="") as file:
            first, *lines = file.read().split("\n")
    except (OSError, ValueError):
        return []
    rows = [tuple(line.split(_SEPARATOR)) for line in lines]
    return [row for row in rows if first == _FIRST_LINE and len(row) == _COLUMNS]


def _write(root: str, rows: list[_Row]) -> None:
    lines = [_SEPARATOR.join(row) for row in rows]
    if any(line.count(_SEPARATOR) != _COLUMNS - 1 or "\n" in line for line in lines):
        return
    temporary = f"{_path(root)}.{os.getpid()}"
    try:
        with open(temporary, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write("\n".join([_FIRST_LINE, *lines]))
        os.replace(temporary, _path(root))
    except OSError:
        # Without it the next publish only takes longer.
        return


def _stamp(root: str, settings: str) -> str:
    return " ".join(map(_stamp_of, (*_packages(root), settings)))


def _packages(root: str) -> Iterator[str]:
    try:
        with os.scandir(os.path.join(root, DECKS)) as entries:
            yield from sorted(entry.path for entry in entries if entry.name.endswith(".apkg"))
    except OSError:
        return


def _stamp_of(path: str) -> str:
    try:
        stat = os.stat(path)
    except OSError:
        return f"{path} -"
    return f"{path} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _path(root: str) -> str:
    return os.path.join(root, STATE, "delivered")
