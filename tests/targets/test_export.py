"""Which decks are exported."""

import pytest

from deckgen.targets.export import find_tops


@pytest.mark.parametrize(
    ("decks", "tops"),
    [
        ([], ()),
        (["A"], ("A",)),
        (["A::B", "A::C"], ("A",)),
        (["A::B::C", "A::B::D", "A::B"], ("A::B",)),
        (["A::B", "C::D::E", "C::D::F"], ("A::B", "C::D")),
        (["A::B", "A::BC"], ("A",)),
    ],
)
def test_one_deck_per_tree_holds_all(decks: list[str], tops: tuple[str, ...]) -> None:
    assert find_tops(decks) == tops
