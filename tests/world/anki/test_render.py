"""Cloze fields as the real Anki shows them: what is asked is hidden, all else is as written."""

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.support.questions import cloze_text

if TYPE_CHECKING:
    from anki.collection import Collection


CARDS = {
    "text": ("A {{c1::B}} c", "A [...] c", "A B c"),
    "hint": ("A {{c1::B::letter}} c", "A [letter] c", "A B c"),
    "two numbers": ("{{c1::A}} {{c2::B}}", "[...] B", "A B"),
    "one number twice": ("{{c1::A}} {{c1::B}}", "[...] [...]", "A B"),
    "colons": (r"{{c1::std\::x}} a::b", "[...] a::b", "std::x a::b"),
    "colons beside a hint": ("{{c1::a:::h}}", "[:h]", "a"),
    "a colon at the start": ("{{c1:::a}}", "[...]", ":a"),
    "colons and a hint": ("{{c1::a::b::c}}", "[b::c]", "a"),
    "code": ("`f({{c1::x}}, {{y}})`", "f([...], {{y}})", "f(x, {{y}})"),
    "code with braces": ("`{{c1::{}}}`", "[...]", "{}"),
    "code with colons": ("`std::{{c1::a::b}}`", "std::[...]", "std::a::b"),
    "code in a cloze": ("{{c1::`}}` and `::`}} x", "[...] x", "}} and :: x"),
    "formula": (
        r"$a + {{c1::\frac{b}{c}}}$",
        r"\(a + \class{cloze-1}{ [...]}\)",
        r"\(a + \class{cloze-1}{ \frac{b}{c} }\)",
    ),
    "formula with braces left open": (
        r"$\left\{ {{c1::x}} \right.$",
        r"\(\left\{ \class{cloze-1}{ [...]} \right.\)",
        r"\(\left\{ \class{cloze-1}{ x} \right.\)",
    ),
    "formula with a relation hidden": (
        "$a {{c1::=}} b$",
        r"\(a \class{cloze-1}{ [...]} b\)",
        r"\(a \class{cloze-1}{ =} b\)",
    ),
    "words in a formula": (
        r"$x \text{ if {{c1::even}}}$",
        r"\(x \text{ if [...]}\)",
        r"\(x \text{ if even}\)",
    ),
    "a bracket of a formula": (
        r"$\left( x {{c1::+ y \right)}}$",
        r"\(\left( x [...]\)",
        r"\(\left( x + y \right)\)",
    ),
    "an argument of a command": (r"$\sqrt {{c1::x}}$", r"\(\sqrt [...]\)", r"\(\sqrt x\)"),
    "cells of an alignment": (
        r"$$\begin{matrix} {{c1::a & b}} \end{matrix}$$",
        r"\[\begin{matrix} [...] \end{matrix}\]",
        r"\[\begin{matrix} a & b \end{matrix}\]",
    ),
    "formula in a cloze": (r"{{c1::$\frac{a}{b}$}}", "[...]", r"\(\frac{a}{b}\)"),
    "formula block": (
        "$$\nx = {{c1::\\frac{1}{2}}}\n$$",
        r"\[x = \class{cloze-1}{ [...]}\]",
        r"\[x = \class{cloze-1}{ \frac{1}{2} }\]",
    ),
    "less than": (
        "$a {{c1::<}} b$ {{c1::x < y}}",
        r"\(a \class{cloze-1}{ [...]} b\) [...]",
        r"\(a \class{cloze-1}{ <} b\) x < y",
    ),
    "fence": ("```python cloze\nd = {{c1::{'a': {}}}}\n```", "d = [...]", "d = {'a': {}}"),
    "fence over two lines": ("```python cloze\n{{c1::a\nb}}\nc\n```", "[...]\nc", "a\nb\nc"),
    "braces in text": ("{{c1::a {b} c}} {{d}} }} {", "[...] {{d}} }} {", "a {b} c {{d}} }} {"),
    "sound in text": ("{{c1::a}} [sound:x.mp3]", "[...] [sound:x.mp3]", "a [sound:x.mp3]"),
    "emphasis": ("{{c1::**a** *b*}}", "[...]", "a b"),
    "table": (
        "| a | b |\n|---|---|\n| {{c1::c}} | `{{c1::d \\| e}}` |",
        "a\nb\n\n\n[...]\n[...]",
        "a\nb\n\n\nc\nd | e",
    ),
    "a list": ("Both:\n\n{{c1::\n- a\n- b {{x}}\n}}", "Both:\n[...]\n\n[...]", "Both:\na\n\nb {{x}}"),
    "items of a list": ("- {{c1::a\n- `b::c`}} d\n- e", "[...]\n\n[...] d\n\ne", "a\n\nb::c d\n\ne"),
    "rows of a table": (
        "| a | b |\n|---|---|\n| {{c1::c | d |\n| e}} | f |",
        "a\nb\n\n\n[...]\n[...]\n\n[...]\nf",
        "a\nb\n\n\nc\nd\n\ne\nf",
    ),
    "blocks of all kinds": (
        "{{c1::a\n\n> b\n\n```python\n{'c': {}}\n```\n\n$$\n\\frac{d}{e}\n$$\n\nf::hint}} g",
        "[...]\n[...]\n\n[...]\n\\[\\class{cloze-1}{ [...]}\\]\n[hint] g",
        "a\nb\n\n{'c': {}}\n\\[\\class{cloze-1}{ \\frac{d}{e} }\\]\nf g",
    ),
    "double braces in a picture's text": ("{{c1::a}} ![{{x}}](b.png)", "[...]", "a"),
    "formula in parentheses": (
        r"\(a + {{c1::\frac{b}{c}}}\)",
        r"\(a + \class{cloze-1}{ [...]}\)",
        r"\(a + \class{cloze-1}{ \frac{b}{c} }\)",
    ),
    "formula in parentheses in a cloze": (r"{{c1::\(\frac{a}{b}\)}}", "[...]", r"\(\frac{a}{b}\)"),
    "formula block in brackets": (
        "\\[\nx = {{c1::\\frac{1}{2}}}\n\\]",
        r"\[x = \class{cloze-1}{ [...]}\]",
        r"\[x = \class{cloze-1}{ \frac{1}{2} }\]",
    ),
    "formula between blanks": (
        "{{c1::$ x_1 $}} and $ {{c1::y}} $",
        r"[...] and \(\class{cloze-1}{ [...]}\)",
        r"\(x_1\) and \(\class{cloze-1}{ y}\)",
    ),
    "formula of old Anki": (
        "{{c1::[$]x[/$]}} [$$]{{c1::y}}[/$$]",
        r"[...] \[\class{cloze-1}{ [...]}\]",
        r"\(x\) \[\class{cloze-1}{ y}\]",
    ),
    "marked text": ("=={{c1::a}}== {{c1::==b==}} a==b", "[...] [...] a==b", "a b a==b"),
    "emoji": ("{{c1::a :tada:}} :x: {{c1::b:::x:}} 1:x:2", "[...] ❌ [:x:] 1:x:2", "a 🎉 ❌ b 1:x:2"),
    "title of a callout": ("> [!info]- On {{c1::a}}\n> {{c1::b}}", "On [...]\n[...]", "On a\nb"),
    "size of a picture": ("{{c1::a}} ![b|30](b.png) ![c](c.png =3x3)", "[...]", "a"),
    "video": ("{{c1::a}} ![b](b.mp4)", "[...] [anki:play:q:0]", "a [anki:play:a:0]"),
    "link": ("{{c1::[a::b](https://x.example/{{y}})}}", "[...]", "a::b"),
}


@pytest.mark.parametrize(("markdown", "question", "answer"), CARDS.values(), ids=CARDS.keys())
def test_anki_shows_a_cloze(collection: "Collection", markdown: str, question: str, answer: str) -> None:
    note = collection.new_note(collection.models.by_name("Cloze"))
    note["Text"] = cloze_text(markdown)
    collection.add_note(note, collection.decks.id("Default"))
    card = note.cards()[0]
    assert _text(card.question()) == question
    assert _text(card.answer()) == answer


def _text(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for style in soup.find_all("style"):
        style.decompose()
    return soup.get_text().strip()
