"""Inflate members of a zip that somebody else made, up to a limit."""

import io
import struct
import zipfile
import zlib
from typing import BinaryIO

from deckgen.apkg.packed import UnreadablePackage

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
"""What zipfile raises for damaged bytes, as mutating packages has shown."""


def open_archive(content: bytes | BinaryIO, members: int) -> zipfile.ZipFile:
    """Read the directory of a zip, which may list at most `members` members.

    They are only looked up by name, never used as paths.
    """
    try:
        file = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
    except ZIP_ERRORS as error:
        raise UnreadablePackage(f"it is not a zip file, as an Anki package is: {error}") from error
    if len(file.infolist()) > members:
        raise UnreadablePackage(f"it lists {len(file.infolist())} files; deckgen reads up to {members}")
    return file


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """A member inflated; raise UnreadablePackage if it is larger than the limit, whatever its header says."""
    member = archive.getinfo(name)
    if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadablePackage(f"its {name!r} is encrypted, or packed in a way that Anki does not use")
    try:
        with archive.open(member) as stream:
            content = stream.read(limit + 1)
    except ZIP_ERRORS as error:
        raise _damaged(name) from error
    return _within(limit, name, content)


def read_zstd_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """A member that is compressed with Zstandard, which Anki has used since 2.1.50, within the limit."""
    import zstandard  # noqa: PLC0415  # our own packages need no Zstandard

    packed = read_member(archive, name, limit)
    decompressor = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    try:
        with decompressor.stream_reader(packed, read_across_frames=True) as stream:
            content = stream.read(limit + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise _damaged(name) from error
    return _within(limit, name, content)


_LARGEST_WINDOW = 1 << 27


def _within(limit: int, name: str, content: bytes) -> bytes:
    if len(content) > limit:
        raise UnreadablePackage(f"its {name!r} is larger than the {limit >> 20} MiB that deckgen reads")
    return content


def _damaged(name: str) -> UnreadablePackage:
    return UnreadablePackage(f"its {name!r} is damaged; get the file again")
