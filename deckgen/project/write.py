"""Writes what a compilation made, each file whole or not at all, one build at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from deckgen.notes.ledger_file import render_ledger
from deckgen.outputs.read_apkg import is_same_package
from deckgen.pipeline import Compilation
from deckgen.project.folder import DECKS, SOURCE, STATE, Project, ProjectError
from deckgen.values.error import BusyError

_TEMPORARY = ".deckgen-{}.tmp"


def write_compilation(project: Project, compilation: Compilation) -> frozenset[str]:
    """Write what changed; the names of the packages that were written.

    The ledger comes first: a guid or a time that is in a package must never be unknown to the next build.
    """
    _remove_leftovers(project)
    if any(package.content is not None for package in compilation.packages) or compilation.gone:
        _replace(project.ledger_path, render_ledger(compilation.ledger).encode())
    written = set()
    for package in compilation.packages:
        if package.content is not None and _replace(project.package_path(package.name), package.content):
            written.add(package.name)
    return frozenset(written)


def differing_files(project: Project, compilation: Compilation) -> tuple[str, ...]:
    """The files that a write would change."""
    wanted = {project.ledger_path: render_ledger(compilation.ledger).encode()}
    for package in compilation.packages:
        if package.content is not None:
            wanted[project.package_path(package.name)] = package.content
    return tuple(project.relative(path) for path, content in wanted.items() if _differs(path, content))


def _differs(path: Path, content: bytes) -> bool:
    found = _read(path)
    if found is None or found == content or path.suffix != ".apkg":
        return found != content
    # Another zlib may deflate the same content to other bytes.
    return not is_same_package(found, content)


@contextmanager
def lock(project: Project, wait: float) -> Iterator[None]:
    """Hold the project against other builds, waiting at most so many seconds.

    Raises:
        BusyError: another build holds it.
    """
    state = project.root / STATE
    held = FileLock(state / "lock", timeout=wait)
    try:
        state.mkdir(exist_ok=True)
        held.acquire()
    except Timeout:
        raise BusyError("another build is running here; try again when it has ended") from None
    except OSError as error:
        raise ProjectError(f"{state} cannot be written: {error.strerror}") from None
    try:
        yield
    finally:
        held.release()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _replace(path: Path, content: bytes) -> bool:
    """Put a file in its place whole or not at all; False where it is there already."""
    temporary = path.with_name(_TEMPORARY.format(path.name))
    try:
        if _read(path) == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}; its old content stands"
        raise ProjectError(message) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def _remove_leftovers(project: Project) -> None:
    """Delete what a killed build left; the lock is held, so nobody is writing them."""
    for folder in (project.root / SOURCE, project.root / DECKS):
        for path in folder.glob(_TEMPORARY.format("*")):
            with suppress(OSError):
                path.unlink(missing_ok=True)
