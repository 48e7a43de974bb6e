import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.apkg.packable import UnpackableNotes, deck_id
from deckgen.apkg.read import decode_apkg
from deckgen.values.document import Kind
from deckgen.values.note import Media, Note
from deckgen.values.text import Guid, Html
from tests.support.making import MONDAY, NOTE_TYPES, changed, encode_apkg, note, note_type
from tests.support.strategies import DECKS, TEXT, packages

ROOT = Path(__file__).parents[2]


@given(packages(), st.dictionaries(DECKS, TEXT.map(Html), max_size=2))
def test_decode_after_encode_gives_the_package_back(notes: list[Note], descriptions: dict[str, Html]) -> None:
    package = decode_apkg(encode_apkg(notes, NOTE_TYPES, descriptions))

    assert len(package.notes) == len(notes)
    for position, (packed, given_note) in enumerate(zip(package.notes, notes, strict=True), start=1):
        assert packed.guid == given_note.guid
        assert packed.fields == given_note.fields
        assert packed.tags == given_note.tags
        assert packed.modified == given_note.modified
        assert packed.note_type.name == NOTE_TYPES[given_note.kind].note_type.name
        assert tuple(card.ordinal for card in packed.cards) == tuple(sorted(given_note.ordinals))
        assert {card.deck for card in packed.cards} == {given_note.deck}
        assert {card.due for card in packed.cards} == {position}
    media = {media.name: len(media.content) for n in notes for media in n.media}
    assert {media.name: media.size for media in package.media} == media
    packed_descriptions = {deck.name: deck.description for deck in package.decks}
    assert packed_descriptions == {
        "Default": "",
        **dict.fromkeys((n.deck for n in notes), ""),
        **descriptions,
    }


@given(packages())
def test_note_types_are_packed_whole_and_only_where_they_are_used(notes: list[Note]) -> None:
    package = decode_apkg(encode_apkg(notes, NOTE_TYPES, {}))

    used = {n.kind for n in notes}
    assert {packed.id for packed in package.note_types} == {NOTE_TYPES[kind].note_type.id for kind in used}
    for packed in package.note_types:
        (timed,) = (timed for timed in NOTE_TYPES.values() if timed.note_type.id == packed.id)
        ours = timed.note_type
        assert (packed.name, packed.css, packed.modified) == (ours.name, ours.css, timed.modified)
        assert packed.is_cloze == ours.is_cloze
        assert [(field.name, field.id) for field in packed.fields] == [(f.name, f.id) for f in ours.fields]
        assert [(t.name, t.id, t.front, t.back) for t in packed.templates] == [
            (t.name, t.id, t.front, t.back) for t in ours.templates
        ]


def test_note_types_have_their_own_times() -> None:
    types = NOTE_TYPES | {Kind.TYPED: note_type(Kind.TYPED, MONDAY + 5)}  # type: ignore[arg-type]
    package = decode_apkg(encode_apkg([note("a"), note("b", kind=Kind.TYPED)], types, {}))
    assert [packed.modified for packed in package.note_types] == [MONDAY, MONDAY + 5]


@given(packages())
def test_the_same_notes_are_the_same_bytes(notes: list[Note]) -> None:
    assert encode_apkg(notes, NOTE_TYPES, {}) == encode_apkg(list(notes), NOTE_TYPES, {})


_PRINT_DIGEST = """
import hashlib, random
from deckgen.values.document import Kind
from deckgen.values.note import Media
from tests.support.making import NOTE_TYPES, encode_apkg, note
chance = random.Random(7)
pictures = tuple(Media(f"p{number}.png", bytes(chance.randbytes(200))) for number in range(5))
notes = [
    note(
        f"k{number}",
        "中文 <b>x</b> " * chance.randrange(400),
        deck=f"D::{chance.randrange(20)}",
        kind=chance.choice(list(Kind)),
        tags=("b", "a"),
        media=(chance.choice(pictures),),
        modified=chance.randrange(10**9),
    )
    for number in range(400)
]
print(hashlib.sha256(encode_apkg(notes, NOTE_TYPES, {"D": "top", "D::1": "one"})).hexdigest())
"""


