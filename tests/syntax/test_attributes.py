"""An attribute list is read as it was written, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.syntax.attributes import (
    DRAFT,
    Attributes,
    add_key,
    is_key,
    key_words,
    parse_attributes,
    render_attributes,
    without_lists,
)
from deckgen.values.document import Kind

KEYS = st.from_regex(r"[a-z0-9值](?:[\w.:-]{0,6}[a-z0-9])?", fullmatch=True)
TAGS = st.from_regex(r"[\w.-]{1,6}(?:::[\w-]{1,4})?", fullmatch=True).filter(lambda tag: tag != DRAFT)
SOURCES = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="{}｛｝\"'"), max_size=20)
LISTS = st.builds(
    Attributes,
    key=KEYS,
    was=st.just("") | KEYS,
    kind=st.none() | st.sampled_from(Kind),
    source=st.none() | SOURCES,
    tags=st.lists(TAGS, max_size=3).map(tuple),
    is_draft=st.booleans(),
)


@given(LISTS)
def test_a_list_is_read_as_it_was_written(attributes: Attributes) -> None:
    heading = f"Why {{#x}}? {render_attributes(attributes)}"
    assert parse_attributes(heading) == ("Why {#x}?", attributes, ())


def test_a_tag_that_no_list_can_hold_is_left_out() -> None:
    attributes = Attributes("k", tags=("a", "b c", "d=e", "{f}", '"', "g"))
    assert render_attributes(attributes) == "{#k .a .g}"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("## Q", "## Q {#k}"),
        ("## Q  ", "## Q {#k}  "),
        ("## Q ##", "## Q {#k} ##"),
        ("## C#", "## C# {#k}"),
        ("## Q { .tag }", "## Q { #k .tag }"),
        ("## the set {1, 2}", "## the set {1, 2} {#k}"),
        ("## {{c1::x}}", "## {{c1::x}} {#k}"),
    ],
)
def test_a_key_is_added_and_nothing_else_changes(line: str, written: str) -> None:
    assert add_key(line, "k") == written


@given(st.text())
def test_the_words_of_a_key_are_a_key(text: str) -> None:
    words = key_words(text)
    assert not words or is_key(words)


def test_text_is_kept_from_being_a_list_with_a_key() -> None:
    assert parse_attributes("a {#k}")[1].key == "k"
    assert parse_attributes(without_lists("a {#k}"))[1:] == (Attributes(), ())


@pytest.mark.parametrize(
    ("heading", "is_code"),
    [("A `{#k}` b", True), ("A ``{#k}`` b", True), ("A ``{#k}` b", False), ("A `{#k}`` b", False)],
)
def test_a_list_is_code_only_between_equal_runs_of_backticks(heading: str, is_code: bool) -> None:
    """As GitHub's specification says under "Code spans"."""
    assert bool(parse_attributes(heading)[2]) is not is_code
