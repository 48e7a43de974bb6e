"""Markdown that stays as it was typed is named on its line."""

import pytest

from deckgen.checks.leftovers import check_leftovers
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](<b c>) [a] (b c) `[a](b c)` [a](b 'c')", []),
        ("a\n![b](my picture.png)", [(4, "link-not-understood")]),
        ("[a](b c)", [(3, "link-not-understood")]),
    ],
)
def test_leftovers(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(check_leftovers(unit(question(text)))) == expected
