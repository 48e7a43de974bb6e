"""Text in a changelog is shown as it is, by a parser of GitHub's Markdown."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from deckgen.reports.release_markdown import as_github, as_markdown, title_as_github

_GITHUB = MarkdownIt("gfm-like", {"linkify": False, "html": True})
_SIGNS = st.text(alphabet="ab1 \\`*_[](){}<>#+-.!|~$&;:@=/？中\n", max_size=30)


def shown(markdown: str) -> str:
    """What a reader of an item in a list sees."""
    html = _GITHUB.render(f"- {markdown}\n")
    assert html.startswith("<ul>")
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


@given(_SIGNS)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    assert shown(as_markdown(text)) == " ".join(text.split())


@given(_SIGNS)
def test_a_part_of_a_line_is_shown_as_it_is_on_github(text: str) -> None:
    assert shown(f"A:{as_github(text)}.") == " ".join(f"A:{text}.".split())


# A `$` in a span, or with a backtick, is from GitHub's page "Writing mathematical expressions". `@click` was
# taken for a person in the releases of https://github.com/webjsdev/webjs/pull/61; that a comment prevents
# this is from https://github.com/hackclub/OnBoard/pull/54.
@pytest.mark.parametrize(
    ("title", "markdown"),
    [
        ("What does @click add?", "What does @<!-- -->click add?"),
        ("It costs $5 or $6.", "It costs <span>$</span>5 or <span>$</span>6."),
        ("What is $x_1 < 2$?", "What is $`x_1 < 2`$?"),
        ("What is `a*b` in C#?", "What is `a*b` in C\\#?"),
        ("1. of all", "1\\. of all"),
        ("- a", "\\- a"),
        ("See #12", "See \\#<!-- -->12"),
    ],
)
def test_a_title_has_formulas_and_code_but_no_links_to_people(title: str, markdown: str) -> None:
    assert title_as_github(title) == markdown
    if "$`" not in markdown:
        assert shown(markdown) == re.sub("`", "", title)
