"""Answers to type, compared in the browser as the real Anki compares them."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deckgen.preview.typed import find_typed, show_compared, show_input, to_typed_text
from tests.support.preview_page import PreviewPage

if TYPE_CHECKING:
    from anki.collection import Collection

PAIRS = [
    ("65504", ""),
    ("65504", "65504"),
    ("65504", "65540"),
    ("café", "cafe"),
    ("cafe\u0301", "café"),
    ("a<b & 'c' \"d\"", "a<b & c"),
    ("Attention is all you need", "attention is all you need"),
    ("注意力机制", "注意力的机制"),
    ("अन्तर्", "अन्त"),
    ("a\u0301b", "b"),
    ("abcd", "xyz"),
    ("x", "\u0301x"),
    ("a b", "ab "),
    ("😀a", "a😀"),
]
PIECES = ["a", "b", "ab", "c", " ", "é", "e\u0301", "中", "<", "&", "文", "ｆ", "ﬁ", "1"]


@pytest.fixture(scope="module")
def anki() -> Iterator["Collection"]:
    collections = pytest.importorskip("anki.collection")
    with tempfile.TemporaryDirectory() as folder:
        collection = collections.Collection(str(Path(folder) / "collection.anki2"))
        yield collection
        collection.close()


def random_pairs() -> Iterator[tuple[str, str]]:
    chance = random.Random(1)  # noqa: S311  # nothing secret
    for number in range(300):
        longest = 400 if number % 10 == 0 else 12
        texts = ("".join(chance.choices(PIECES, k=chance.randrange(1, longest))) for _ in range(2))
        expected, typed = texts
        yield expected.strip() or "x", typed


@pytest.mark.parametrize("accents", [True, False])
def test_the_browser_compares_as_anki_does(page: PreviewPage, anki: "Collection", accents: bool) -> None:
    pairs = [*PAIRS, *random_pairs()]
    shown = page.ask("compared", [[expected, typed, accents] for expected, typed in pairs])
    assert isinstance(shown, list)
    for (expected, typed), ours in zip(pairs, shown, strict=True):
        field = expected.replace("&", "&amp;").replace("<", "&lt;")
        theirs = anki.compare_answer(field, typed, accents)
        assert f"<code id=typeans>{ours}</code>" == theirs, (expected, typed)


@pytest.mark.parametrize(
    "field",
    [
        "65504",
        "a<br>b<div>c</div>\nd",
        "  <b>x</b> [sound:a.mp3] &amp; y&nbsp;",
        "[anki:tts lang=en_US]spoken[/anki:tts] a",
        "<style>x</style>a<!-- b -->",
        "a &nope; &lt;",
    ],
)
def test_the_expected_text_is_that_of_anki(anki: "Collection", field: str) -> None:
    typed = find_typed("[[type:Answer]]", {"Answer": field}, 0)
    assert typed is not None
    assert typed.expected == to_typed_text(field)
    assert f"<code id=typeans>{typed.expected}</code>".replace("&", "&amp;") == anki.compare_answer(
        field, ""
    ).replace("&lt;", "<").replace("&amp;", "&").replace("&", "&amp;")


def test_a_cloze_is_typed_alone(anki: "Collection") -> None:
    text = "{{c1::a}} {{c2::b {{c1::c}}}} {{c1::a}}"
    for number in (1, 2, 3):
        typed = find_typed("[[type:cloze:Text]]", {"Text": text}, number - 1)
        assert typed is not None
        assert typed.expected == anki.extract_cloze_for_typing(text, number)


def test_the_front_has_a_line_and_the_back_the_answer_below_the_rule() -> None:
    typed = find_typed("x [[type:Answer]]", {"Answer": "42"}, 0)
    assert '<input type=text id=typeans style="' in show_input("x [[type:Answer]]", typed)
    back = show_compared("x [[type:Answer]]\n<hr id=answer>\ny", typed)
    assert back.index("<hr id=answer>") < back.index("<code id=typeans>42</code>")
    assert back.count("<hr id=answer>") == 1


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("[[type:Empty]]", ""),
        ("[[type:Nope]]", "Type answer: unknown field Nope"),
        ("[[type:cloze:Answer]]", "Please run Tools &gt; Empty Cards"),
        ("no mark", "no mark"),
    ],
)
def test_nothing_to_type(mark: str, shown: str) -> None:
    typed = find_typed(mark, {"Answer": "42", "Empty": ""}, 0)
    assert show_input(mark, typed) == shown
    assert show_compared("[[type:Answer]]", typed) == ""
