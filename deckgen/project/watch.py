"""Call a function when a source changes."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

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

    Files with the name `ignored` are written by `on_change` itself.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        follow_folder(folder, ignored, on_change, told)


def follow_folder(
    folder: Path,
    ignored: str,
    on_change: Callable[[], None],
    told: Callable[[str], None],
    *,
    on_absence: Callable[[], None] = lambda: None,
    stop: Event | None = None,
) -> None:
    """Call `on_change` at once and after every save in this folder, until `stop` is set.

    The settings and the style of the project, which are beside the folder, are watched too. `on_absence` is
    called when the folder has disappeared, and `on_change` when it is there again. `told` is called with a
    message if the system cannot report changes, as where it already watches as many files as it may.

    Raises:
        ProjectError: the folder cannot be watched.
    """
    stop = stop or Event()
    polls: bool | None = None
    while not stop.is_set():
        try:
            _watch_while_it_stands(folder, ignored, on_change, stop, polls=polls)
        except RuntimeError as error:  # what watchfiles raises for an error of the system
            if polls:
                raise ProjectError(f"{folder} cannot be watched: {error}") from None
            told(f"the system reports no changes here ({error}); looking for them instead")
            polls = True
        if not folder.is_dir():
            on_absence()
        while not folder.is_dir() and not stop.wait(_LOOK_AGAIN / 1000):
            continue


def _watch_while_it_stands(
    folder: Path, ignored: str, on_change: Callable[[], None], stop: Event, *, polls: bool | None
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
        stop_event=stop,
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
