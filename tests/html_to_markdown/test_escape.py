"""Text that is written as Markdown is read as this text, and formulas as these formulas."""

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from deckgen.html_to_markdown.escape import escape_text, strip_markdown
from deckgen.html_to_markdown.settle import settle
from deckgen.syntax.inlines import parse_inlines

PIECES = (
    *(
        "==",
        "=",
        ":",
        ":smile:",
        ":x:",
        ":a",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "[$]",
        "[/$]",
        "$",
        "$ ",
        " $",
        "$$",
    ),
    *("x", "x_1", "n", "中", "1", " ", "a b", "(", ")", "[", "]", "!", "![a](b.png =3x4)", "{width=3}", "."),
    *("*", "**", "_", "~~", "`", "<b>", "&amp;", "\\", "|", "|30", "，"),
)


def shown(markdown: str) -> str:
    """The text that a card shows, with the TeX of a formula between dollar signs."""
    read = parse_inlines(markdown, clozes=False).tokens
    return "".join(f"${token.content}$" if token.type == "formula" else token.content for token in read)


@example("[[$]\\](\\)")
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    markdown = escape_text(text)
    assume(not re.search(r"(?<!\\)\$", markdown))  # which holds a formula of the page
    assert shown(settle(markdown)).split() == text.split()


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("==a==", r"\=\=a=="),
        ("a == b and a==b", "a == b and a==b"),
        (":tada: at 10:30:45, std::x::y", r"\:tada: at 10:30:45, std::x::y"),
        (r"\(x_1\) and $x_1$", "$x_1$ and $x_1$"),
        ("[$]x[/$]", "$x$"),
        ("$ x $", r"\$ x \$"),
    ],
)
def test_what_deckgen_reads_beyond_github_is_escaped(text: str, markdown: str) -> None:
    assert escape_text(text) == markdown


def test_a_reader_sees_no_marks() -> None:
    assert strip_markdown("==a **b**== and a==b, a == b") == "a b and a==b, a == b"


@pytest.mark.parametrize(
    "text", ["[方括号](x)", "[a](b)", "a [b] [c](d)", "[a [b] c](d)", "[a]](b)", "![a](b)"]
)
def test_escaped_brackets_are_shown_as_they_were(text: str) -> None:
    assert strip_markdown(escape_text(text)) == text


def test_a_link_shows_its_text() -> None:
    assert strip_markdown(r"a \[b] [c\]](d) ![e](f)") == "a [b] c] e"
