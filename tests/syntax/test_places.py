"""The line of words is found whatever marks are around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.syntax.places import find_lines


@pytest.mark.parametrize(
    ("markdown", "words", "lines"),
    [
        ("one\n\ntwo three", "two", (2,)),
        ("a **very** `bold`\nword", "very bold word", (0,)),
        ("a\n\n- b **c**\n- d", "C D", (2,)),
        ("It is {{c1::three::a number}}.", "three", (0,)),
        ("结果\n\n形状为（22，1）", "形状为(22, 1)", (2,)),
        ("one two\none", "one", (0, 1)),
        ("x\na :tada: ==b== \\(c\\) :x:", "a 🎉 b \\(c\\)", (1,)),
        ("x\na:b:c and 10:30:45", "b:c and 10:30", (1,)),
        ("one\ntwo", "three", ()),
        ("one", "…", ()),
        ("", "one", ()),
    ],
)
def test_words_are_found_in_their_line(markdown: str, words: str, lines: tuple[int, ...]) -> None:
    assert find_lines(markdown, words) == lines


@given(st.lists(st.text(alphabet="ab *`-", max_size=8), max_size=8))
def test_a_line_is_found_where_its_words_first_stand(lines: list[str]) -> None:
    markdown = "\n".join([*lines, "- **zebra** `1`", *lines])
    assert find_lines(markdown, "Zebra 1") == (len(lines),)
