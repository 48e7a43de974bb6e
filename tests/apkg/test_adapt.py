"""A copy of a package is the package except for what was asked for."""

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given

from deckgen.apkg.adapt import Adaptation, adapt_apkg
from deckgen.apkg.packed import PackedPackage
from deckgen.apkg.read import decode_apkg
from deckgen.values.note import Media, Note
from deckgen.values.text import Guid, Html, Timestamp
from tests.support.diff_scenarios import cloze
from tests.support.making import MONDAY, NOTE_TYPES, encode_apkg, note
from tests.support.strategies import packages

A = Guid("guid-a")
DECK = "大模型面试::数学基础"


def _adapted(content: bytes, adaptation: Adaptation) -> PackedPackage:
    with tempfile.TemporaryDirectory() as folder:
        package, adapted = Path(folder, "p.apkg"), Path(folder, "adapted.apkg")
        package.write_bytes(content)
        adapt_apkg(package, adaptation, adapted)
        return decode_apkg(adapted.read_bytes())


@given(packages())
def test_a_copy_for_which_nothing_is_asked_is_the_same(notes: list[Note]) -> None:
    content = encode_apkg(notes, NOTE_TYPES, {})
    assert _adapted(content, Adaptation()) == decode_apkg(content)


@given(packages())
def test_a_copy_without_a_note_has_all_the_others(notes: list[Note]) -> None:
    content = encode_apkg(notes, NOTE_TYPES, {})
    whole = decode_apkg(content)
    for one in whole.notes[:1]:
        others = tuple(other for other in whole.notes if other.guid != one.guid)
        assert _adapted(content, Adaptation(without=(one.guid,))).notes == others


def test_what_is_asked_for_a_note_is_changed_and_nothing_else() -> None:
    content = encode_apkg([cloze("a", 1, 2, 3), note("other", tags=("x",))], NOTE_TYPES, {})
    old, other = decode_apkg(content).notes
    fields = (Html("{{c1::theirs}} <b>&amp;</b>"), *old.fields[1:])
    asked = Adaptation(
        times={A: Timestamp(MONDAY + 7)},
        tags={A: ("mine", "大::小"), other.guid: ()},
        fields={A: fields},
        ordinals={A: (0, 2)},
    )
    new, unchanged = _adapted(content, asked).notes
    cards = tuple(card for card in old.cards if card.ordinal != 1)
    wanted = {"modified": MONDAY + 7, "tags": ("mine", "大::小"), "fields": fields, "cards": cards}
    assert new == replace(old, **wanted)  # type: ignore[arg-type]  # the names above
    assert unchanged == replace(other, tags=())


def test_a_deck_loses_its_description_and_keeps_its_notes() -> None:
    content = encode_apkg([note("a")], NOTE_TYPES, {DECK: Html("ours"), "大模型面试": Html("above")})
    found = {deck.name: deck.description for deck in _adapted(content, Adaptation(undescribed=(DECK,))).decks}
    assert (found[DECK], found["大模型面试"]) == ("", "above")


def test_media_are_copied_to_the_byte(tmp_path: Path) -> None:
    picture = bytes(range(256)) * 10_000
    content = encode_apkg([note("a", '<img src="a.png">', media=(Media("a.png", picture),))], NOTE_TYPES, {})
    (tmp_path / "p.apkg").write_bytes(content)
    adapt_apkg(tmp_path / "p.apkg", Adaptation(without=(A,)), tmp_path / "adapted.apkg")
    with zipfile.ZipFile(tmp_path / "adapted.apkg") as adapted:
        assert adapted.read("0") == picture
        assert adapted.testzip() is None
