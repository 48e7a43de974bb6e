"""The language of a note: stated by its author, or found from its text."""

import pytest

from deckgen.render.language import callout_title, find_language
from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from deckgen.values.document import Kind
from deckgen.values.settings import Settings
from tests.support.every_picture import EveryPicture
from tests.support.questions import note, read_passage

TEXTS = {
    "LoRA 的 rank 是什么？": "zh-Hans",
    "這個詞的意思是什麼？": "zh-Hant",
    "`torch.cat` 与 `torch.stack` 有何不同？": "zh-Hans",
    "注意力の計算量はどのくらいですか？": "ja",
    "어텐션의 계산 복잡도는 얼마입니까?": "ko",
    "What does the GIL protect?": "en",
    "Which word means 你好?": "en",
    "Was ist ein Objekt?": "",
    "¿Qué es un objeto?": "",
    "Qu'est-ce qu'un objet ?": "",
    "Что такое объект?": "",
    "ما هو الكائن؟": "",
    "`what is the and which`": "",
    "$x$": "",
    "42": "",
    "": "",
}


@pytest.mark.parametrize(("text", "language"), TEXTS.items())
def test_a_text_tells_its_language_or_nothing(text: str, language: str) -> None:
    assert find_language([read_passage(text)]) == language


@pytest.mark.parametrize(
    ("front", "settings", "language"),
    [
        ("", Settings(), "en"),
        ("---\nlang: DE-at\n---\n", Settings(), "de-AT"),
        ("", Settings(lang="fr"), "fr"),
        ("---\nlang: sr-latn-rs\n---\n", Settings(lang="fr"), "sr-Latn-RS"),
    ],
)
def test_what_the_author_states_counts_and_the_nearer_first(
    front: str, settings: Settings, language: str
) -> None:
    source = f"{front}## What is the answer?\n\n> [!HINT]\n> Which?\n\nThe *one*.\n"
    made, problems = parse("package", "source/a.md", source.encode(), settings)
    assert problems == ()
    [asked] = made.questions
    *fields, key = render_question(asked, made, EveryPicture()).fields
    assert all(
        field.startswith((f'<div lang="{language}">', f'<span lang="{language}">'))
        for field in fields
        if field
    )
    assert "lang" not in key


def test_a_callout_has_its_title_in_the_language_of_the_note() -> None:
    assert "注意" in note("> [!CAUTION]\n> 会报错。", heading="为什么？").fields[1]
    assert "Caution" in note("> [!CAUTION]\n> It raises.", heading="Why?").fields[1]
    assert "Achtung" in note("> [!CAUTION] Achtung\n> Fehler.").fields[1]
    assert [callout_title("SUMMARY", tag) for tag in ("zh", "zh-CN", "zh-TW", "de", "")] == [
        *("总结", "总结", "總結", "Summary", "Summary")
    ]


def test_each_block_finds_its_direction_only_where_a_text_runs_from_the_right() -> None:
    made = note("سؤال\n\n- a\n- ب\n\n| ا | b |\n|---|---|\n| c | د |", heading="What is كتاب?")
    assert 'aria-level="1" dir="auto"' in made.fields[0]
    assert made.fields[1].count('dir="auto"') == len(("p", "ul", "th", "th", "td", "td"))
    for kind in Kind:
        assert not any('dir="' in field for field in note("a {{c1::b}} 中", kind=kind).fields)
