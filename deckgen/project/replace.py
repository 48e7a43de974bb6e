"""Puts a file in its place whole or not at all."""

import errno
import fnmatch
import os
import shutil
from contextlib import suppress
from pathlib import Path

from deckgen.apkg.compare import is_same_file
from deckgen.project.folder import Project, ProjectError
from deckgen.project.root import DECKS, LEDGER, SOURCE, STATE

_TEMPORARY = ".deckgen-{}.tmp"


def replace_file(path: Path, content: bytes) -> bool:
    """Make this the file's content; False where it is already.

    Raises:
        ProjectError: it cannot be written, and its old content stands.
    """
    temporary = path.with_name(_TEMPORARY.format(path.name))
    try:
        if read_file(path) == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}; its old content stands"
        raise ProjectError(message) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def move_into_place(new: Path, path: Path) -> bool:
    """Put a file that lies elsewhere in the project in its place; False where the same is there already.

    Raises:
        ProjectError: it cannot be done, and the old content stands.
    """
    try:
        if is_same_file(path, new):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            new.chmod(path.stat().st_mode)
        _replace(new, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}; its old content stands") from None
    return True


def _replace(new: Path, path: Path) -> None:
    try:
        new.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # `decks/` may be a folder of another file system, where a file must be copied to first.
        temporary = path.with_name(_TEMPORARY.format(path.name))
        try:
            shutil.copy2(new, temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Keep the order of writes through a power cut: the ledger must never be older than the packages."""
    with suppress(OSError):  # Windows opens no folder, some file systems sync none.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_file(path: Path) -> bytes | None:
    """The file's content, or None where there is no file.

    Raises:
        ProjectError: there is one, and it cannot be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}") from None


def remove_leftovers(project: Project) -> None:
    """Delete what a killed build left; the lock is held, so nobody is writing them."""
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
