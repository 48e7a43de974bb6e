"""The faces of cards; tests/world/preview compares them with Anki."""

import time
from collections.abc import Callable

import pytest

from deckgen.apkg.packed import PackedNoteType
from deckgen.preview.card_template import TemplateError, fill_template
from deckgen.preview.clozes import show_clozes
from deckgen.preview.faces import render_cards
from deckgen.preview.filters import RUBY, show_readings, strip_tags_in_formulas, to_text
from deckgen.preview.sounds import show_sounds
from deckgen.preview.typed import find_typed, show_compared
from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from deckgen.values.note import Field, Template
from deckgen.values.text import NO_TIME


def stranger(front: str, back: str, *, is_cloze: bool = False) -> PackedNoteType:
    templates = (Template("Card 1", None, front, back),)
    return PackedNoteType(
        1, "Theirs", is_cloze, (Field("Text", None), Field("Extra", None)), templates, "", NO_TIME
    )


def test_the_cards_of_a_note_in_their_order() -> None:
    note_type = load_note_type(Kind.REVERSED)
    fields = ("<p>Q</p>", "<p>A</p>", "", "", "", "key")
    cards = render_cards(note_type, fields, (), {1: "A::B", 0: "A::B"})
    assert [(card.ordinal, card.name) for card in cards] == [
        (0, "Question → Answer"),
        (1, "Answer → Question"),
    ]
    assert '<header class="deck">B</header>' in cards[0].front
    assert "<p>A</p>" in cards[1].front
    assert "<p>Q</p>" in cards[1].back


def test_a_cloze_card_is_named_by_its_number() -> None:
    text = "{{c1::a}} {{c2::b}}"
    cards = render_cards(
        stranger("{{cloze:Text}}", "{{cloze:Text}}", is_cloze=True), (text, ""), (), {0: "D", 1: "D"}
    )
    assert [card.name for card in cards] == ["c1", "c2"]
    assert '<span class="cloze" data-ordinal="2">b</span>' in cards[1].back


def test_an_answer_to_type() -> None:
    note_type = load_note_type(Kind.TYPED)
    (card,) = render_cards(note_type, ("<p>Q</p>", "65504", "", "", "", "key"), (), {0: "D"})
    assert card.answer == "65504"
    assert "<input type=text id=typeans" in card.front
    assert "<code id=typeans>65504</code>" in card.back


@pytest.mark.parametrize(
    ("front", "says"),
    [
        (
            "{{Nope}}",
            "The front template has a mistake: {{Nope}} names a field that the note type does not have.",
        ),
        ("{{#Text}}", "{{#Text}} is not closed; write {{/Text}} after it"),
        ("{{Text}}{{/Text}}", "{{/Text}} closes what is not open here"),
        ("{{#Text}}{{/Extra}}", "write {{/Text}}"),
        ("{{#Nope}}{{/Nope}}", "{{#Nope}} asks for a field that the note type does not have"),
        ("words", "The front of this card is blank"),
    ],
)
def test_a_card_with_a_mistake_says_what_is_wrong(front: str, says: str) -> None:
    (card,) = render_cards(stranger(front, ""), ("a", "b"), (), {0: "D"})
    assert says in card.back
    assert 'class="preview-error"' in card.front


def test_cards_that_there_are_not() -> None:
    (card,) = render_cards(stranger("{{Text}}", ""), ("a",), (), {3: "D"})
    assert "no card type 4" in card.front
    (card,) = render_cards(stranger("{{cloze:Text}}", "", is_cloze=True), ("{{c1::a}}",), (), {1: "D"})
    assert "No field has a cloze 2." in card.front


def test_sounds_and_films_have_players() -> None:
    shown = show_sounds("a [sound:a b#1.mp3] [sound:x&amp;y.mp4] [anki:tts lang=en]said[/anki:tts] [sound:]")
    assert '<audio class="replay-button" controls preload="none" src="a%20b%231.mp3"></audio>' in shown
    assert 'src="x%26y.mp4"></video>' in shown
    assert "said" not in shown
    assert shown.endswith("[sound:]")


def test_a_sound_cannot_leave_its_attribute() -> None:
    shown = show_sounds("""[sound:x" onerror="alert(1)] [sound:x' <b>]""")
    assert shown.count('"') == 2 * 6
    assert "<b>" not in shown


def fill(template: str) -> None:
    with pytest.raises(TemplateError):
        fill_template(f"{template}{{{{Nope}}}}", {"a": "x"}, 0)


HOSTILE: dict[str, Callable[[int], object]] = {
    "clozes that are not closed": lambda n: show_clozes("{{c1::" * n, 1, question=True),
    "nested clozes": lambda n: show_clozes("{{c1::x" * n + "}}" * n, 1, question=True),
    "clozes in each other": lambda n: show_clozes(("{{c1::" * 10 + "}}" * 10) * (n // 100), 1, question=True),
    "a long number": lambda n: show_clozes("{{c" + "1" * n + "::a}}", 1, question=True),
    "styles": lambda n: to_text("<style>" * n + "<script>" * n),
    "comments": lambda n: to_text("<!--" * n + ">"),
    "entities": lambda n: to_text("&#x1;&" * n),
    "readings": lambda n: show_readings("a[b\n" * n + "]", RUBY["kana"]),
    "brackets": lambda n: show_readings("漢" * n + "[" * n, RUBY["kana"]),
    "formulas": lambda n: strip_tags_in_formulas(r"\(" * n + r"\)"),
    "conditions": lambda n: fill("{{#a}}" * n + "{{/a}}" * n),
    "braces": lambda n: fill("{{" * n),
    "comments in a template": lambda n: fill("<!--" * n + "{{a}}" * n),
    "sounds": lambda n: show_sounds("[sound:" * n + "[anki:tts " * n),
    "answers to type": lambda n: find_typed("[[type:" * n, {}, 0),
    "answers on a back": lambda n: show_compared(
        "[[type:a" * n + "\n]]", find_typed("[[type:a]]", {"a": "x"}, 0)
    ),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_as_the_text_does(make: Callable[[int], object]) -> None:
    start = time.process_time()
    make(20_000)
    # Quadratic time would be minutes, linear time is below a second.
    assert time.process_time() - start < 10
