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


NAMES = st.sampled_from([*FIELDS, *FIELDS, "Deck", "FrontSide"])
FILTERS = st.sampled_from(
    ["cloze", "text", "hint", "type", "nc", "mine", "furigana", "kana", "kanji", "cloze-only", "", "tts x"]
)
FILLED = st.builds(
    lambda filters, name: f"{{{{{''.join(f'{f}:' for f in filters)}{name}}}}}",
    st.lists(FILTERS, max_size=2),
    NAMES,
)
PIECES = st.sampled_from(["a", "<!-- {{Nope}} -->", "}}", "-->", "\n", "}", "{{{Text}}}", "{{ Text }}", "<%"])
CONDITIONS = st.sampled_from([*FIELDS, "c1", "c2", "Deck", "Tags"])


def _in_condition(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    made = lambda sign, name, parts: f"{{{{{sign}{name}}}}}{''.join(parts)}{{{{/{name}}}}}"  # noqa: E731
    return st.builds(made, st.sampled_from("#^"), CONDITIONS, st.lists(inside, max_size=3))


RIGHT = st.lists(st.recursive(FILLED | PIECES, _in_condition, max_leaves=4), max_size=4).map("".join)
MISTAKES = st.sampled_from(
    [
        "{{Nope}}",
        "{{#Text}}",
        "{{/Text}}",
        "{{",
        "<!--",
        "{",
        "{{text:{{Text}}}}",
        "{{^Nope}}{{/Nope}}",
        "{{}}",
        "{{#}}",
    ]
)
TEMPLATES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["{{Text}}", ""]),
    RIGHT,
    st.sampled_from(["", "", ""]) | MISTAKES,
    RIGHT,
)

WORDS = st.sampled_from(
    [
        *("a", "b", " ", "\n", "::", ":", "{{c", "}}", "{{", "}", "<br>", "<b>", "</b>", "{{c1::", "{{c2::"),
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
        *("<style>", "</style>", "<div>", "[sound:x.mp3]", "&nbsp;", "é", "image-occlusion:", "&nope;"),
    ]
)


def _in_cloze(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    numbers = st.sampled_from(["1", "1", "2", "3", "1,2", "01", "1", "0", "x", "1,", "70000"])
    made = lambda number, parts, hint: f"{{{{c{number}::{''.join(parts)}{hint}}}}}"  # noqa: E731
    return st.builds(made, numbers, st.lists(inside, max_size=3), st.sampled_from(["", "", "::h", "::"]))


TEXTS = st.lists(st.recursive(WORDS, _in_cloze, max_leaves=6), min_size=1, max_size=4).map("".join)
CARDS = st.builds(
    CardType,
    TEMPLATES,
    TEMPLATES,
    st.tuples(TEXTS, TEXTS, TEXTS),
    st.sampled_from([False, False, True]),
    st.integers(0, 1),
)
CLOZES = st.builds(
    lambda text, ordinal: CardType("{{cloze:Text}}", "{{cloze:Text}}", (text, "", ""), True, ordinal),
    TEXTS,
    st.integers(0, 1),
)


@pytest.mark.thorough
@settings(max_examples=500, deadline=None)
@given(card=CARDS)
def test_random_templates(anki: AnkiTemplates, card: CardType) -> None:
    assert_same(anki, card if card.is_cloze else card._replace(ordinal=0))


@settings(max_examples=500, deadline=None)
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
