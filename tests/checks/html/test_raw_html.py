"""Raw HTML that a card cannot hold is named on its line."""

import pytest

from deckgen.checks.html.raw_html import check_html
from tests.support.found import found
from tests.support.questions import question, unit


@pytest.mark.parametrize(
    "text",
    [
        "a<sub>b</sub> <kbd>c</kbd> <br> <br/> <img src='a.png' alt='b' width=3>",
        "<details open>\n<summary>a</summary>\n\nb\n\n</details>",
        "<table>\n<tr><td colspan=2>a\n</table>",
        "<p align=center>a\n\n<ul><li>b</ul>",
        "`List<String>` and 1 < 2 > 0\n\n```\n<script>\n```",
        "<!-- a --> b\n\n<!--\nc\n\n-->",
        "<a href='https://x.example' target=_blank class=b>c</a>",
        "<https://x.example> <a@b.example>",
        "<b>a\n\nb</b>",
    ],
)
def test_html_that_a_card_can_hold(text: str) -> None:
    assert list(check_html(unit(question(text)))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nList<String> b", [(4, "html-not-allowed")]),
        ("<script>\nalert(1)\n</script>", [(3, "html-not-allowed")]),
        ("<style>a{}</style>", [(3, "html-not-allowed")]),
        ("a\n\n<iframe src=x></iframe>", [(5, "html-not-allowed")]),
        ("<img src=a.png\nonerror=b>", [(3, "html-not-allowed")]),
        ("<p style='color:red'>a</p>", [(3, "html-not-allowed")]),
        ("<?php a ?>", [(3, "html-not-allowed")]),
        ("<details>\n\na", [(3, "html-unclosed")]),
        ("a <b>b", [(3, "html-unclosed")]),
        ("a\nb</div>", [(4, "html-unclosed")]),
        ("<b><i>a</b>", [(3, "html-unclosed")]),
        ("- a\n\n  <div>\n  <T>\n  </div>", [(6, "html-not-allowed")]),
    ],
)
def test_html_that_a_card_cannot_hold(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(check_html(unit(question(text)))) == expected


def test_a_type_parameter_is_to_be_put_in_backticks() -> None:
    (problem,) = check_html(unit(question("List<String>")))
    assert "`<String>`" in problem.message
    assert "in backticks" in problem.message


def test_html_in_a_heading_is_looked_at() -> None:
    assert found(check_html(unit(question("a", heading="Map<K> and <b>")))) == [
        (1, "html-not-allowed"),
        (1, "html-unclosed"),
    ]
