"""A rule, or a line of dashes, that parts nothing is named on its line."""

import pytest

from deckgen.checks.blocks.rules import check_rule
from deckgen.values.document import Kind
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    "rule",
    [
        *("***", "* * *", "___", "_" * 70, "- - -"),  # Prettier writes the first, mdformat the fourth
        *("—", "—" * 16, "–" * 3, "— —", "--", "===="),
        *("－" * 3, "─" * 8),
    ],
)
def test_a_line_that_looks_like_the_parting_one(rule: str) -> None:
    (problem,) = check_rule(unit(question(f"a\n\n{rule}\n\nb\n\n{rule}\n\nc")))
    assert (problem.location.line, problem.code) == (5, "rule-parts-nothing")
    assert found(check_rule(unit(question(f"a {{{{c1::b}}}}\n\n{rule}\n\nc", kind=Kind.CLOZE)))) == [
        (5, "rule-parts-nothing")
    ]
    assert found(check_rule(unit(question("a {{c1::b}}", extra=f"c\n\n{rule}\n\nd", kind=Kind.CLOZE)))) == []


@pytest.mark.parametrize(
    "text",
    ["a", "—", "a\n\n—", "a\n—\nb", "- —\n\nb", "> ***\n\na", "```\n--\n```\n\na"],
)
def test_lines_that_part_nothing_and_need_not(text: str) -> None:
    assert found(check_rule(unit(question(text)))) == []
