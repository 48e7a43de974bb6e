"""Links that a card must not or cannot open are named on their line."""

import pytest

from deckgen.checks.text.links import check_links
from deckgen.values.problem import Severity
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://x.example) [b](HTTP://x.example) [c](mailto:a@b.example)",
        "https://x.example www.x.example a@b.example <https://x.example>",
        "[a][b]\n\n[b]: https://x.example",
        "`[a](javascript:b)` \\[a](javascript:b)",
        "<a href='https://x.example'>a</a>",
    ],
)
def test_links_that_a_card_may_open(text: str) -> None:
    assert list(check_links(unit(question(text)))) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n[b](javascript:c)", 4),
        ("[a](JavaScript:b)", 3),
        ("[a](data:text/html,b)", 3),
        ("[a](file:///etc/passwd)", 3),
        ("[a][b]\n\n[b]: vbscript:c", 3),
        ("<javascript:a>", 3),
        ("std <std::vector> a", 3),
        ("<a href='&#106;avascript:b'>c</a>", 3),
        ("<a href='java\nscript:b'>c</a>", 3),
    ],
)
def test_links_that_a_card_must_not_open(text: str, line: int) -> None:
    assert found(check_links(unit(question(text)))) == [(line, "link-not-allowed")]


def test_a_link_to_a_picture_may_have_lost_its_mark() -> None:
    (problem,) = check_links(unit(question("[a](images/b.PNG)")))
    assert "write `![…](images/b.PNG)`, with a `!`" in problem.message


def test_a_relative_link_is_a_warning() -> None:
    (problem,) = check_links(unit(question("[a](other.md#b)")))
    assert problem.code == "link-relative"
    assert problem.severity is Severity.WARNING
