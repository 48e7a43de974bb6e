"""How the text of one block is read: clozes, formulas, and what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.syntax.cloze_marks import ClozeClose, ClozeHint, ClozeOpen, Fault
from deckgen.syntax.inlines import parse_inlines
from deckgen.syntax.parts import Close, Code, Formula, Open


def formulas(text: str) -> list[str]:
    """The TeX of each formula, `$$` kept for one on its own."""
    return [
        f"$${part.pieces[0]}$$" if part.display else str(part.pieces[0])
        for part in parse_inlines(text).parts
        if isinstance(part, Formula)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", ["x"]),
        ("损失$L$是，$x$。", ["L", "x"]),
        ("($x$), $y$. [$z$]", ["x", "y", "z"]),
        ("$a$ and $b$", ["a", "b"]),
        (r"$\$5$", [r"\$5"]),
        (r"$a\\b$", [r"a\\b"]),
        ("$a\nb$", ["a\nb"]),
        ("$a_1 * b_2$ and *c*", ["a_1 * b_2"]),
        ("$`a`$", ["a"]),
        ("a $$x$$ b", ["$$x$$"]),
        ("$$ x\n= 1 $$", ["$$ x\n= 1 $$"]),
        ("$5 and $6", []),
        ("$5 for $x$", ["x"]),
        ("US$7, 8$ and 9$", []),
        ("$HOME/$USER", []),
        ("$ x $", []),
        ("$x $", []),
        ("$x$y", []),
        ("a$x$", []),
        (r"\$x$", []),
        (r"$x\$", []),
        ("`$x$`", []),
        ("$$", []),
        ("$$$x$$$", []),
        ("$x", []),
    ],
)
def test_formulas_of_a_line(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{c1::a}}", [(1, "a", "")]),
        ("x {{c12::a b}} y", [(12, "a b", "")]),
        ("{{c1::a::b}}", [(1, "a", "b")]),
        ("{{c1::a::b::c}}", [(1, "a::b", "c")]),
        (r"{{c1::a\::b}}", [(1, "a::b", "")]),
        ("{{c1::a {b} c}}", [(1, "a {b} c", "")]),
        ("{{c1::a {{b}} c}}", [(1, "a {{b}} c", "")]),
        (r"{{c1::a \} b}}", [(1, "a } b", "")]),
        ("{{c1::a } b}}", [(1, "a } b", "")]),
        ("{{c1::a}}}", [(1, "a", "")]),
        ("{{c1::a}}{{c1::b}}", [(1, "a", ""), (1, "b", "")]),
        ("{{c1::*a::b*::c}}", [(1, "a::b", "c")]),
        ("{{c1::a::}}", [(1, "a", "")]),
        ("{{C1::a}} {c1::a} {{c1:a}}", []),
        (r"\{{c1::a}}", []),
    ],
)
def test_clozes_of_a_line(text: str, expected: list[tuple[int, str, str]]) -> None:
    found: list[tuple[int, str, str]] = []
    number, texts = 0, [""]
    for part in parse_inlines(text).parts:
        match part:
            case ClozeOpen():
                number, texts = part.number, [""]
            case ClozeHint():
                texts.append("")
            case ClozeClose():
                found.append((number, texts[0], "".join(texts[1:])))
            case str():
                texts[-1] += part
    assert found == expected


@pytest.mark.parametrize(
    "text", ["`a {{c1::b}}`", r"$a {{c1::\frac{b}{c}}}$", "`{{c1::{}}}`", r"$\{ {{c1::x}}$"]
)
def test_a_cloze_in_code_or_a_formula_is_found(text: str) -> None:
    (part,) = parse_inlines(text).parts
    assert isinstance(part, Code | Formula)
    assert ClozeOpen(1, text.index("{{")) in part.pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{c::a}}", [Fault.NO_NUMBER]),
        ("{{c0::a}}", [Fault.NO_NUMBER]),
        ("{{c501::a}}", [Fault.NO_NUMBER]),
        ("`{{c::a}}`", [Fault.NO_NUMBER]),
        ("{{c1::a {{c2::b}} c}}", [Fault.NESTED]),
        ("{{c1::a `{{c2::b}}` c}}", [Fault.NESTED]),
        ("`{{c1::a {{c2::b}} c}}`", [Fault.NESTED]),
        ("{{c1::a", [Fault.UNCLOSED]),
        ("{{c1::a {b}}", [Fault.UNCLOSED]),
        ("{{c1::`a}}`", [Fault.UNCLOSED]),
        ("`{{c1::a` }}", [Fault.UNCLOSED]),
        ("${{c1::a$ }}", [Fault.UNCLOSED]),
        ("{{c1::}}", [Fault.EMPTY]),
        ("{{c1::::hint}}", [Fault.EMPTY]),
        ("a $$ b", [Fault.FORMULA_UNCLOSED]),
        ("a <!-- b", [Fault.COMMENT_UNCLOSED]),
        (r"{{c1::a}} $$b$$ <!-- c --> `$$` \$$", []),
    ],
)
def test_faults_of_a_line(text: str, expected: list[Fault]) -> None:
    assert [found.fault for found in parse_inlines(text).faults] == expected


def test_faults_stand_where_they_begin() -> None:
    text = "line one\n`code {{c::x}}` and\n{{c1::y"
    assert [found.position for found in parse_inlines(text).faults] == [
        text.index("{{c::"),
        text.index("{{c1"),
    ]


def test_where_clozes_do_not_count_they_are_text() -> None:
    assert parse_inlines("{{c1::a}} `{{c::b}}`", clozes=False).faults == ()
    assert parse_inlines("{{c1::a}}", clozes=False).parts == ("{{c1::a}}",)


@given(st.text(st.sampled_from("ab *_~`[]()!<>&;\\$\n:{}c1@./w")))
def test_every_opening_has_its_end(text: str) -> None:
    open_tags: list[str] = []
    cloze_depth: int | None = None
    for part in parse_inlines(text).parts:
        match part:
            case Open():
                open_tags.append(part.tag)
            case Close():
                assert open_tags.pop() == part.tag
            case ClozeOpen():
                assert cloze_depth is None
                cloze_depth = len(open_tags)
            case ClozeClose():
                assert cloze_depth == len(open_tags)
                cloze_depth = None
            case _:
                pass
    assert not open_tags
    assert cloze_depth is None
