"""An unclosed formula is named on the line where it begins."""

import pytest

from deckgen.checks.formulas import check_formulas
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("$$\nx\n$$", []),
        ("a $$x$$ b `$$` \\$\\$\n\n```\n$$\n```", []),
        ("a\n\n$$\nx", [5]),
        ("a\nb $$ x", [4]),
        ("$$\nx\n\ny\n$$", [3, 7]),
        ("$$\nx\n\n### Heading\n\ny", [3]),
        ("- a\n  $$\n  x\n- b", [4]),
        ("The shell's $5 and $HOME", []),
    ],
)
def test_unclosed_formulas(text: str, lines: list[int]) -> None:
    assert found(check_formulas(unit(question(text)))) == [(line, "formula-unclosed") for line in lines]
