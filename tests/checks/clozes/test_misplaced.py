"""Faulty clozes are named on their line, where clozes count."""

import pytest

from deckgen.checks.clozes.misplaced import check_clozes
from deckgen.checks.text.faults import MESSAGES, REASONS, check_faults
from deckgen.syntax.cloze_marks import Why
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{c1::a}} `{{c2::b}}` ${{c3::c}}$", []),
        ("a\n{{c::b}}", [(4, "cloze-without-number")]),
        ("a\n\n- b\n  {{c0::c}}", [(6, "cloze-without-number")]),
        ("{{c1::a {{c2::b}} c}}", [(3, "cloze-nested")]),
        ("{{c1::a\n\nb}} {{c2::c\n\n- d\n- e}}", []),
        ("{{c1::a\n\nb {{c2::c", [(3, "cloze-unclosed"), (5, "cloze-unclosed")]),
        ("{{c1::a\n\nb\n{{c2::c}}\n\nd}}", [(6, "cloze-nested")]),
        ("{{c1::a\n\n```text cloze\n{{c2::c}}\n```\n\nd}}", [(6, "cloze-nested")]),
        ("{{c1::a {{c2::b\n\nc}}", [(3, "cloze-nested")]),
        ("a\n{{c1::\n\n}}", [(4, "cloze-empty")]),
        ("{{c1::a\n\n::b}}", [(5, "cloze-empty")]),
        ("{{c1::a::b\n\nc::d}}", [(3, "cloze-second-hint")]),
        ("| a |\n|---|\n| {{c1::b |", [(5, "cloze-unclosed")]),
        ("{{c1::a}} {{c2:: }}", [(3, "cloze-empty")]),
        ("```python cloze\nx\n{{c1::a\n```", [(5, "cloze-unclosed")]),
        ("$$\nx\n{{c::a}}\n$$", [(5, "cloze-without-number")]),
        ("```\n{{c::a}}\n```\n\n{{c1::b}}", []),
        ("{{c1::a::b}} {{c2::c::d::e::f}}", [(3, "cloze-second-hint")]),
        ("{{c::a}} and {{c1::b", [(3, "cloze-without-number"), (3, "cloze-unclosed")]),
    ],
)
def test_faulty_clozes(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(check_faults(unit(question(text, kind=Kind.CLOZE)))) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{c1::a", None),
        ("{{c1::a } b", None),
        ("{{c1::a {{c2::b}}", None),
        (r"{{c1::\frac{a}{b}}", Why.BRACE),
        ("{{c1::a { b}}", Why.BRACE),
        (r"$\sqrt{{c1::{a}}$", Why.BRACE),
        ('`{{c1::print("{")}}`', Why.BRACE_IN_CODE),
        ("```python cloze\nx\n{{c1::{}}\n```", Why.BRACE_IN_CODE),
        ("{{c1::`a}}`", Why.END_IN_CODE),
        ("{{c1::the $a}}$", Why.END_IN_CODE),
        (r"{{c1::a\}}", Why.END_IN_CODE),
        ("`{{c1::a`}}", Why.BEGINS_IN_CODE),
        ("$x = {{c1::a$ b}}", Why.BEGINS_IN_CODE),
        ("```python cloze\n{{c1::a\n```", Why.BEGINS_IN_CODE),
        ("```python cloze\n{{c1::a\n```\n\nb}}", Why.BEGINS_IN_CODE),
        ("|a|b|\n|-|-|\n|{{c1::P(A|B)}}|", Why.CELL),
        ("|a|b|\n|-|-|\n|c|{{c1::|d|}}|", Why.CELL),
        ("|a|b|\n|-|-|\n|c|{{c1::d|\n\ne}}", Why.CELL),
        ("{{c1::a\n\n|b|\n|-|\n|c}}|", Why.QUOTE),
        ("a {{c1::\n\n|b|\n|-|\n|c|\n}}", Why.ROW),
        ("> {{c1::a\n\nb}}", Why.QUOTE),
        ("> {{c1::a\n\n> b}}", Why.QUOTE),
        ("> {{c1::a\n\nb\n\n> c}}", Why.QUOTE),
        ("> [!NOTE]\n> {{c1::a\n\nb}}", Why.QUOTE),
        ("{{c1::a\n\n***\n\nb}}", Why.RULE),
        ("{{c1::a\n\n<div>\n\nb}}\n\n</div>", Why.HTML),
        ("{{c1::a\n\n## b\n\nc}}", None),
        ("{{c1::a\n\n    b}}", None),
        ("{{c1::a[^1]\n\n[^1]: b}}", None),
    ],
)
def test_an_unclosed_cloze_is_explained(text: str, why: Why | None) -> None:
    first = next(check_faults(unit(question(text, kind=Kind.CLOZE))))
    assert first.code is Code.CLOZE_UNCLOSED
    assert first.message == (REASONS[why] if why else MESSAGES[first.code])


def test_a_faulty_cloze_in_the_heading() -> None:
    asked = question("{{c1::a}}", heading="{{c::b}}", kind=Kind.CLOZE)
    assert found(check_faults(unit(asked))) == [(1, "cloze-without-number")]


def test_a_cloze_of_the_heading_must_end_there() -> None:
    asked = question("a}} {{c2::b}}", heading="{{c1::b", kind=Kind.CLOZE)
    (problem,) = check_faults(unit(asked))
    assert (problem.location.line, problem.code) == (1, "cloze-unclosed")
    assert "in the heading must end there" in problem.message


def test_a_cloze_below_the_rule_makes_no_card() -> None:
    asked = question("{{c1::a}}", extra="b\n{{c2::c}}", kind=Kind.CLOZE)
    assert found(check_clozes(unit(asked))) == [(8, "cloze-below-rule")]


def test_where_clozes_are_text_nothing_is_wrong() -> None:
    assert list(check_faults(unit(question("{{c::a}} {{c1::b")))) == []


def test_a_message_says_what_to_do() -> None:
    (problem,) = check_faults(unit(question("{{c::a}}", kind=Kind.CLOZE)))
    message = "a cloze needs a number from 1 to 500; write `{{c1::…}}`"
    assert str(problem) == f"source/test.md:3: error: {message} [cloze-without-number]"