def test_other_places_times_and_languages_make_the_same_bytes(tmp_path: Path) -> None:
    settings = (
        {"TZ": "Asia/Shanghai", "LANG": "C", "PYTHONHASHSEED": "1", "cwd": str(ROOT)},
        {"TZ": "America/New_York", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "2", "cwd": str(tmp_path)},
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", _PRINT_DIGEST],
            env={**os.environ, **setting, "PYTHONPATH": str(ROOT)},
            cwd=setting["cwd"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for setting in settings
    }
    # Under another SQLite too: 3.39, 3.46 and 3.51 have made these bytes.
    assert len(digests) == 1


def test_the_bytes_name_neither_sqlite_nor_the_time() -> None:
    with zipfile.ZipFile(io.BytesIO(encode_apkg([note("a")], NOTE_TYPES, {}))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.create_system for member in archive.infolist()} == {3}
        database = archive.read("collection.anki2")
    assert database[96:100] == bytes(4)
    assert database[24:28] == database[92:96] == b"\0\0\0\1"


def test_the_database_is_sound(tmp_path: Path) -> None:
    notes = [
        note(f"k{number}", f"<p>{number}</p>" * number, deck=f"D::{number % 7}") for number in range(300)
    ]
    with zipfile.ZipFile(io.BytesIO(encode_apkg(notes, NOTE_TYPES, {}))) as archive:
        path = Path(archive.extract("collection.anki2", tmp_path))
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    settings = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_size", "encoding", "auto_vacuum", "freelist_count")
    ]
    connection.close()
    assert settings == [4096, "UTF-8", 0, 0]


def test_media_are_sorted_and_packed_once() -> None:
    notes = [
        note("a", media=(Media("z.png", b"z"), Media("b.png", b"b"))),
        note("c", media=(Media("b.png", b"b"),)),
    ]
    with zipfile.ZipFile(io.BytesIO(encode_apkg(notes, NOTE_TYPES, {}))) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "0", "1"]
        assert json.loads(archive.read("media")) == {"0": "b.png", "1": "z.png"}
        assert (archive.read("0"), archive.read("1")) == (b"b", b"z")


def test_a_package_without_notes_can_be_read_again() -> None:
    assert decode_apkg(encode_apkg([], {}, {})).notes == ()


def test_a_deck_keeps_its_id_and_only_the_default_one_has_the_default_id() -> None:
    assert deck_id("大模型面试::数学基础") == 2_308_978_155_289_774
    assert deck_id("Default::Sub") > 2**51
    assert deck_id("Default") == 1


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (changed(note("b"), MONDAY, ordinals=()), "has no cards"),
        (changed(note("b"), MONDAY, ordinals=(1,)), r"impossible cards: \(1,\)"),
        (changed(note("b"), MONDAY, ordinals=(0, 0)), "impossible cards"),
        (changed(note("b", kind=Kind.CLOZE), MONDAY, ordinals=(-1,)), "impossible cards"),
        (changed(note("b"), MONDAY, fields=("one",)), "has 1 fields, its note type 6"),
        (note("b", "a\x1fb"), "a character that Anki cannot hold"),
        (note("b", "a\0b"), "a character that Anki cannot hold"),
        (note("b", "a\ud800b"), "a character that Anki cannot hold"),
        (note("b", tags=("two words",)), "a tag that Anki cannot hold"),
        (note("b", tags=("全\u3000角",)), "a tag that Anki cannot hold"),
        (note("b", tags=("",)), "a tag that Anki cannot hold"),
        (note("b", tags=("a::",)), "a tag that Anki cannot hold"),
        (note("b", deck=""), "an empty level in its deck"),
        (note("b", deck="a::::b"), "an empty level in its deck"),
        (note("b", media=(Media("a b.png", b""),)), "a name that Anki would change: 'a b.png'"),
        (note("b", media=(Media("p.png", b"2"),)), "another media file of the name p.png"),
        (replace(note("b"), guid=Guid("")), "has no guid"),
        (replace(note("b"), guid=Guid("guid-a")), r"has the guid of a: guid-a"),
    ],
)
def test_what_anki_would_spoil_is_refused_as_our_bug(broken: Note, message: str) -> None:
    sound = note("a", media=(Media("p.png", b"1"),))
    with pytest.raises(UnpackableNotes, match=f"^source/x.md:1: the note b .*{message}"):
        encode_apkg([sound, broken], NOTE_TYPES, {})


def test_a_kind_without_a_note_type_is_refused() -> None:
    with pytest.raises(UnpackableNotes, match="is cloze, which has no note type"):
        encode_apkg([note("a", kind=Kind.CLOZE)], {Kind.BASIC: NOTE_TYPES[Kind.BASIC]}, {})


def test_no_temporary_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    encoded = encode_apkg([note("a")], NOTE_TYPES, {})
    decode_apkg(encoded)
    assert list(tmp_path.iterdir()) == []


def test_no_temporary_file_is_left_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    too_late = note("a", modified=2**63)
    with pytest.raises(OverflowError):
        encode_apkg([too_late], NOTE_TYPES, {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("error:::genanki")
def test_html_that_genanki_would_warn_of_is_packed_silently() -> None:
    package = decode_apkg(encode_apkg([note("a", "a < b <my-tag\nx> " * 2000)], NOTE_TYPES, {}))
    assert package.notes[0].fields[0].startswith("a < b <my-tag")
