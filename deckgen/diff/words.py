"""Compare two texts by words, or Chinese and Japanese by characters, to show what was edited."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, takewhile

from rapidfuzz.distance import LCSseq, MatchingBlock

from deckgen.diff.values import Mark, Segment
from deckgen.syntax.html_lines import INDENT
from deckgen.values.characters import CJK

MOST_CELLS = 600_000_000
"""The most a comparison may cost, as the product of the lengths: two fields of 64 KiB take 0.2 s."""

CONTEXT = 40
"""Characters of unchanged text that are kept on either side of a change."""


def compare_words(old: str, new: str, most_cells: int = MOST_CELLS) -> tuple[Segment, ...]:
    """The stretches that were kept, removed and added; nothing if the texts are the same.

    If they are too long for `most_cells`, all between their common beginning and end counts as rewritten.
    """
    if old == new:
        return ()
    before, after = split_words(old), split_words(new)
    edits = find_edits(_keyed(before), _keyed(after), most_cells)
    found = _segments(before, after, join_edits(before, after, _slid(before, after, edits)))
    return tuple(segment for segment in found if segment.text)


def split_words(text: str) -> list[str]:
    """The words of a text, and single characters of Chinese and Japanese; together they are the text."""
    return _WORD.findall(text)


_WORD = re.compile(rf"[{CJK}]|[^\W{CJK}]+|[^\S\n]+|.", re.DOTALL)
_FEWEST_CUT = 20
_WHOLE = (INDENT, "|")
"""How a line begins that is not cut in the middle, since half a row is not a table."""
_LONGEST_LINE = 200
"""In words: a longer line is cut in any case."""
_LONGEST_SLIDE = 200

_Edit = tuple[int, int, int, int]
"""`(i, j, k, m)`: words i to j of the old text became words k to m of the new text."""


def _keyed(words: Sequence[str]) -> list[str]:
    """The words with the kind of line they are in, so that no row of a table is mixed with a sentence."""
    keys = []
    kind = ""
    for number, word in enumerate(words):
        if word == "\n" or not number:
            begin = "".join(words[number + 1 : number + 2]) if word == "\n" else word
            kind = next((mark for mark in _WHOLE if begin.startswith(mark)), "")
        keys.append(kind + word)
    return keys


def find_edits(old: Sequence[str], new: Sequence[str], most_cells: int = MOST_CELLS) -> list[_Edit]:
    """The edits that keep the longest sequence of words that both texts have in common.

    rapidfuzz compares 64 words at a time, so time and memory are the product of the lengths divided by 64,
    whatever the words are. difflib takes cubic time if words repeat, or leaves the repeated ones out.
    """
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    end = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    i, j, k, m = start, len(old) - end, start, len(new) - end
    if (j - i) * (m - k) > most_cells:
        return [(i, j, k, m)]
    # The last block is the empty one at the end of both.
    kept = (MatchingBlock(0, 0, 0), *LCSseq.opcodes(old[i:j], new[k:m]).as_matching_blocks())
    edits = ((i + a.a + a.size, i + b.a, k + a.b + a.size, k + b.b) for a, b in pairwise(kept))
    return [edit for edit in edits if edit[0] < edit[1] or edit[2] < edit[3]]


def _slid(old: Sequence[str], new: Sequence[str], edits: Sequence[_Edit]) -> list[_Edit]:
    """Move an addition or a removal so that it consists of whole lines, or else of whole phrases.

    Between `f(a)` and `f(a)⏎g(a)`, either `)⏎g(a` or `⏎g(a)` was added; the second is easier to read.
    """
    slid: list[_Edit] = []
    for number, (i, j, k, m) in enumerate(edits):
        shift = 0
        if i == j or k == m:
            above = i - (slid[-1][1] if slid else 0)
            below = (edits[number + 1][0] if number + 1 < len(edits) else len(old)) - j
            text, begin, end = (old, i, j) if i < j else (new, k, m)
            shift = _best_shift(text, begin, end, min(above, _LONGEST_SLIDE), min(below, _LONGEST_SLIDE))
        slid.append((i + shift, j + shift, k + shift, m + shift))
    return slid


def _best_shift(text: Sequence[str], begin: int, end: int, above: int, below: int) -> int:
    """How far to move the edit from `begin` to `end`, so that it makes the same text of clearer units."""
    up = takewhile(lambda step: text[begin - step] == text[end - step], range(1, above + 1))
    down = takewhile(lambda step: text[begin + step - 1] == text[end + step - 1], range(1, below + 1))
    shifts = (0, *(-step for step in up), *down)
    return max(shifts, key=lambda shift: _break(text, begin + shift, end + shift))


def _break(text: Sequence[str], begin: int, end: int) -> int:
    """How well the words from `begin` to `end` stand alone: best as lines, then with the blank before."""
    if text[begin] == "\n" and (end == len(text) or text[end] == "\n"):
        return 4
    if text[end - 1] == "\n" and (begin == 0 or text[begin - 1] == "\n"):
        return 3
    if text[begin].isspace():
        return 2
    return int(begin == 0 or text[begin - 1].isspace())


def join_edits(old: Sequence[str], new: Sequence[str], edits: Sequence[_Edit]) -> list[_Edit]:
    """Join edits if little was kept between them: a common 的 means nothing, and odd words are unreadable.

    Kept words do not count if the edits on both sides are longer, as in diff-match-patch.
    """
    old_ends, new_ends = (list(accumulate(map(len, words), initial=0)) for words in (old, new))

    def weight(edit: _Edit) -> int:
        return max(old_ends[edit[1]] - old_ends[edit[0]], new_ends[edit[3]] - new_ends[edit[2]])

    joined: list[_Edit] = []
    for found in edits:
        edit = found
        while joined:
            last = joined[-1]
            kept = old_ends[edit[0]] - old_ends[last[1]]
            blank = edit[0] - last[1] == 1 and old[last[1]].isspace() and old[last[1]] != "\n"
            if not blank and kept >= min(weight(last), weight(edit)):
                break
            edit = (last[0], edit[1], last[2], edit[3])
            joined.pop()
        joined.append(edit)
    return joined


def _segments(old: Sequence[str], new: Sequence[str], edits: Sequence[_Edit]) -> Iterator[Segment]:
    """The stretches between and in the edits, some of them empty."""
    place = 0
    for number, (i, j, k, m) in enumerate(edits):
        yield from _keep(old[place:i], begins=number == 0, ends=False)
        yield Segment(Mark.REMOVED, "".join(old[i:j]))
        yield Segment(Mark.ADDED, "".join(new[k:m]))
        place = j
    yield from _keep(old[place:], begins=False, ends=True)


def _keep(words: Sequence[str], *, begins: bool, ends: bool) -> Iterator[Segment]:
    """Keep the unchanged words next to a change, and cut those that are far from any change."""
    head = 0 if begins else _end_line(words, _reach(words))
    tail = len(words) - (0 if ends else _reach(words[::-1]))
    tail = tail if ends else _begin_line(words, tail)
    if sum(map(len, words[head:tail])) < _FEWEST_CUT:
        yield Segment(Mark.KEPT, "".join(words))
        return
    yield Segment(Mark.KEPT, "".join(words[:head]).rstrip())
    yield Segment(Mark.CUT, f"{_gap(words[head], begins)}…{_gap(words[tail - 1], ends)}")
    text = "".join(words[tail:])
    yield Segment(Mark.KEPT, text if text.startswith(INDENT) else text.lstrip())


def _gap(word: str, is_outside: bool) -> str:
    """What parts an ellipsis from the text beside it: it is a line of its own where whole lines are cut."""
    return "" if is_outside else "\n" if word == "\n" else " "


def _begin_line(words: Sequence[str], place: int) -> int:
    """The beginning of the line of code or row of a table that a place is in; else the place."""
    begin = next((n for n in range(place, max(0, place - _LONGEST_LINE), -1) if words[n - 1] == "\n"), place)
    return begin if begin < len(words) and words[begin].startswith(_WHOLE) else place


def _end_line(words: Sequence[str], place: int) -> int:
    """The end of the line of code or row of a table that a place is in; else the place."""
    begin = next((n for n in range(place, 0, -1) if words[n - 1] == "\n"), place)
    if begin == len(words) or not words[begin].startswith(_WHOLE):
        return place
    return next((n for n in range(place, min(len(words), place + _LONGEST_LINE)) if words[n] == "\n"), place)


def _reach(words: Sequence[str]) -> int:
    """The number of words in the context of a change."""
    return bisect_right(list(accumulate(map(len, words))), CONTEXT)
