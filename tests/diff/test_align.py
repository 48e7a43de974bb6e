from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from deckgen.diff.align import align

_WORDS = st.lists(st.sampled_from(["a", "b", "c", "的", "张量", "\n"]), max_size=150)


@given(_WORDS, _WORDS)
def test_the_longest_common_sequence_is_found(old: list[str], new: list[str]) -> None:
    common = align(old, new)
    assert all(old[i] == new[k] for i, k in common)
    assert all(i < j and k < m for (i, k), (j, m) in pairwise(common))
    assert len(common) == _longest(old, new)


def _longest(old: list[str], new: list[str]) -> int:
    """The textbook's table, a row at a time."""
    row = [0] * (len(new) + 1)
    for word in old:
        above = row
        row = [0]
        for place, other in enumerate(new):
            row.append(above[place] + 1 if word == other else max(row[place], above[place + 1]))
    return row[-1]


def test_texts_without_a_word_in_common_have_none() -> None:
    assert align(["a"], ["b"]) == align([], ["b"]) == align(["a"], []) == []
