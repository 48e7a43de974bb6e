"""Replaces a file as a whole or leaves it as it is."""

import errno
import fnmatch
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deckgen.apkg.compare import is_same_file
from deckgen.project.folder import Project, ProjectError
from deckgen.project.root import DECKS, LEDGER, SOURCE, STATE

_TEMPORARY = ".deckgen-{}.tmp"


def replace_file(path: Path, content: bytes) -> bool:
    """Make this the content of a file, and return whether it was not before.

    Raises:
        ProjectError: the file cannot be written, and its old content stays.
    """
    temporary = path.with_name(_TEMPORARY.format(path.name))
    if read_file(path) == content:
        return False
    with may_fail(path, temporary):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        _put(temporary, path)
    return True


def move_into_place(new: Path, path: Path) -> bool:
    """Move a file of the project to its place, and return whether another file or none was there before.

    Raises:
        ProjectError: the file cannot be moved, and the old content stays.
    """
    temporary = path.with_name(_TEMPORARY.format(path.name))
    with may_fail(path, temporary):
        if is_same_file(path, new):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _put(new, path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # `decks/` may be a folder of another file system, to which a file must be copied first.
            shutil.copy2(new, temporary)
            _put(temporary, path)
    return True


@contextmanager
def may_fail(path: Path, temporary: Path | None = None) -> Iterator[None]:
    """Say that a file cannot be written if the system says so; at the end the temporary file is deleted."""
    try:
        yield
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}; its old content stands") from None
    finally:
        if temporary is not None:
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
        return path.read_bytes()
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
        *(project.root / STATE).glob("*.apkg*"),
        project.root / STATE / LEDGER,
    ]
    for path in found:
        with suppress(OSError):
            path.unlink(missing_ok=True)
