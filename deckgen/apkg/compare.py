"""Compare two packages without reading them into memory."""

import zipfile
from pathlib import Path
from typing import IO

from deckgen.apkg.archive import ZIP_ERRORS

_CHUNK = 1 << 20


def is_same_package(old: Path, new: Path) -> bool:
    """Whether two files hold the same members; zlib and zlib-ng compress the same content differently.

    A file that is missing or damaged differs from every other.
    """
    try:
        if is_same_file(old, new):
            return True
        with zipfile.ZipFile(old) as one, zipfile.ZipFile(new) as other:
            return _outline(one) == _outline(other) and all(
                _is_same_member(one, other, name) for name in one.namelist()
            )
    except ZIP_ERRORS:
        return False


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two files have the same bytes; a missing file differs from every other.

    Raises:
        OSError: a file exists and cannot be read.
    """
    try:
        with one.open("rb") as first, other.open("rb") as second:
            return _is_same_content(first, second)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _outline(archive: zipfile.ZipFile) -> list[tuple[str, int, int]]:
    return [(member.filename, member.file_size, member.CRC) for member in archive.infolist()]


def _is_same_member(one: zipfile.ZipFile, other: zipfile.ZipFile, name: str) -> bool:
    with one.open(name) as first, other.open(name) as second:
        return _is_same_content(first, second)


def _is_same_content(first: IO[bytes], second: IO[bytes]) -> bool:
    while (chunk := first.read(_CHUNK)) == second.read(_CHUNK):
        if not chunk:
            return True
    return False
