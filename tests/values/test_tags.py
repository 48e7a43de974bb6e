"""A tag that is made from a text is a tag that the checks and a heading take."""

from hypothesis import example, given
from hypothesis import strategies as st

from deckgen.syntax.attributes import (
    DRAFT,
    Attributes,
    check_foreign_tag,
    parse_attributes,
    render_attributes,
)
from deckgen.values.tags import make_tag

_SIGNS = st.text(
    st.sampled_from("ab中1 -_.,:;/#'\"{}=?!、，。：；？！（）【】《》“”‘’｛｝·…\u200b\u3000|<>*`@$%&+\\"),
    max_size=12,
)


@given(st.lists(_SIGNS | st.text(max_size=12), max_size=3))
@example(["集合、并发，以及 IO"])
@example(["TCP/IP", "“三次”握手？"])
@example(["#C#"])
def test_a_heading_reads_the_made_tag_without_a_problem(levels: list[str]) -> None:
    tag = make_tag(*levels)
    tags = (tag,) if tag and tag != DRAFT else ()
    _, read, faults = parse_attributes(f"Question {render_attributes(Attributes('key', tags=tags))}")
    assert (read.tags, faults) == (tags, ())
    assert not [fault for one in tags for fault in check_foreign_tag(one)]


def test_letters_digits_and_levels_stay() -> None:
    assert make_tag("Java 并发", "C++ & C#") == "Java-并发::C++-&-C#"
