"""How the text of one block is read: clozes, formulas, and what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.cloze_marks import ClozeOpen
from deckgen.syntax.definitions import find_definitions
from deckgen.syntax.inlines import parse_inlines
from deckgen.values.codes import Code


def formulas(text: str) -> list[str]:
    """The TeX of each formula, `$$` kept for one on its own."""
    return [
        f"$${token.content}$$" if token.markup == "$$" else token.content
        for token in parse_inlines(text).tokens
        if token.type == "formula"
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
        ("$ x $", ["x"]),
        ("$ x$", []),
        ("$x $", []),
        ("$x$y", []),
        ("a$x$", []),
        (r"\$x$", []),
        (r"$x\$", []),
        ("`$x$`", []),
        ("$$", []),
        ("$$$x$$$", []),
        ("$x", []),
        ("$x\\", []),
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
        ("{{c1::a::b::c}}", [(1, "a", "b::c")]),
        ("{{c1::a:::b}}", [(1, "a", ":b")]),
        (r"{{c1::a\::b}}", [(1, "a::b", "")]),
        ("{{c1::a {b} c}}", [(1, "a {b} c", "")]),
        ("{{c1::a {{b}} c}}", [(1, "a {{b}} c", "")]),
        (r"{{c1::a \} b}}", [(1, "a } b", "")]),
        ("{{c1::a } b}}", [(1, "a } b", "")]),
        ("{{c1::a}}}", [(1, "a", "")]),
        ("{{c1::a}}{{c1::b}}", [(1, "a", ""), (1, "b", "")]),
        ("{{c1::*a::b*::c}}", [(1, "a::b", "c")]),
        ("{{c1::a::}}", [(1, "a", "")]),
        ("{{c1::a {{c2::b}} c}}", [(1, "a {{c2::b}} c", "")]),
        ("{{C1::a}} {c1::a} {{c1:a}}", []),
        (r"\{{c1::a}}", []),
    ],
)
def test_clozes_of_a_line(text: str, expected: list[tuple[int, str, str]]) -> None:
    found: list[tuple[int, str, str]] = []
    number, texts = 0, [""]
    for token in parse_inlines(text).tokens:
        match token.type:
            case "cloze_open":
                number, texts = token.meta["cloze"].number, [""]
            case "cloze_hint":
                texts.append("")
            case "cloze_close":
                found.append((number, texts[0], "".join(texts[1:])))
            case "text":
                texts[-1] += token.content
    assert found == expected


@pytest.mark.parametrize(
    "text", ["`a {{c1::b}}`", r"$a {{c1::\frac{b}{c}}}$", "`{{c1::{}}}`", r"$\{ {{c1::x}}$"]
)
def test_a_cloze_in_code_or_a_formula_is_found(text: str) -> None:
    (token,) = parse_inlines(text).tokens
    assert token.type in {"code_inline", "formula"}
    assert ClozeOpen(1, text.index("{{")) in token.meta["pieces"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{c::a}}", [Code.CLOZE_WITHOUT_NUMBER]),
        ("{{c0::a}}", [Code.CLOZE_WITHOUT_NUMBER]),
        ("{{c501::a}}", [Code.CLOZE_WITHOUT_NUMBER]),
        ("`{{c::a}}`", [Code.CLOZE_WITHOUT_NUMBER]),
        ("{{c1::a {{c2::b}} c}}", [Code.CLOZE_NESTED]),
        ("{{c1::a `{{c2::b}}` c}}", [Code.CLOZE_NESTED]),
        ("`{{c1::a {{c2::b}} c}}`", [Code.CLOZE_NESTED]),
        ("{{c1::a", [Code.CLOZE_UNCLOSED]),
        ("{{c1::a {b}}", [Code.CLOZE_UNCLOSED]),
        ("{{c1::`a}}`", [Code.CLOZE_UNCLOSED]),
        ("`{{c1::a` }}", [Code.CLOZE_UNCLOSED]),
        ("${{c1::a$ }}", [Code.CLOZE_UNCLOSED]),
        ("\\[\nx", [Code.FORMULA_UNCLOSED]),
        ("a\n\\[ \nx_1\n\\[", [Code.FORMULA_UNCLOSED]),
        ("a \\[\nx", []),
        ("\\[ ] a", []),
        ("{{c1::}}", [Code.CLOZE_EMPTY]),
        ("{{c1::::hint}}", [Code.CLOZE_EMPTY]),
        ("a $$ b", [Code.FORMULA_UNCLOSED]),
        ("a <!-- b", [Code.COMMENT_UNCLOSED]),
        (r"{{c1::a}} $$b$$ <!-- c --> `$$` \$$", []),
    ],
)
def test_faults_of_a_line(text: str, expected: list[Code]) -> None:
    assert [found.code for found in parse_inlines(text).faults] == expected


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("一般 3~5天，流感 7~10天", 0),
        ("10%~20%，3天~5天，$3~5 和 6~7", 0),
        ("~3~ and 周~一~", 2),
        ("~5 和 ~6", 0),
    ],
)
def test_a_tilde_before_a_digit_is_a_range(text: str, struck: int) -> None:
    tokens = parse_inlines(text).tokens
    assert sum(token.type == "s_open" for token in tokens) == struck


def test_faults_stand_where_they_begin() -> None:
    text = "line one\n`code {{c::x}}` and\n{{c1::y"
    assert [found.position for found in parse_inlines(text).faults] == [
        text.index("{{c::"),
        text.index("{{c1"),
    ]


def test_where_clozes_do_not_count_they_are_text() -> None:
    assert parse_inlines("{{c1::a}} `{{c::b}}`", clozes=False).faults == ()
    (token,) = parse_inlines("{{c1::a}}", clozes=False).tokens
    assert (token.type, token.content) == ("text", "{{c1::a}}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{c1::a [b}} c](x)", "<1>a [b</> c](x)"),
        ("[a {{c1::b](x) c}}", "[a <1>b](x) c</>"),
        ("[a {{c1::b}} c](x)", "<a>a <1>b</> c</a>"),
        ("[a {{c1::b](x)", "[a {{c1::b](x)"),
        ("*a {{c1::b* c}}", "*a <1>b* c</>"),
        ("*a {{c1::b}} c*", "<em>a <1>b</> c</em>"),
        ("{{c1::https://x.org}}", "<1><a>https://x.org</a></>"),
        ("**{{c1::a}}**b", "<strong><1>a</></strong>b"),
    ],
)
def test_a_cloze_binds_tighter_than_links_and_emphasis(text: str, shown: str) -> None:
    marks = {"cloze_close": "</>"}
    tokens = parse_inlines(text).tokens
    assert shown == "".join(
        f"<{token.meta['cloze'].number}>"
        if token.type == "cloze_open"
        else marks.get(token.type, token.content or f"<{'/' * (token.nesting < 0)}{token.tag}>")
        for token in tokens
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[r]( [r]", "<r>( <r>"),
        ("![r](", "<>("),
        ("[r][ [r]", "<r>[ <r>"),
        ("[r][ ]", "<r>"),
        ("[r](a(b 't')", "<r>"),
        ("[a ![[b](c)](d)](e)", "[a <>](e)"),
    ],
)
def test_brackets_are_read_as_github_reads_them(text: str, shown: str) -> None:
    known = find_definitions(parse_blocks("[r]: x"))
    marks = {"link_open": "<", "link_close": ">", "image": "<>"}
    tokens = parse_inlines(text, known).tokens
    assert "".join(marks.get(token.type, token.content) for token in tokens) == shown


@pytest.mark.parametrize("text", ["a\n![b", "a\n[b", "a\n<img src='b'>", "a\n{{c1::b}}", "a\n$$b"])
def test_what_a_check_may_blame_knows_its_position(text: str) -> None:
    text += {"!": "](x)", "[": "](x)"}.get(text[2], "")
    tokens, faults = parse_inlines(text)
    blamed = [token.meta["position"] for token in tokens if token.meta.get("position", 0) > 1]
    assert {
        text.count("\n", 0, position) for position in (*blamed, *(found.position for found in faults))
    } == {1}


@given(st.text(st.sampled_from("ab *_~`[]()!<>&;\\$\n:{}c1@./w")))
def test_every_opening_has_its_end(text: str) -> None:
    open_tags: list[str] = []
    cloze_depth: int | None = None
    for token in parse_inlines(text).tokens:
        match token.type:
            case "cloze_open":
                assert cloze_depth is None
                cloze_depth = len(open_tags)
            case "cloze_close":
                assert cloze_depth == len(open_tags)
                cloze_depth = None
            case _ if token.nesting > 0:
                open_tags.append(token.tag)
            case _ if token.nesting < 0:
                assert open_tags.pop() == token.tag
    assert not open_tags
    assert cloze_depth is None
