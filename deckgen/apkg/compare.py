"""Says whether two packages hold the same, without holding them in memory."""

import struct
import zipfile
import zlib
from pathlib import Path

_CHUNK = 1 << 20
_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, ValueError)


def is_same_package(old: Path, new: Path) -> bool:
    """Whether two files hold the same members, however they are compressed: zlib-ng does it in its own way.

    A file that is missing or damaged is not the same as any other.
    """
    if is_same_file(old, new):
        return True
    try:
        with zipfile.ZipFile(old) as one, zipfile.ZipFile(new) as other:
            return _outline(one) == _outline(other) and all(
                _is_same_member(one, other, name) for name in one.namelist()
            )
    except _ERRORS:
        return False


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two files have the same bytes; a missing one has not.

    Raises:
        OSError: one of them is there and cannot be read.
    """
    try:
        with one.open("rb") as first, other.open("rb") as second:
            while (chunk := first.read(_CHUNK)) == second.read(_CHUNK):
                if not chunk:
                    return True
    except (FileNotFoundError, NotADirectoryError):
        return False
    return False


def _outline(archive: zipfile.ZipFile) -> list[tuple[str, int, int]]:
    return [(member.filename, member.file_size, member.CRC) for member in archive.infolist()]


def _is_same_member(one: zipfile.ZipFile, other: zipfile.ZipFile, name: str) -> bool:
    with one.open(name) as first, other.open(name) as second:
        while (chunk := first.read(_CHUNK)) == second.read(_CHUNK):
            if not chunk:
                return True
    return False
