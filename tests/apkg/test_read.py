import io
import json
import sqlite3
import tempfile
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deckgen.apkg import read as read_apkg
from deckgen.apkg.packed import UnreadablePackage
from deckgen.apkg.read import decode_apkg, decode_media
from deckgen.values.document import Kind
from deckgen.values.note import Media
from tests.support.making import NOTE_TYPES, encode_apkg, note

# Notes of ours as these versions of Anki exported them; tests/world/anki/test_export.py asks the one at hand.
EXPORTS = Path(__file__).parent / "exports"


def _zip(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@cache
def _members() -> dict[str, bytes]:
    notes = [
        note("a", tags=("数学",), media=(Media("a.png", b"png"),)),
        note("b", "{{c1::x}}", kind=Kind.CLOZE),
    ]
    with zipfile.ZipFile(io.BytesIO(encode_apkg(notes, NOTE_TYPES, {}))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _package(**members: bytes) -> bytes:
    """A sound package, with these members instead."""
    names = {"collection": "collection.anki2"}
    return _zip(_members() | {names.get(name, name): content for name, content in members.items()})


def _collection(*statements: str) -> bytes:
    """The sound collection, after somebody did this to it."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(_members()["collection.anki2"])
    connection.executescript(";".join(statements))
    connection.commit()
    changed = connection.serialize()
    connection.close()
    return changed


def _sentence(content: bytes) -> str:
    with pytest.raises(UnreadablePackage) as raised:
        decode_apkg(content)
    return str(raised.value).removeprefix("this is not a readable Anki package: ")


@pytest.mark.parametrize("name", ["anki-26.09-legacy.apkg", "anki-26.09.apkg", "anki-2.1.66.apkg"])
def test_what_anki_exported_is_read(name: str) -> None:
    package = decode_apkg((EXPORTS / name).read_bytes())

    assert [packed.field("Key") for packed in package.notes] == ["tensor", "both-ways", "typed", "lora"]
    tensor, both_ways, typed, lora = package.notes
    assert tensor.guid == "guid-tensor"
    assert tensor.field("Question") == '<p>张量?</p><img src="shape-1f.svg">'
    assert set(tensor.tags) == {"llm::broadcast", "数学"}
    assert [card.ordinal for card in both_ways.cards] == [0, 1]
    assert typed.note_type.name == "deckgen typed"
    assert lora.note_type.is_cloze
    assert [card.ordinal for card in lora.cards] == [0, 2]
    assert lora.note_type.templates[0].front == "{{Question}}{{cloze:Text}}"
    assert lora.note_type.css == ".card { color: black }"
    assert [field.name for field in lora.note_type.fields][:2] == ["Text", "Question"]
    assert {card.deck for n in package.notes for card in n.cards} == {"大模型面试", "大模型面试::数学基础"}
    descriptions = {deck.name: deck.description for deck in package.decks if deck.description}
    assert descriptions == {"大模型面试": "<b>Interview questions</b>"}
    assert [(media.name, media.size) for media in package.media] == [("shape-1f.svg", 48)]
    picture = decode_media((EXPORTS / name).read_bytes(), "shape-1f.svg")
    assert picture is not None
    assert (len(picture), picture[:4]) == (48, b"<svg")
    assert decode_media((EXPORTS / name).read_bytes(), "collection.anki2") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is not a zip file"),
        (b"<html>404</html>", "it is not a zip file"),
        (_zip({"readme.txt": b""}), "it contains no collection"),
        (_package(collection=b"no database"), "file is not a database"),
        (_package(collection=b""), "its collection has no table"),
        (_package(collection=_members()["collection.anki2"][:9000]), "its collection"),
        (_package(media=b"[]"), "'[]' where an object should be"),
        (_package(media=b"{"), "its media are damaged"),
        (_package(media=b'{"0": "\\ud800"}'), "its media are damaged"),
        (_package(media=b"[" * 100_000), "its media are damaged"),
        (_zip(_members(), zipfile.ZIP_LZMA), "packed in a way that Anki does not use"),
        (_package(collection=_collection("UPDATE col SET models = '{}'")), "does not fit its note type"),
        (_package(collection=_collection("UPDATE col SET models = 'x'")), "its models are damaged"),
        (_package(collection=_collection("UPDATE col SET decks = '{}'")), "a card is in no deck"),
        (_package(collection=_collection("UPDATE notes SET flds = 'one'")), "does not fit its note type"),
        (_package(collection=_collection("UPDATE notes SET mod = 'now'")), "'now' where a whole number"),
        (_package(collection=_collection("DROP TABLE cards")), "its collection has no table cards"),
        (_zip({"collection.anki21b": b"no zstd"}), "'collection.anki21b' is damaged"),
    ],
)
def test_a_damaged_package_is_named_in_a_sentence(content: bytes, sentence: str) -> None:
    assert sentence in _sentence(content)


def test_a_package_that_is_one_byte_short_is_refused() -> None:
    _sentence(_package()[:-1])


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(_package())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert "is encrypted" in _sentence(bytes(content))


_LONG_FIELDS = "x" * 60_000 + "\x1f" * 5
_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (
            ("DROP TABLE notes", f"CREATE VIEW notes AS {_ENDLESS} x FROM n"),
            "its collection has no table notes",
        ),
        (
            ("DROP TABLE notes", "CREATE VIRTUAL TABLE notes USING fts4(id)"),
            "its collection has no table notes",
        ),
        (
            (
                "DROP TABLE notes",
                "CREATE TABLE notes(id, guid AS (hex(zeroblob(9000000))), mid, mod, tags, flds)",
                "INSERT INTO notes(id) VALUES (1)",
            ),
            "string or blob too big",
        ),
        (
            (
                "DROP TABLE notes",
                "CREATE TABLE notes(id, guid, mid, mod, tags)",
                *["INSERT INTO notes VALUES (1, 'g', 1700000000000, 1, '')"] * 20,
                f"ALTER TABLE notes ADD COLUMN flds DEFAULT '{_LONG_FIELDS}'",
            ),
            "it yields more than it holds",
        ),
    ],
    ids=["endless view", "virtual table", "computed column", "default value"],
)
def test_a_schema_that_makes_more_than_the_file_holds_is_stopped(
    statements: tuple[str, ...], sentence: str
) -> None:
    assert sentence in _sentence(_package(collection=_collection(*statements)))


def test_a_trigger_in_a_package_does_nothing() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END"
    assert len(decode_apkg(_package(collection=_collection(trigger))).notes) == 2


def test_a_zip_bomb_is_stopped_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apkg, "_LARGEST_COLLECTION", 1 << 20)
    bomb = _zip({"collection.anki2": bytes(200 << 20)})
    assert len(bomb) < 300_000
    tracemalloc.start()
    sentence = _sentence(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sentence == "its 'collection.anki2' is larger than the 1 MiB that deckgen reads"
    assert peak < 8 << 20


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apkg, "_LARGEST_COLLECTION", 1 << 20)
    bomb = bytearray(_zip({"collection.anki2": bytes(20 << 20)}))
    directory = bomb.index(b"PK\x01\x02")
    bomb[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    _sentence(bytes(bomb))


def test_a_zstandard_bomb_is_stopped_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apkg, "_LARGEST_COLLECTION", 1 << 20)
    bomb = _zip({"collection.anki21b": zstandard.compress(bytes(200 << 20))})
    assert len(bomb) < 300_000
    assert "is larger than the 1 MiB that deckgen reads" in _sentence(bomb)


def test_a_package_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apkg, "_MOST_MEMBERS", 2)
    assert _sentence(_package()) == "it lists 3 files; deckgen reads up to 2"


def test_paths_in_a_package_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "above" / "temporary"
    temporary.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    listing = {"0": "../../outside.png", "../1": "/etc/passwd"}
    members = {"media": json.dumps(listing).encode(), "../1": b"12", "/2": b"", "C:\\3": b""}
    package = decode_apkg(_zip(_members() | members))
    assert [(media.name, media.size) for media in package.media] == [
        ("../../outside.png", 3),
        ("/etc/passwd", 2),
    ]
    assert list(tmp_path.rglob("outside.png")) == []


def test_media_that_are_listed_but_not_there_have_no_size() -> None:
    package = decode_apkg(_package(media=b'{"0": "a.png", "7": "lost.png"}'))
    assert [(media.name, media.size) for media in package.media] == [("a.png", 3), ("lost.png", None)]
    assert decode_media(_package(media=b'{"7": "lost.png"}'), "lost.png") is None


def test_a_picture_that_is_larger_than_one_may_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.apkg.read.MAX_MEDIA_BYTES", 2)
    with pytest.raises(UnreadablePackage):
        decode_media(_package(media=b'{"0": "a.png"}'), "a.png")


@settings(max_examples=300)
@given(st.data())
def test_reading_mutated_bytes_raises_nothing_else(data: st.DataObject) -> None:
    compression = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
    content = bytearray(_zip(_members(), compression))
    places = st.one_of(
        st.integers(0, len(content) - 1), st.integers(max(0, len(content) - 400), len(content) - 1)
    )
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=20)):
        content[place] = byte
    _decode_or_refuse(bytes(content))


@settings(max_examples=300)
@given(st.data())
def test_reading_a_mutated_database_raises_nothing_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(_databases())))
    database = bytearray(_databases()[name])
    places = st.one_of(st.integers(0, len(database) - 1), st.integers(0, 4095))
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=30)):
        database[place] = byte
    packed = bytes(database)
    _decode_or_refuse(_zip({name: zstandard.compress(packed) if name.endswith("b") else packed}))


@given(st.binary(max_size=200))
@example(b"")
def test_reading_any_listing_raises_nothing_else(listing: bytes) -> None:
    _decode_or_refuse(_package(media=listing))
    modern = _databases()["collection.anki21b"]
    members = {"collection.anki21b": zstandard.compress(modern), "media": zstandard.compress(listing)}
    _decode_or_refuse(_zip(members))


@cache
def _databases() -> dict[str, bytes]:
    with zipfile.ZipFile(EXPORTS / "anki-26.09.apkg") as archive:
        packed = archive.read("collection.anki21b")
    modern = zstandard.ZstdDecompressor().stream_reader(packed).read()
    return {"collection.anki2": _members()["collection.anki2"], "collection.anki21b": modern}


def _decode_or_refuse(content: bytes) -> None:
    with suppress(UnreadablePackage):
        decode_apkg(content)
    with suppress(UnreadablePackage):
        decode_media(content, "a.png")
