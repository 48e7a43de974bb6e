"""Unclosed formulas and unmatched bold are named on the line where they begin."""

import pytest

from deckgen.checks.text.faults import check_faults
from deckgen.values.document import Kind
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
    assert found(check_faults(unit(question(text)))) == [(line, "formula-unclosed") for line in lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("**a** `**b` 2 ** 3 \\*\\*c ***", []),
        ("a\n**注意：**后文", [4]),
        ("**注意**：后文", []),
        ("a\n\n- **b", [5]),
        ("a\n**“甲”**和**“乙”**是", [4]),
        ("a 叫**“甲”**，b", [3]),
        ("***d** e* __a__", []),
    ],
)
def test_unmatched_bold(text: str, lines: list[int]) -> None:
    assert found(check_faults(unit(question(text)))) == [(line, "bold-unmatched") for line in lines]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**“甲”**是", "between `”` and `是` ends no bold text; move `”` out"),
        ("**“甲”**是", "out of the bold text: `“**甲**”`"),
        ("叫**（甲）**。", "between `叫` and `（` begins no bold text; move `（`"),
        ("**`a`**和", "between a backtick and `和` ends no bold text; put a space after it"),
        ("**Contact: ** none.", "after a space ends no bold text; delete the space before it"),
        ("a\n** Forward** pass", "before a space begins no bold text; delete the space after it"),
        ("def f(**kwargs)", "put it in backticks if it is code"),
    ],
)
def test_the_cause_of_unmatched_bold(text: str, words: str) -> None:
    (problem,) = check_faults(unit(question(text)))
    assert words in problem.message


def test_a_cloze_that_ends_with_full_width_braces() -> None:
    (problem,) = check_faults(unit(question("a {{c1::b｝｝ c", kind=Kind.CLOZE)))
    assert problem.message == "the cloze ends with full-width braces; write `}}` in place of `｝｝`"


def test_unclosed_comments() -> None:
    for text, line in (("a\n\n<!-- b\n\nc", 5), ("a <!-- b", 3)):
        assert found(check_faults(unit(question(text)))) == [(line, "comment-unclosed")]
