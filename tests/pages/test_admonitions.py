"""Boxes of site generators end where they are closed, however many there are."""

from deckgen.pages.read.markdown.admonitions import rewrite_admonitions


def test_a_box_ends_at_its_own_fence() -> None:
    text = "::: note\n::: tip\na\n:::\nb\n:::\nc"
    assert rewrite_admonitions(text, []) == "> [!NOTE]\n> > [!TIP]\n> > a\n>\n> b\n\nc"


def test_boxes_without_an_end_and_very_deep_ones_stay() -> None:
    unclosed = "::: note\n" * 20_000
    assert rewrite_admonitions(unclosed, []) == unclosed
    deep = "::: note\n" * 2_000 + ":::\n" * 2_000
    assert rewrite_admonitions(deep, []).count("::: note") == 1_980
