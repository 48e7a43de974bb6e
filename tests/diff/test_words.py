import random
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deckgen.diff import words
from deckgen.diff.values import Mark
from deckgen.diff.words import compare_words, find_edits

_TEXTS = st.lists(
    st.sampled_from(["a", "b", "word", "的", "张", "量", " ", " ", "\n", ".", "(1, 2)", "é"]), max_size=60
).map("".join)


def _shown(old: str, new: str) -> str:
    forms = {Mark.KEPT: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}", Mark.CUT: "{}"}
    return "".join(forms[segment.mark].format(segment.text) for segment in compare_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("the old word", "the new word", "the [-old-]{+new+} word"),
        ("形状是 (12, 1)", "形状是 (22, 1)", "形状是 ([-12-]{+22+}, 1)"),
        ("最后的结论不变", "最后的结论变了", "最后的结论[-不-]变{+了+}"),
        ("学习率太大会导致发散", "学习率过大会导致发散", "学习率[-太-]{+过+}大会导致发散"),
        ("カタカナです", "カタカナだ", "カタカナ[-です-]{+だ+}"),
        ("one two", "one new two", "one{+ new+} two"),
        ("f(a)", "f(a)\ng(a)", "f(a){+\ng(a)+}"),
        ("a\nb\nc", "a\nc", "a[-\nb-]\nc"),
        ("red cat sat", "blue dog sat", "[-red cat-]{+blue dog+} sat"),
        ("梯度累积是一种方法", "注意力按块计算是快的", "[-梯度累积是一种方法-]{+注意力按块计算是快的+}"),
        (
            "Both.\n| a | the sum |\n| b | a product |\nEnd",
            "Both.\n• a: the sum\n• b: a product\nEnd",
            "Both.[-\n| a | the sum |\n| b | a product |-]{+\n• a: the sum\n• b: a product+}\nEnd",
        ),
        ("", "all", "{+all+}"),
        ("all", "", "[-all-]"),
        ("same", "same", ""),
    ],
)
def test_what_was_edited_is_seen(old: str, new: str, shown: str) -> None:
    assert _shown(old, new) == shown


def test_what_is_far_from_an_edit_is_cut() -> None:
    far = " ".join(["far"] * 50)
    shown = _shown(f"{far} old {far}", f"{far} new {far}")
    assert shown.startswith("… far far")
    assert "far [-old-]{+new+} far" in shown
    assert shown.endswith("far far …")
    assert len(shown) < 130


@given(_TEXTS, _TEXTS)
@example("", "")
def test_both_texts_can_be_read_out_of_the_comparison(old: str, new: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "CONTEXT", 10**6)
        segments = compare_words(old, new)
    assert bool(segments) == (old != new)
    for text, mark in ((old, Mark.REMOVED), (new, Mark.ADDED)):
        if old != new:
            assert "".join(s.text for s in segments if s.mark in (Mark.KEPT, mark)) == text
    for one, other in pairwise(segments):
        assert one.mark is not other.mark


@given(_TEXTS, _TEXTS)
def test_no_edit_is_cut_away(old: str, new: str) -> None:
    segments = compare_words(old, new)
    whole = "".join(s.text for s in segments if s.mark is Mark.ADDED)
    assert len(whole) <= len(new)
    assert all(s.text for s in segments)


_WORDS = st.lists(st.sampled_from(["a", "b", "c", "的", "张量", "\n"]), max_size=150)


@given(_WORDS, _WORDS)
def test_the_longest_common_sequence_is_kept(old: list[str], new: list[str]) -> None:
    kept: list[str] = []
    place = other = 0
    for i, j, k, m in (*find_edits(old, new), (len(old), len(old), len(new), len(new))):
        assert old[place:i] == new[other:k]
        kept += old[place:i]
        place, other = j, m
    assert len(kept) == _longest(old, new)


def _longest(old: list[str], new: list[str]) -> int:
    """The textbook's table, a row at a time."""
    row = [0] * (len(new) + 1)
    for word in old:
        above = row
        row = [0]
        for place, other in enumerate(new):
            row.append(above[place] + 1 if word == other else max(row[place], above[place + 1]))
    return row[-1]


def test_beyond_its_limit_all_between_the_same_ends_counts_as_rewritten() -> None:
    segments = compare_words("a b c d e", "a x c y e", most_cells=10)
    assert [(s.mark, s.text) for s in segments] == [
        (Mark.KEPT, "a "),
        (Mark.REMOVED, "b c d"),
        (Mark.ADDED, "x c y"),
        (Mark.KEPT, " e"),
    ]


@pytest.mark.parametrize("alphabet", ["的一是不了在有人", "".join(map(chr, range(0x4E00, 0x5E00)))])
@pytest.mark.parametrize("length", [21_845, 65_536])
def test_two_fields_of_64_kib_that_differ_everywhere_are_compared(alphabet: str, length: int) -> None:
    chance = random.Random(7)  # noqa: S311  # no secret
    old, new = ("".join(chance.choices(alphabet, k=length)) for _ in range(2))
    assert compare_words(old, new)
