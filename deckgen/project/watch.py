"""Call a function when a source changes."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from deckgen.project.folder import ProjectError
from deckgen.project.root import PROJECT_TOML, STYLE

QUIET_FOR, AT_MOST = 100, 1600
"""Milliseconds: an editor saves in several steps, and `git checkout` in many."""

_LOOK_AGAIN = 200


def watch_folder(
    folder: Path, ignored: str, on_change: Callable[[], None], told: Callable[[str], None]
) -> None:
    """Call `on_change` at once and after every save in this folder, until Ctrl-C or SIGTERM.

    The settings and the style of the project, which are beside the folder, are watched too.
    Files with the name `ignored` are written by `on_change` itself. `told` is called with a message if the
    system cannot report changes, as where it already watches as many files as it may.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    polls: bool | None = None
    try:
        while True:
            try:
                _watch_while_it_stands(folder, ignored, on_change, polls=polls)
            except RuntimeError as error:  # what watchfiles raises for an error of the system
                if polls:
                    raise ProjectError(f"{folder} cannot be watched: {error}") from None
                told(f"the system reports no changes here ({error}); looking for them instead")
                polls = True
            while not folder.is_dir():
                time.sleep(_LOOK_AGAIN / 1000)
    except KeyboardInterrupt:
        return


def _watch_while_it_stands(
    folder: Path, ignored: str, on_change: Callable[[], None], *, polls: bool | None
) -> None:
    """Watch until the folder is replaced, as by `git checkout` of a branch that lacks it."""
    is_first = True
    changes = watch(
        folder,
        watch_filter=lambda change, path: _is_saved(Path(path).name, ignored),
        debounce=AT_MOST,
        step=QUIET_FOR,
        rust_timeout=_LOOK_AGAIN,
        yield_on_timeout=True,
        force_polling=polls,
        ignore_permission_denied=True,
    )
    try:
        watched = folder.stat()
        beside = [folder.parent / name for name in (PROJECT_TOML, STYLE)]
        before = [*map(_stamp, beside)]
        for found in changes:
            # The first call comes after the watch has begun, so that no save is missed between the two.
            now = [*map(_stamp, beside)]
            if found or is_first or now != before:
                before = now
                on_change()
            is_first = False
            if not os.path.samestat(folder.stat(), watched):
                return
    except FileNotFoundError:
        return


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes of a file when it is saved; None if the file does not exist."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_saved(name: str, ignored: str) -> bool:
    """Whether a file of this name is an author's, and not a temporary file of an editor or deckgen."""
    return name != ignored and not name.startswith((".", "#")) and not name.endswith(("~", ".swp", ".tmp"))
