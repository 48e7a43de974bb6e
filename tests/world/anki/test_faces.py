"""The preview fills templates as the real Anki does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.apkg.packed import PackedNoteType
from deckgen.apkg.read import decode_apkg
from deckgen.preview.faces import Sides, fill_sides
from deckgen.values.note import Field, Template
from deckgen.values.text import NO_TIME
from tests.support import ROOT
from tests.support.anki_templates import ERROR, FIELDS, AnkiTemplates, normal, open_templates
from tests.support.card_types import CARD_TYPES, CardType

DECK = "(Deck)"


@pytest.fixture(scope="module")
def anki() -> Iterator[AnkiTemplates]:
    pytest.importorskip("anki.collection")
    with open_templates() as opened:
        yield opened


def fill(card: CardType) -> Sides:
    name = "cloze" if card.is_cloze else "plain"
    fields = tuple(Field(field, None) for field in FIELDS)
    templates = (Template("Card", None, card.front, card.back),)
    note_type = PackedNoteType(1, name, card.is_cloze, fields, templates, "", NO_TIME)
    return fill_sides(note_type, card.fields, (), card.ordinal, DECK)


def assert_same(anki: AnkiTemplates, card: CardType) -> None:
    theirs = anki.fill((card.front, card.back), card.fields, is_cloze=card.is_cloze, ordinal=card.ordinal)
    assert list(map(normal, fill(card))) == list(map(normal, theirs))


@pytest.mark.parametrize("card", CARD_TYPES.values(), ids=CARD_TYPES)
def test_templates_of_all_kinds(anki: AnkiTemplates, card: CardType) -> None:
    assert_same(anki, card)


def test_the_cards_with_mistakes_are_errors() -> None:
    wrong = {name for name, card in CARD_TYPES.items() if ERROR in normal(fill(card).back)}
    assert len(wrong) >= 9
    assert "question and answer" not in wrong


NAMES = st.sampled_from([*FIELDS, "FrontSide", "Deck", "c1", "c2", ""])
FILTERS = st.sampled_from(
    ["cloze", "text", "hint", "type", "nc", "mine", "furigana", "kana", "kanji", "cloze-only", "", "tts x"]
)
TAGS = st.builds(
    lambda sign, filters, name: f"{{{{{sign}{''.join(f'{f}:' for f in filters)}{name}}}}}",
    st.sampled_from(["", "", "", "#", "^", "/", "{", " ", "! "]),
    st.lists(FILTERS, max_size=2),
    NAMES,
)
BLOCKS = st.builds(
    lambda name, sign, inside: f"{{{{{sign}{name}}}}}{inside}{{{{/{name}}}}}",
    st.sampled_from([*FIELDS, "c1"]),
    st.sampled_from("#^"),
    TAGS,
)
PIECES = st.sampled_from(["a", " ", "{{", "}}", "<!--", "-->", "<%", "é", "\n", "{{{", "<b>"])
TEMPLATES = st.lists(TAGS | BLOCKS | PIECES, max_size=5).map("".join)
WORDS = st.sampled_from(
    [
        *("a", "b", " ", "\n", "::", "{{c1::", "{{c2::", "{{c1,2::", "{{c", "}}", "}", "<br>", "<b>", "</b>"),
        *(
            r"\(",
            r"\)",
            r"\[",
            r"\]",
            "[",
            "]",
            "&amp;",
            "&lt;",
            "<",
            ">",
            "<!--",
            "-->",
            '"',
            "'",
            "漢[かん]",
        ),
        *("<style>", "</style>", "<div>", "[sound:x.mp3]", "&nbsp;", "é", "image-occlusion:"),
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map("".join)
CARDS = st.builds(
    CardType, TEMPLATES, TEMPLATES, st.tuples(TEXTS, TEXTS, TEXTS), st.booleans(), st.integers(0, 2)
)
CLOZES = st.builds(
    lambda text, ordinal: CardType("{{cloze:Text}}", "{{cloze:Text}}", (text, "", ""), True, ordinal),
    TEXTS,
    st.integers(0, 2),
)


@settings(max_examples=400, deadline=None)
@given(card=CARDS)
def test_random_templates(anki: AnkiTemplates, card: CardType) -> None:
    assert_same(anki, card if card.is_cloze else card._replace(ordinal=0))


@settings(max_examples=400, deadline=None)
@given(card=CLOZES)
def test_random_clozes(anki: AnkiTemplates, card: CardType) -> None:
    assert_same(anki, card)


def test_the_cards_of_a_package(tmp_path: Path) -> None:
    from anki.collection import (  # noqa: PLC0415
        Collection,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    package = ROOT / "decks/llm-interview.apkg"
    packed = {note.guid: note for note in decode_apkg(package.read_bytes()).notes}
    collection = Collection(str(tmp_path / "collection.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    collection.import_anki_package(request)
    ids = collection.find_cards("")
    try:
        for card in map(collection.get_card, ids):
            note = packed[card.note().guid]
            deck = next(found.deck for found in note.cards if found.ordinal == card.ord)
            sides = fill_sides(note.note_type, note.fields, note.tags, card.ord, deck)
            assert list(map(normal, sides)) == list(map(normal, (card.question(), card.answer())))
    finally:
        collection.close()
    assert len(ids) > 300
