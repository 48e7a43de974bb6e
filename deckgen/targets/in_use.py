"""Finds out whether another program has a file open.

Anki's lock does not tell: each backup of Anki reads the file of the collection, and on Linux and macOS a
process that closes a file loses all its locks on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")
_SECONDS = 10


def is_in_use(file: Path) -> bool:
    """Whether a process of this user has the file open; unknown where the system does not say."""
    if os.name != "posix":
        return False  # On Windows locks stay.
    if (_PROCESSES / "self/fd").is_dir():
        return any(_is_open_in(process, file) for process in _processes())
    lsof = shutil.which("lsof")
    if lsof is None:
        return False
    with suppress(OSError, subprocess.TimeoutExpired):
        asked = [lsof, "-t", "--", str(file)]
        found = subprocess.run(asked, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  # our words
        return bool(found.stdout.strip())
    return False


def _processes() -> Iterator[Path]:
    return (folder for folder in _PROCESSES.glob("[0-9]*") if folder.name != str(os.getpid()))


def _is_open_in(process: Path, file: Path) -> bool:
    with suppress(OSError):  # it has ended, or belongs to somebody else
        for descriptor in (process / "fd").iterdir():
            with suppress(OSError):
                if descriptor.samefile(file):
                    return True
    return False
