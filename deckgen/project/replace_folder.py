"""Replaces a folder that deckgen wrote as a whole or leaves it as it is."""

import os
import re
import shutil
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from deckgen.project.folder import ProjectError, real_path
from deckgen.project.replace import may_fail, read_file

CHECKSUMS = "SHA256SUMS"
"""The file that names all others: the mark of a folder that deckgen may replace."""

_NAMED = re.compile(r"^[0-9a-f]{64}  (.+)$", re.MULTILINE)


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make these the files of a folder, one of which is `SHA256SUMS`.

    The files are written to a new folder beside it, which then takes its name.

    Raises:
        ProjectError: the folder has files of somebody else, or cannot be written.
    """
    check_replaceable(folder)
    place = real_path(folder)
    new, old = (place.with_name(f".deckgen-{_digest(place)}.{end}") for end in ("new", "old"))
    try:
        with may_fail(folder):
            for left in (new, old):
                shutil.rmtree(left, ignore_errors=True)
            new.mkdir(parents=True)
            for name, content in files.items():
                _write(new / name, content)
            if place.exists():
                place.rename(old)
            new.rename(place)
    finally:
        if old.exists() and not place.exists():
            with suppress(OSError):
                old.rename(place)
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def check_replaceable(folder: Path) -> None:
    """Check that a folder is not there, is empty, or was written by deckgen.

    Raises:
        ProjectError: it is not one of these.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise ProjectError(f"{folder} is not a folder; give a folder for the release")
    with may_fail(folder):
        found = {path.name for path in folder.iterdir()}
    listed = (read_file(folder / CHECKSUMS) or b"").decode("utf-8", "replace") if CHECKSUMS in found else ""
    if others := sorted(found - {CHECKSUMS, *_NAMED.findall(listed)}):
        raise ProjectError(
            f"{folder} has files that deckgen did not write there, such as {others[0]}; give a new folder, "
            "or delete this one"
        )


def _digest(place: Path) -> str:
    # With the folder's own name, the name could be too long.
    return f"{zlib.crc32(os.fsencode(place.name)):08x}"


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
