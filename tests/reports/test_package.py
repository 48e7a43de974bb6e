import json
from dataclasses import replace

from hypothesis import given

from deckgen.apkg.packed import PackedMedia, PackedPackage
from deckgen.apkg.read import decode_apkg
from deckgen.reports.package import describe, to_json
from deckgen.reports.styled import as_text
from deckgen.values.document import Kind
from deckgen.values.note import Media, Note
from deckgen.values.text import Html
from tests.support.making import MONDAY, NOTE_TYPES, encode_apkg, note
from tests.support.strategies import packages


def _text(package: PackedPackage) -> str:
    return as_text(describe(package))


def _package() -> PackedPackage:
    notes = [
        note("a", tags=("llm", "数学"), media=(Media("shape-1f.svg", bytes(2048)), Media("a.png", b"1"))),
        note("b", kind=Kind.REVERSED, ordinals=(0, 1), tags=("llm",), modified=MONDAY + 3600),
        note("c", "{{c1::x}}{{c2::y}}", kind=Kind.CLOZE, deck="大模型面试::SVM", ordinals=(0, 1)),
        note("d", deck="Python"),
    ]
    return decode_apkg(encode_apkg(notes, NOTE_TYPES, {"大模型面试": Html("<p>All of them</p>")}))


LISTING = """\
4 notes · 6 cards · 2 media files · newest change 2026-09-21 15:13 UTC

Decks         notes  cards
  Python          1      1
  大模型面试      3      5
    SVM           1      2
    数学基础      2      3

Note types          notes  cards               changed
  deckgen basic         2      2  2026-09-21 14:13 UTC
  deckgen reversed      1      2  2026-09-21 14:13 UTC
  deckgen cloze         1      2  2026-09-21 14:13 UTC

Tags    notes
  llm       2
  数学      1

Media              size
  a.png          1 byte
  shape-1f.svg  2.0 KiB"""


def test_the_listing_is_aligned_and_counts_subdecks_in_their_parents() -> None:
    assert _text(_package()) == LISTING


def test_a_listing_of_nothing_is_one_line() -> None:
    empty = decode_apkg(encode_apkg([], {}, {}))
    assert _text(empty) == "0 notes · 0 cards · 0 media files · newest change never"


def test_a_foreign_package_cannot_steer_the_terminal() -> None:
    media = (PackedMedia("\x1b[2J\u202egnp.\n", None),)
    assert "\n  \\u001b[2J\\u202egnp.\\u000a  missing" in _text(replace(_package(), media=media))


def test_the_json_counts_each_deck_by_itself() -> None:
    described = to_json(_package())
    assert described["decks"] == [
        {"name": "Default", "notes": 0, "cards": 0, "description": ""},
        {"name": "大模型面试::数学基础", "notes": 2, "cards": 3, "description": ""},
        {"name": "大模型面试::SVM", "notes": 1, "cards": 2, "description": ""},
        {"name": "Python", "notes": 1, "cards": 1, "description": ""},
        {"name": "大模型面试", "notes": 0, "cards": 0, "description": "<p>All of them</p>"},
    ]
    assert described["tags"] == [{"name": "llm", "notes": 2}, {"name": "数学", "notes": 1}]
    assert described["media"] == [{"name": "a.png", "size": 1}, {"name": "shape-1f.svg", "size": 2048}]
    assert (described["notes"], described["cards"], described["modified"]) == (4, 6, MONDAY + 3600)


@given(packages())
def test_any_package_can_be_listed_and_counts_agree(notes: list[Note]) -> None:
    package = decode_apkg(encode_apkg(notes, NOTE_TYPES, {}))
    described = json.loads(json.dumps(to_json(package)))
    assert sum(deck["notes"] for deck in described["decks"]) == described["notes"] == len(notes)
    cards = sum(len(n.ordinals) for n in notes)
    assert sum(deck["cards"] for deck in described["decks"]) == described["cards"] == cards
    lines = _text(package).splitlines()
    assert lines[0].startswith(f"{len(notes)} note")
