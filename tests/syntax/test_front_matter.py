"""A front matter is read as it was written, and its end is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.sources.settings.front_matter import parse_front_matter
from deckgen.syntax.front_matter import front_matter_end, render_front_matter
from deckgen.values.problem import has_error
from deckgen.values.tags import check_commas, check_tag

TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\xa0"), max_size=20)
TAGS = TEXTS.filter(lambda tag: check_tag(tag) is None and check_commas(tag) is None)
NUMBERS = st.sampled_from(["1", "1.5", "2024-01-01", "1e3", "0x1f", "12:30", "null", "No", "~", "=", "<<"])


@given(TEXTS | NUMBERS, st.lists(TAGS | NUMBERS, max_size=3), TEXTS | NUMBERS)
def test_a_front_matter_is_read_as_it_was_written(deck: str, tags: list[str], source: str) -> None:
    deck = deck.replace("::", " ")
    lines = render_front_matter(deck, tags, source)
    front, problems = parse_front_matter("source/p.md", lines)
    assert not has_error(problems)
    assert (front.deck, front.tags, front.source or "") == (
        " ".join(deck.split()),
        tuple(tags),
        " ".join(source.split()),
    )
    assert front.end == front_matter_end(lines) == len(lines)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("", 0),
        ("# T\n---\n---", 0),
        ("---\n---", 2),
        ("---\ndeck: a\n...\n---", 3),
        ("---  \na\n--- \nb", 3),
        ("---\ndeck: a", None),
    ],
)
def test_a_front_matter_ends_at_its_second_fence(text: str, end: int | None) -> None:
    assert front_matter_end(text.split("\n")) == end
