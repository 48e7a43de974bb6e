"""Decode an Anki package, ours or any that Anki exports, without trusting it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO
from zipfile import ZipFile

from deckgen.apkg import wire
from deckgen.apkg.archive import open_archive, read_member, read_zstd_member
from deckgen.apkg.collection import decode_json, read_decks, read_note_types, read_notes
from deckgen.apkg.packed import PackedMedia, PackedPackage, UnreadablePackage
from deckgen.apkg.tables import Tables, open_tables
from deckgen.values.note import MAX_MEDIA_BYTES


def decode_apkg(content: bytes | BinaryIO) -> PackedPackage:
    """The content of a package; raise UnreadablePackage, which says what is wrong, if it cannot be read.

    Media are listed and not inflated, so a wrong size does no harm.
    """
    archive = open_archive(content, _MOST_MEMBERS)
    media = _read_media(archive)
    with open_tables(_read_database(archive)) as tables:
        note_types = read_note_types(tables)
        decks = read_decks(tables)
        notes = read_notes(tables, note_types, decks)
    return PackedPackage(notes, tuple(note_types.values()), tuple(decks.values()), media)


@contextmanager
def open_collection(content: bytes | BinaryIO) -> Iterator[Tables]:
    """The tables of the collection in a package; raise UnreadablePackage as `decode_apkg` does."""
    with open_tables(_read_database(open_archive(content, _MOST_MEMBERS))) as tables:
        yield tables


def decode_media(content: bytes | BinaryIO, name: str) -> bytes | None:
    """The content of a picture, sound or film of a package; None if it has no such file.

    Raises:
        UnreadablePackage: the package is damaged, or the file is larger than one of a source may be.
    """
    archive = open_archive(content, _MOST_MEMBERS)
    sizes = {member.filename: member.file_size for member in archive.infolist()}
    if _LISTING not in sizes:
        return None
    is_zstd = _ZSTD_COLLECTION in sizes
    names = _zstd_names(archive) if is_zstd else _json_names(archive)
    member = next((number for number, listed in names.items() if listed == name and number in sizes), None)
    if member is None:
        return None
    return (read_zstd_member if is_zstd else read_member)(archive, member, MAX_MEDIA_BYTES)


# Anki exports the newest format under the first name, and puts beside it an older collection whose only note
# asks for a newer Anki.
_ZSTD_COLLECTION = "collection.anki21b"
_COLLECTIONS = ("collection.anki21", "collection.anki2")
_LISTING = "media"
_MOST_MEMBERS = 200_000
_LARGEST_COLLECTION = 512 << 20
_LARGEST_LISTING = 32 << 20


def _sizes(archive: ZipFile) -> dict[str, int]:
    return {member.filename: member.file_size for member in archive.infolist()}


def _read_database(archive: ZipFile) -> bytes:
    sizes = _sizes(archive)
    if _ZSTD_COLLECTION in sizes:
        return read_zstd_member(archive, _ZSTD_COLLECTION, _LARGEST_COLLECTION)
    name = next((name for name in _COLLECTIONS if name in sizes), None)
    if name is None:
        raise UnreadablePackage("it contains no collection, so it is not an Anki package")
    return read_member(archive, name, _LARGEST_COLLECTION)


def _read_media(archive: ZipFile) -> tuple[PackedMedia, ...]:
    sizes = _sizes(archive)
    if _LISTING not in sizes:
        return ()
    return _zstd_media(archive, sizes) if _ZSTD_COLLECTION in sizes else _json_media(archive, sizes)


def _json_media(archive: ZipFile, sizes: Mapping[str, int]) -> tuple[PackedMedia, ...]:
    return tuple(PackedMedia(name, sizes.get(number)) for number, name in _json_names(archive).items())


def _json_names(archive: ZipFile) -> dict[str, str]:
    """The names in Anki by the names in the archive."""
    names = decode_json(read_member(archive, _LISTING, _LARGEST_LISTING), "media")
    return {number: str(name) for number, name in names.items()}


def _zstd_media(archive: ZipFile, sizes: Mapping[str, int]) -> tuple[PackedMedia, ...]:
    return tuple(
        PackedMedia(wire.text(entry, 1), (wire.integer(entry, 2) or 0) if str(number) in sizes else None)
        for number, entry in enumerate(_zstd_entries(archive))
    )


def _zstd_names(archive: ZipFile) -> dict[str, str]:
    return {str(number): wire.text(entry, 1) for number, entry in enumerate(_zstd_entries(archive))}


def _zstd_entries(archive: ZipFile) -> list[wire.Message]:
    return wire.messages(wire.decode_message(read_zstd_member(archive, _LISTING, _LARGEST_LISTING)), 1)
