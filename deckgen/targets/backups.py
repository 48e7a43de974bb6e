"""Keeps the newest backups of what a running Anki held, in the user's data folder."""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

KEPT = 10
"""How many backups of a collection are kept."""


def keep_backup(exports: Iterable[Path], folder: Path) -> tuple[Path, ...]:
    """Copy these exports to a new folder in the folder of backups, delete the oldest, and say where they are.

    Raises:
        OSError: a file cannot be written.
    """
    place = folder / time.strftime("%Y-%m-%d-%H%M%S")
    shutil.rmtree(place, ignore_errors=True)  # of a publish within the same second
    place.mkdir(parents=True, mode=0o700)
    kept = tuple(Path(shutil.copy2(export, place)) for export in exports)
    for old in sorted(folder.iterdir())[:-KEPT]:
        shutil.rmtree(old)
    return kept
