"""Writes the ledger and the packages of a compilation, one build at a time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from filelock import FileLock, Timeout

from deckgen.apkg.compare import is_same_file, is_same_package
from deckgen.apkg.write import write_apkg
from deckgen.compilation.values import Compilation
from deckgen.identity.ledger_file import ledger_rows
from deckgen.project.folder import Project, ProjectError
from deckgen.project.replace import may_fail, move_into_place
from deckgen.project.root import LEDGER, STATE
from deckgen.values.error import BusyError

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


def write_output(project: Project, compilation: Compilation, *, write: bool) -> Output:
    """Write what changed, or only find out what a write would change.

    The new files are in `.deckgen/` until they are moved to their places or deleted.

    Raises:
        ProjectError: a file cannot be written.
    """
    folder = project.root / STATE
    contents = {one.name: one.contents for one in compilation.packages if one.contents is not None}
    old = {name: project.package_path(name) for name in contents}
    new = {name: folder / f"{name}.apkg" for name in contents}
    old_ledger, new_ledger = project.ledger_path, folder / LEDGER
    try:
        with may_fail(old_ledger), new_ledger.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{row}\n" for row in ledger_rows(compilation.ledger))
        for name, path in new.items():
            with may_fail(old[name]):
                write_apkg(contents[name], path, folder)
        differing = [] if is_same_file(old_ledger, new_ledger) else [old_ledger]
        differing += (path for name, path in old.items() if not is_same_package(path, new[name]))
        found = tuple(map(project.relative, differing))
        sizes = {name: path.stat().st_size for name, path in new.items()}
        if not write:
            return Output(found, sizes=sizes, unwritten={name: new[name].read_bytes() for name in new})
        # The ledger comes first: the next build must know each guid and time that is in a package.
        if contents or compilation.gone:
            move_into_place(new_ledger, old_ledger)
        written = frozenset(name for name, path in old.items() if move_into_place(new[name], path))
        return Output(found, written, sizes)
    finally:
        for path in (new_ledger, *new.values()):
            path.unlink(missing_ok=True)


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
