"""Writes the ledger and the packages of a compilation, one build at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from deckgen.apkg.compare import is_same_package
from deckgen.apkg.write import write_apkg
from deckgen.compilation.values import Compilation
from deckgen.identity.ledger_file import render_ledger
from deckgen.project.folder import Project, ProjectError
from deckgen.project.replace import move_into_place, read_file, replace_file
from deckgen.project.root import STATE
from deckgen.values.error import BusyError

WAIT_FOR_OTHERS = 30.0
"""Seconds to wait for another build; a build of 10,000 notes takes about as long."""


class Output:
    """What a compilation would write: the ledger, and packages that wait in `.deckgen/`."""

    def __init__(self, project: Project, compilation: Compilation) -> None:
        self._project = project
        self._ledger = render_ledger(compilation.ledger).encode()
        self._has_ledger = bool(compilation.gone)
        self._waiting: dict[str, Path] = {}
        for package in compilation.packages:
            if package.contents is not None:
                self._has_ledger = True
                self._waiting[package.name] = self._path(package.name)
                try:
                    write_apkg(package.contents, self._path(package.name), project.root / STATE)
                except OSError as error:
                    message = f"{project.package_path(package.name)} cannot be written: {error.strerror}"
                    raise ProjectError(f"{message}; its old content stands") from None

    def sizes(self) -> dict[str, int]:
        """The size of each package in bytes."""
        return {name: path.stat().st_size for name, path in self._waiting.items()}

    def differing(self) -> tuple[str, ...]:
        """The files that a write would change."""
        project = self._project
        ledger = [project.ledger_path] if read_file(project.ledger_path) != self._ledger else []
        paths = {project.package_path(name): new for name, new in self._waiting.items()}
        packages = [path for path, new in paths.items() if not is_same_package(path, new)]
        return tuple(project.relative(path) for path in (*ledger, *packages))

    def contents(self) -> dict[str, bytes]:
        """The bytes of each package."""
        return {name: path.read_bytes() for name, path in self._waiting.items()}

    def write(self) -> frozenset[str]:
        """Write what changed, and return the names of the packages that were written.

        The ledger comes first: the next build must know each guid and time that is in a package.
        """
        if self._has_ledger:
            replace_file(self._project.ledger_path, self._ledger)
        return frozenset(
            name
            for name, path in self._waiting.items()
            if move_into_place(path, self._project.package_path(name))
        )

    def discard(self) -> None:
        """Delete the packages that still wait."""
        for path in self._waiting.values():
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._project.root / STATE / f"{name}.apkg"


@contextmanager
def prepared(project: Project, compilation: Compilation) -> Iterator[Output]:
    """The output of a compilation; at the end the packages that were not written are deleted.

    Raises:
        ProjectError: a package cannot be written.
    """
    output = Output(project, compilation)
    try:
        yield output
    finally:
        output.discard()


@contextmanager
def lock(project: Project, wait: float) -> Iterator[None]:
    """Lock the project, waiting at most so many seconds for another build.

    Raises:
        BusyError: another build is still running.
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
