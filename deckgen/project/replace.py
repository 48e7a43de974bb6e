"""Replaces a file as a whole or leaves it as it is."""

import errno
import fnmatch
import os
import shutil
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deckgen.apkg.compare import is_same_file
from deckgen.project import look
from deckgen.project.folder import Project, ProjectError, real_path
from deckgen.project.look import OddFileError, what_is_in_the_way
from deckgen.project.root import DECKS, LEDGER, SOURCE, STATE

_TEMPORARY = ".deckgen-{}.tmp"
_MOST_BYTES = 64 * 1024 * 1024
"""More than a source, its errata, a picture or a report has."""


def replace_file(path: Path, content: bytes) -> bool:
    """Make this the content of a file, and return whether it was not before.

    Raises:
        ProjectError: the file cannot be written, and its old content stays.
    """
    if read_file(path) == content:
        return False
    with _place(path) as (place, temporary):
        temporary.write_bytes(content)
        _put(temporary, place)
    return True


def write_report(path: Path, content: bytes) -> None:
    """Write this to the file, the pipe or the terminal that a person named.

    Raises:
        ProjectError: it cannot be written.
    """
    if not _is_stream(path):
        replace_file(path, content)
        return
    try:
        # Opening a pipe that nobody reads would wait for ever.
        with open(path, "wb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            os.set_blocking(file.fileno(), True)
            file.write(content)
    except OSError as error:
        reason = "nothing reads this pipe" if error.errno == errno.ENXIO else error.strerror
        raise ProjectError(f"{path} cannot be written: {reason}; give a file") from None


def _is_stream(path: Path) -> bool:
    """Whether a path is written from its beginning to its end, and there is no file to be replaced."""
    if path.is_relative_to("/dev") or path.is_relative_to("/proc"):
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def move_into_place(new: Path, path: Path) -> bool:
    """Move a file of the project to its place, and return whether another file or none was there before.

    Raises:
        ProjectError: the file cannot be moved, and the old content stays.
    """
    with _place(path) as (place, temporary):
        if is_same_file(place, new):
            return False
        try:
            _put(new, place)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # The place may be in another file system, to which a file must be copied first.
            shutil.copy2(new, temporary)
            _put(temporary, place)
    return True


@contextmanager
def may_fail(path: Path) -> Iterator[None]:
    """Say that a file cannot be written if the system says so."""
    try:
        yield
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}; its old content stands") from None


@contextmanager
def _place(path: Path) -> Iterator[tuple[Path, Path]]:
    """Where a file is to be written, and a temporary name beside that, which is deleted at the end.

    A link stays a link: the file that it leads to is replaced.
    """
    place = real_path(path)
    # A name made from the file's own could be too long.
    temporary = place.with_name(_TEMPORARY.format(f"{zlib.crc32(os.fsencode(place.name)):08x}"))
    try:
        with may_fail(path):
            if fault := what_is_in_the_way(path):
                raise OddFileError(errno.EINVAL, fault)
            path.parent.mkdir(parents=True, exist_ok=True)
            yield place, temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _put(new: Path, path: Path) -> None:
    """Put a file on the disk and then, with the permissions of the old file, in its place."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        new.chmod(path.stat().st_mode)
    new.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Keep the order of writes in a power cut: the ledger must never be older than the packages."""
    with suppress(OSError):  # Windows cannot open a folder, and some file systems cannot sync one.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_file(path: Path) -> bytes | None:
    """The content of a file, or None if it does not exist.

    Raises:
        ProjectError: the file cannot be read.
    """
    try:
        return look.read_file(path, _MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}") from None


def remove_leftovers(project: Project) -> None:
    """Delete what a killed build left; the caller holds the lock, so no build is writing these files."""
    pattern = _TEMPORARY.format("*")
    found = [
        # Not by `rglob`: that of Python 3.11.2 raises for a link to a name that is too long.
        *(
            Path(where, name)
            for where, _, names in os.walk(project.root / SOURCE)
            for name in fnmatch.filter(names, pattern)
        ),
        *(project.root / DECKS).glob(pattern),
        *(project.root / STATE).glob("manifest.*"),
        *(project.root / STATE).glob("delivered.*"),
        *(project.root / STATE).glob("*.apkg*"),
        *(project.root / STATE).glob("*.new"),
        project.root / STATE / LEDGER,
    ]
    for path in found:
        with suppress(OSError):
            path.unlink(missing_ok=True)
