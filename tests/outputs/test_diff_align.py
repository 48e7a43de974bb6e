from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from deckgen.outputs.diff.align import align

_WORDS = st.lists(st.sampled_from(["a", "b", "c", "的", "张量", "\n"]), max_size=150)


@given(_WORDS, _WORDS)
def test_the_longest_common_sequence_is_found(old: list[str], new: list[str]) -> None:
    common = align(old, new)
    assert all(old[i] == new[k] for i, k in common)
    assert all(i < j and k < m for (i, k), (j, m) in pairwise(common))
    assert len(common) == LCSseq.similarity(old, new)


def test_texts_without_a_word_in_common_have_none() -> None:
    assert align(["a"], ["b"]) == align([], ["b"]) == align(["a"], []) == []
