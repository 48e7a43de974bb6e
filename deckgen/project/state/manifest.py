"""Finds out in a few milliseconds whether anything has changed since the last build.

`.deckgen/manifest` has the stat of each file that a build reads or writes and of the program itself, and the
text that a build without a change prints. It may be deleted at any time. Only `os` and modules as small are
imported here: importing pathlib takes longer than all comparisons.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from deckgen.project.root import LEDGER, SETTINGS_IN_ROOT, SOURCE, STATE, STYLE

RESOLUTION = 2_000_000_000
"""Nanoseconds within which two edits may get the same time: two seconds on the coarsest file systems."""

_LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that is read, except the ledger and packages."""

_FIRST_LINE = "deckgen manifest 2"
_NOT_RACY = "-"
_STARTED = time.time_ns()

_Rows = dict[str, tuple[str, str]]
"""For each path the stamp of its stat, and a digest of its content if the stamp is not enough."""


class Inputs:
    """The stats of the files that a build reads, taken before they are read.

    A second edit within the resolution of the file system's clock may leave the stat unchanged (git calls the
    file racy). So a digest of the content is kept for each file that is not yet older than the resolution.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._rows: _Rows = {}
        self._is_complete = True
        try:
            self._clock = _read_clock(root)
        except OSError:  # the disk is full
            self._clock, self._is_complete = 0, False
        self._take(_source_files(root))

    def add(self, path: str) -> None:
        """Take the stat of a picture before it is read."""
        self._take((path,))

    def remember(self, written: Iterable[str], summary: str) -> None:
        """Record that these inputs have made these files, and what a build without a change prints."""
        program = (*_program_files(), *_library_folders())
        self._take((*written, *program))
        if self._is_complete and not any(map(_is_younger_than_this_process, program)):
            _write(self._root, self._rows, summary)

    def _take(self, paths: Iterable[str]) -> None:
        try:
            for path in paths:
                if path not in self._rows:
                    stat = os.stat(path)
                    is_racy = _is_racy(stat, self._clock) and _is_compared(path, stat)
                    self._rows[path] = (_stamp(stat), _digest(path) if is_racy else _NOT_RACY)
        except (OSError, ValueError):  # a ValueError if the path has a character that no path can have
            self._is_complete = False


def read_unchanged(root: str) -> str | None:
    """What a build of the whole project prints if nothing has changed; None if it must be built."""
    try:
        if not os.path.isfile(_path(root)) or os.path.getsize(_path(root)) > _LARGEST:
            return None
        with open(_path(root), encoding="utf-8", errors="surrogateescape", newline="") as file:
            first, maker, count, *lines = file.read().split("\n")
        if first != _FIRST_LINE or maker != _maker():
            return None
        end = int(count)
        rows, summary = dict(map(_parse, lines[:end])), "\n".join(lines[end:])
        return summary if len(lines) > end and _is_same(root, rows, summary) else None
    except (OSError, ValueError):
        return None


def describe_program() -> str:
    """The stamps of deckgen's code and of the libraries; a change of them makes the cache invalid.

    Templates and styles do not matter: they are not part of a rendered note.
    """
    code = (path for path in _program_files() if path.endswith(".py"))
    paths = (*code, *sorted(_library_folders()))
    return "\n".join([_maker(), *(f"{path} {_stamp(os.stat(path))}" for path in paths)])


def _is_same(root: str, rows: _Rows, summary: str) -> bool:
    """Whether the files, their stats and their digests are the same as in the manifest.

    Digests that are not needed any more are removed, so that the next comparison is quicker.
    """
    if not all(path in rows for path in (*_source_files(root), *_program_files())):
        return False
    is_racy = any(digest != _NOT_RACY for _, digest in rows.values())
    clock = _read_clock(root) if is_racy else 0
    settled: _Rows = {}
    for path, (stamp, digest) in rows.items():
        stat = os.stat(path)
        if _stamp(stat) != stamp or (digest != _NOT_RACY and _digest(path) != digest):
            return False
        if digest != _NOT_RACY and not _is_racy(stat, clock):
            settled[path] = (stamp, _NOT_RACY)
    if settled:
        _write(root, rows | settled, summary)
    return True


def _parse(row: str) -> tuple[str, tuple[str, str]]:
    *stamp, digest, path = row.split(" ", 5)
    return path, (" ".join(stamp), digest)


def _write(root: str, rows: _Rows, summary: str) -> None:
    lines = [f"{stamp} {digest} {path}" for path, (stamp, digest) in rows.items()]
    if any("\n" in line for line in lines):
        return
    temporary = f"{_path(root)}.{os.getpid()}"
    try:
        with open(temporary, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write("\n".join([_FIRST_LINE, _maker(), str(len(lines)), *lines, summary]))
        os.replace(temporary, _path(root))
    except OSError:
        # Without a manifest the next build only takes longer.
        _remove(temporary)


def _is_compared(path: str, stat: os.stat_result) -> bool:
    """Whether the content of this file can matter: nothing reads a pipe, or a source or picture so large."""
    is_large = stat.st_size > _LARGEST and not path.endswith((LEDGER, ".apkg"))
    return os.path.isfile(path) and not is_large


def _stamp(stat: os.stat_result) -> str:
    """The parts of a stat that change with an edit."""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _is_racy(stat: os.stat_result, clock: int) -> bool:
    """Whether a later edit may leave this stat unchanged."""
    return stat.st_mtime_ns > clock - RESOLUTION


def _digest(path: str) -> str:
    from hashlib import blake2b  # noqa: PLC0415  # rarely needed

    digest = blake2b(digest_size=16)
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _source_files(root: str) -> Iterator[str]:
    """What is under `source/`, without the ledger, which a build writes; the project's settings and style."""
    folder = os.path.join(root, SOURCE)
    ledger = os.path.join(folder, LEDGER)
    # Only links directly under `source/` are followed: they are packages.
    yield from (path for path in _walk(folder, lambda name: name[0] in "._", os.path.isdir) if path != ledger)
    yield from filter(os.path.lexists, (os.path.join(root, name) for name in (*SETTINGS_IN_ROOT, STYLE)))


def _program_files() -> Iterator[str]:
    package = os.path.abspath(os.path.join(__file__, "../../.."))
    return _walk(package, lambda name: name == "__pycache__")


def _walk(
    folder: str, is_left_out: Callable[[str], bool], is_folder: Callable[[str], bool] | None = None
) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if is_left_out(entry.name):
                continue
            if is_folder(entry.path) if is_folder else entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, is_left_out)
            else:
                yield entry.path


def _library_folders() -> set[str]:
    """The folders of the libraries: installing, updating or removing one changes the folder's time."""
    found = set()
    for module in list(sys.modules.values()):
        head, name, _ = (getattr(module, "__file__", None) or "").partition(f"-packages{os.sep}")
        if name:
            found.add(f"{head}-packages")
    return found


def _is_younger_than_this_process(path: str) -> bool:
    """Whether this process may have loaded an older version of this file."""
    stat = os.stat(path)
    return max(stat.st_mtime_ns, stat.st_ctime_ns) > _STARTED - RESOLUTION


def _maker() -> str:
    return " ".join([sys.version, sys.prefix, os.path.abspath(__file__)]).replace("\n", " ")


def _read_clock(root: str) -> int:
    """The time of the project's file system, which may be on another machine."""
    probe = f"{_path(root)}.{os.getpid()}"
    try:
        with open(probe, "wb"):
            return os.stat(probe).st_mtime_ns
    finally:
        _remove(probe)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return


def _path(root: str) -> str:
    return os.path.join(root, STATE, "manifest")
