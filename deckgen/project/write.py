"""Writes what a compilation made, each file whole or not at all, one build at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from deckgen.apkg.read import is_same_package
from deckgen.compile import Compilation
from deckgen.identity.ledger_file import render_ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.replace import read_file, remove_leftovers, replace_file
from deckgen.project.root import STATE
from deckgen.values.error import BusyError

WAIT_FOR_OTHERS = 30.0
"""Seconds to wait for another build: a whole build of 10,000 notes takes about as long."""


def write_compilation(project: Project, compilation: Compilation) -> frozenset[str]:
    """Write what changed; the names of the packages that were written.

    The ledger comes first: a guid or a time that is in a package must never be unknown to the next build.
    """
    remove_leftovers(project)
    if any(package.content is not None for package in compilation.packages) or compilation.gone:
        replace_file(project.ledger_path, render_ledger(compilation.ledger).encode())
    written = set()
    for package in compilation.packages:
        if package.content is not None and replace_file(project.package_path(package.name), package.content):
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
    found = read_file(path)
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
