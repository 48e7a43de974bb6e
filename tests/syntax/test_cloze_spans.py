"""A cloze over several blocks hides a part in each of them, and only between its two ends."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.checks.text.faults import check_faults
from deckgen.syntax.reading import read_blocks
from deckgen.values.document import Kind
from tests.support.questions import cloze_text, note, question, unit


@pytest.mark.parametrize(
    ("markdown", "hidden"),
    [
        ("{{c1::a\n\nb}} c", ["1 a", "1 b"]),
        ("x {{c1::\n- a\n- b\n}} y", ["1 a", "1 b"]),
        ("- a\n- {{c3::b\n\n  c\n- d\n\ne}}", ["3 b", "3 c", "3 d", "3 e"]),
        ("{{c1::a\n\nb}} {{c2::c\n\nd}} {{c1::e}}", ["1 a", "1 b", "2 c", "2 d", "1 e"]),
        ("> {{c1::a\n>\n> b}}\n\n> c", ["1 a", "1 b"]),
        ("{{c1::a\n\n> b\n>\n> - c\n\nd}}", ["1 a", "1 b", "1 c", "1 d"]),
        ("|a|{{c1::b|\n|-|-|\n|c|d|\n|e}}|f|", ["1 b", "1 c", "1 d", "1 e"]),
        ("{{c1::a\n\n    b\n\n```\nc }}\n```\n\nd}}", ["1 a", "1 b", "1 c }}", "1 d"]),
        ("{{c1::a\n\n```text cloze\nb\n```\n\nc}}", ["1 a", "1 b", "1 c"]),
        ("{{c1::a\n\n```math\nb\n```\n\nc}}", ["1 a", "1 b", "1 c"]),
        ("{{c1::a\n\n### b\n\n<!-- c -->\n\nd}}", ["1 a", "1 b", "1 d"]),
        ("{{c1::a `}}`\n\n`}}` {b} $}}$ }}", ["1 a }}", "1 }} {b} \\(}}\\)"]),
        ("{{c1::a\n\n- [ ] b\n- [x] c}}", ["1 a", "1 b", "1 c"]),
        ("{{c1::a\n\nb::c::d}}", ["1 a", "1 b::c::d"]),
        ("{{c1::a\n\nb}}}} c}}", ["1 a", "1 b"]),
    ],
)
def test_each_block_of_a_cloze_is_hidden(markdown: str, hidden: list[str]) -> None:
    text = cloze_text(markdown)
    found = re.findall(r"\{\{c(\d+)::(.*?)\}\}", text, re.DOTALL)
    assert [f"{number} {_plain(part)}" for number, part in found] == hidden


def _plain(html: str) -> str:
    text = re.sub(r"<[^>]*>", "", html)
    return text.replace("} }", "}}").strip()


def test_lines_with_only_the_marks_are_not_shown() -> None:
    assert cloze_text("{{c1::\n\na\n\nb\n\n}}") == ('<div lang="en"><p>{{c1::a}}</p>\n<p>{{c1::b}}</p></div>')


def test_one_number_is_one_card() -> None:
    assert note("{{c2::a\n\nb}}\n\n{{c2::c}}", kind=Kind.CLOZE).ordinals == (1,)


def test_where_clozes_are_text_they_are_not_joined() -> None:
    shown = '<div lang="en"><p>{<wbr>{c1::a</p>\n<p>b}<wbr>}</p></div>'
    assert note("{{c1::a\n\nb}}").fields[1] == shown


def test_a_nested_cloze_names_the_line_that_is_open() -> None:
    asked = question("a\n{{c1::b\n\n{{c2::c}}\n\nd}}", kind=Kind.CLOZE)
    (problem,) = check_faults(unit(asked))
    assert problem.location.line == 6
    assert "that line 4 opens" in problem.message


_PIECES = st.sampled_from(
    (
        *(
            "{{c1::",
            "}}",
            "{{c2::a}}",
            "::",
            "a",
            "{",
            "}",
            "`",
            "$",
            "\n",
            "\n\n",
            "\n\n- ",
            "\n\n> ",
            "\n|",
        ),
        *(
            "**",
            "\n|-|-|\n",
            "\n\n```\n",
            "\n\n***\n\n",
            "\n\n## a\n\n",
            "<b>",
            "\\",
            "[",
            "](b)",
            "<!-- -->",
        ),
    )
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_cloze_is_ever_half_open(text: str) -> None:
    read_blocks(text)
    asked = question(text, kind=Kind.CLOZE)
    list(check_faults(unit(asked)))
    field = cloze_text(text)
    depth = 0
    for mark in re.findall(r"\{\{c\d+::|\}\}|</?(?:p|li|td|th|h\d|pre|blockquote|strong)\b", field):
        if mark.startswith("{{c"):
            depth += 1
        elif mark == "}}":
            depth -= 1
        elif "strong" not in mark:
            assert depth == 0, field
        assert depth in {0, 1}, field
    assert depth == 0
