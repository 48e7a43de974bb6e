"""Decode an Anki package, made by deckgen or exported by Anki, without trusting it."""

from deckgen.apkg import wire
from deckgen.apkg.archive import Archive, open_archive, read_member, read_members, read_zstd_member
from deckgen.apkg.collection import decode_json, read_decks, read_note_types, read_notes
from deckgen.apkg.packed import PackedMedia, PackedPackage, UnreadablePackage
from deckgen.apkg.tables import open_tables


def decode_apkg(content: bytes) -> PackedPackage:
    """Return the content of the package, or raise UnreadablePackage with a sentence that says why not.

    Media are listed, not inflated, so a file with wrong sizes does no harm.
    """
    archive = open_archive(content, _MOST_MEMBERS)
    if _ZSTD_COLLECTION in archive.sizes:
        database = read_zstd_member(archive, _ZSTD_COLLECTION, _LARGEST_COLLECTION)
        media = _zstd_media(archive)
    else:
        name = next((name for name in _COLLECTIONS if name in archive.sizes), None)
        if name is None:
            raise UnreadablePackage("it holds no collection, so it is no Anki package")
        database = read_member(archive, name, _LARGEST_COLLECTION)
        media = _json_media(archive)
    with open_tables(database) as tables:
        note_types = read_note_types(tables)
        decks = read_decks(tables)
        notes = read_notes(tables, note_types, decks)
    return PackedPackage(notes, tuple(note_types.values()), tuple(decks.values()), media)


def is_same_package(one: bytes, other: bytes) -> bool:
    """Whether two packages have the same content, however they are compressed: zlib-ng differs from zlib."""
    if one == other:
        return True
    first, second = (
        read_members(open_archive(content, _MOST_MEMBERS), _LARGEST_PACKAGE) for content in (one, other)
    )
    return first == second


# Anki exports the newest format under the first name, with an older collection beside it whose only note asks
# for a newer Anki.
_ZSTD_COLLECTION = "collection.anki21b"
_COLLECTIONS = ("collection.anki21", "collection.anki2")
_LISTING = "media"
_MOST_MEMBERS = 200_000
_LARGEST_COLLECTION = 512 << 20
_LARGEST_LISTING = 32 << 20
_LARGEST_PACKAGE = 2 << 30


def _json_media(archive: Archive) -> tuple[PackedMedia, ...]:
    if _LISTING not in archive.sizes:
        return ()
    names = decode_json(read_member(archive, _LISTING, _LARGEST_LISTING), "media")
    return tuple(PackedMedia(str(name), archive.sizes.get(number)) for number, name in names.items())


def _zstd_media(archive: Archive) -> tuple[PackedMedia, ...]:
    if _LISTING not in archive.sizes:
        return ()
    entries = wire.messages(wire.decode_message(read_zstd_member(archive, _LISTING, _LARGEST_LISTING)), 1)
    return tuple(
        PackedMedia(
            wire.text(entry, 1), (wire.integer(entry, 2) or 0) if str(number) in archive.sizes else None
        )
        for number, entry in enumerate(entries)
    )
