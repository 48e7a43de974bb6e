"""Writes the ledger and the packages of a compilation, one build at a time."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from deckgen.apkg.compare import is_same_file, is_same_package
from deckgen.apkg.write import write_apkg
from deckgen.compilation.values import Compilation
from deckgen.identity.ledger_file import ledger_rows
from deckgen.project.folder import Project, ProjectError, is_readable, real_path
from deckgen.project.replace import move_into_place
from deckgen.project.root import LEDGER, STATE
from deckgen.values.error import BusyError

_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO, errno.ENOSYS)
"""With these, file systems on a network or in user space refuse a lock."""

WAIT_FOR_OTHERS = 30.0
"""Seconds to wait for another build; a build of 10,000 notes takes about as long."""


class Output:
    """What a compilation would write: files that wait in `.deckgen/` for their place."""

    def __init__(self, project: Project, compilation: Compilation) -> None:
        self._project = project
        self._folder = _writable_folder(project)
        self._names = [package.name for package in compilation.packages if package.contents is not None]
        self._has_ledger = bool(self._names or compilation.gone)
        self._ledger = self._folder / LEDGER
        place = project.ledger_path
        try:
            with self._ledger.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{row}\n" for row in ledger_rows(compilation.ledger))
            for package in compilation.packages:
                if package.contents is not None:
                    place = project.package_path(package.name)
                    write_apkg(package.contents, self._path(package.name), self._folder)
        except OSError as error:
            self.discard()
            message = f"{error.filename or place} cannot be written: {error.strerror}; the old packages stand"
            raise ProjectError(message) from None

    def sizes(self) -> dict[str, int]:
        """The size of each package in bytes."""
        return {name: self._path(name).stat().st_size for name in self._names}

    def differing(self) -> tuple[str, ...]:
        """The files that a write would change."""
        project = self._project
        ledger = [] if is_same_file(project.ledger_path, self._ledger) else [project.ledger_path]
        paths = {project.package_path(name): self._path(name) for name in self._names}
        packages = [path for path, new in paths.items() if not is_same_package(path, new)]
        return tuple(project.relative(path) for path in (*ledger, *packages))

    def contents(self) -> dict[str, bytes]:
        """The bytes of each package."""
        return {name: self._path(name).read_bytes() for name in self._names}

    def write(self) -> frozenset[str]:
        """Write what changed, and return the names of the packages that were written.

        The ledger comes first: the next build must know each guid and time that is in a package.
        """
        if self._has_ledger:
            move_into_place(self._ledger, self._project.ledger_path)
        places = {name: self._project.package_path(name) for name in self._names}
        return frozenset(name for name, place in places.items() if move_into_place(self._path(name), place))

    def discard(self) -> None:
        """Delete the files that still wait."""
        for path in (self._ledger, *map(self._path, self._names)):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        if self._folder.name != STATE:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        # With the package's own name, the name of a temporary file could be too long.
        return self._folder / f"{self._names.index(name)}.apkg"


def _writable_folder(project: Project) -> Path:
    """`.deckgen/`, or where nothing can be written there, a new folder for temporary files."""
    folder = project.root / STATE
    # SQLite takes no path that is not UTF-8.
    usable = is_readable(str(folder)) and os.access(folder, os.W_OK)
    return folder if usable else Path(tempfile.mkdtemp(prefix="deckgen-"))


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

    Where nobody can write to the project, or its file system has no locks, only the builds on this machine
    wait for each other.

    Raises:
        BusyError: another build is still running.
    """
    try:
        held = _acquire(project, wait)
    except Timeout:
        raise BusyError("another build is running here; try again when it has ended") from None
    except OSError as error:
        raise ProjectError(f"{project.root / STATE} cannot be written: {error}; delete that folder") from None
    try:
        yield
    finally:
        held.release()


def _acquire(project: Project, wait: float) -> BaseFileLock:
    state = project.root / STATE
    held = FileLock(state / "lock", timeout=wait)
    try:
        state.mkdir(exist_ok=True)
        held.acquire()
    except (FileExistsError, Timeout):
        raise
    except (OSError, NotImplementedError) as error:
        if os.access(state, os.W_OK) and getattr(error, "errno", errno.ENOSYS) not in _NO_LOCKS:
            raise
        name = hashlib.blake2b(os.fsencode(real_path(project.root)), digest_size=10).hexdigest()
        held = FileLock(Path(tempfile.gettempdir(), f"deckgen-{name}.lock"), timeout=wait)
        held.acquire()
    return held
