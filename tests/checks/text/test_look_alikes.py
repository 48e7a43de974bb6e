"""What another program writes is named on its line."""

import pytest

from deckgen.checks.text.look_alikes import check_look_alikes
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](<b c>) [a] (b c) `[a](b c)` [a](b 'c')", []),
        ("a\n![b](my picture.png)", [(4, "foreign-media")]),
        ("[a](b c)", [(3, "link-not-understood")]),
    ],
)
def test_addresses_with_a_space(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(check_look_alikes(unit(question(text)))) == expected
