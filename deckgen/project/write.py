"""Writes the ledger and the packages of a compilation, one build at a time."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock, Timeout

from deckgen.apkg.compare import is_same_file, is_same_package
from deckgen.apkg.write import write_apkg
from deckgen.compilation.values import Compilation
from deckgen.identity.ledger_file import ledger_rows
from deckgen.project.folder import Project, ProjectError, is_readable, real_path
from deckgen.project.replace import may_fail, move_into_place
from deckgen.project.root import LEDGER, STATE
from deckgen.values.error import BusyError

_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO, errno.ENOSYS)
"""With these, file systems on a network or in user space refuse a lock."""

WAIT_FOR_OTHERS = 30.0
"""Seconds to wait for another build; a build of 10,000 notes takes about as long."""


class Output(NamedTuple):
    """Which files differ from the old ones, which packages were written, and their sizes in bytes.

    `unwritten` are the packages themselves if nothing was to be written.
    """

    differing: tuple[str, ...] = ()
    written: frozenset[str] = frozenset()
    sizes: Mapping[str, int] = {}
    unwritten: Mapping[str, bytes] = {}


def write_output(
    project: Project, compilation: Compilation, *, write: bool, before: Callable[[Path], None]
) -> Output:
    """Write what changed, or only find out what a write would change.

    `before` is called with the new ledger before anything is written.

    The new files are in `.deckgen/` until they are moved to their places or deleted.

    Raises:
        ProjectError: a file cannot be written.
    """
    folder = _writable_folder(project)
    contents = {one.name: one.contents for one in compilation.packages if one.contents is not None}
    old = {name: project.package_path(name) for name in contents}
    # With the package's own name, the name of a temporary file could be too long.
    new = {name: folder / f"{number}.apkg" for number, name in enumerate(contents)}
    old_ledger, new_ledger = project.ledger_path, folder / LEDGER
    try:
        with may_fail(new_ledger), new_ledger.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{row}\n" for row in ledger_rows(compilation.ledger))
        for name, path in new.items():
            with may_fail(path):
                write_apkg(contents[name], path, folder)
        differing = [] if is_same_file(old_ledger, new_ledger) else [old_ledger]
        differing += (path for name, path in old.items() if not is_same_package(path, new[name]))
        found = tuple(map(project.relative, differing))
        sizes = {name: path.stat().st_size for name, path in new.items()}
        if not write:
            return Output(found, sizes=sizes, unwritten={name: new[name].read_bytes() for name in new})
        # The ledger comes first: the next build must know each guid and time that is in a package.
        if contents or compilation.gone:
            before(new_ledger)
            move_into_place(new_ledger, old_ledger)
        written = frozenset(name for name, path in old.items() if move_into_place(new[name], path))
        return Output(found, written, sizes)
    finally:
        for path in (new_ledger, *new.values()):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        if folder.name != STATE:
            shutil.rmtree(folder, ignore_errors=True)


def _writable_folder(project: Project) -> Path:
    """`.deckgen/`, or where nothing can be written there, a new folder for temporary files."""
    folder = project.root / STATE
    # SQLite takes no path that is not UTF-8.
    usable = is_readable(str(folder)) and os.access(folder, os.W_OK)
    return folder if usable else Path(tempfile.mkdtemp(prefix="deckgen-"))


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


@contextmanager
def hold(path: Path, wait: float, busy: str) -> Iterator[None]:
    """Hold a lock in this file, waiting at most so many seconds; `busy` says who else may hold it.

    Raises:
        BusyError: somebody else still holds it.
    """
    with may_fail(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(path, timeout=wait)
        try:
            held.acquire()
        except Timeout:
            raise BusyError(f"{busy}; try again when it has ended") from None
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
