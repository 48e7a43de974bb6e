"""Quotes that begin like a callout and are none are named on their line."""

import pytest

from deckgen.checks.blocks.callouts import check_callouts
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!NOTE]\n> a\n\n> [!tip]\n> b", []),
        ("> [link](https://x.example) [!a]", []),
        ("> [!HNIT]\n> a", [(3, "unknown-callout")]),
        ("> [!NOTES]\n> a", [(3, "unknown-callout")]),
        ("a\n\n> [!NOTE]b", [(5, "unknown-callout")]),
        ("> [!note] b\n> c\n\n> [!faq]- d\n\n> [!info|right]+\n> e", []),
        ("> [!definition] b\n> c", [(3, "unknown-callout")]),
        ("- a\n\n  > [!HINT]\n  > b", [(5, "unknown-callout")]),
    ],
)
def test_callouts(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(check_callouts(unit(question(text)))) == expected


def test_the_nearest_name_is_given() -> None:
    (problem,) = check_callouts(unit(question("> [!WARN]\n> a")))
    assert problem.message == "no callout is called `WARN`; did you mean `warning`?"
