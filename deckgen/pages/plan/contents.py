"""Finds tables of contents, which repeat the questions of a page."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from deckgen.pages.page import LINES, Block, Shape
from deckgen.pages.words.markers import bare_words, is_whole_bold, read_marker

_HEAD = 7
_ALIKE = 0.6
"""A line repeats an entry if it begins with this share of the entry, and at least `_HEAD` letters of it."""


def find_contents(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of lists that repeat lines further down."""
    bare = [bare_words(b.text) if b.shape in LINES else "" for b in blocks]
    bodies: dict[str, list[int]] = defaultdict(list)
    heads: dict[str, list[int]] = defaultdict(list)
    for number, (block, words) in enumerate(zip(blocks, bare, strict=True)):
        if words:
            bodies[words].append(number)
            if len(words) >= _HEAD and _may_be_title(block):
                heads[words[:_HEAD]].append(number)
    found = set()
    for number, block in enumerate(blocks):
        if block.shape is not Shape.LIST:
            continue
        entries = [
            part.text for item in block.children for part in item.walk() if part.shape is Shape.PARAGRAPH
        ]
        if len(entries) < 2:
            continue
        places = [_place_below(bare_words(entry), bare, bodies, heads, number) for entry in entries]
        repeated = [place for place in places if place is not None]
        share = 0.2 if block.is_link_list else 0.6
        if (len(repeated) >= share * len(entries) and _rises(repeated)) or block.is_link_list:
            found.add(number)
    return frozenset(found)


def _may_be_title(block: Block) -> bool:
    if block.shape is not Shape.PARAGRAPH:
        return True
    return read_marker(block.text) is not None or is_whole_bold(block.markdown)


def _rises(places: Sequence[int]) -> bool:
    """Whether the lines are repeated in the same order; those of a list in an answer are not."""
    steps = [b - a for a, b in pairwise(places)]
    return sum(step > 0 for step in steps) >= 0.7 * len(steps)


def _place_below(
    entry: str,
    bare: Sequence[str],
    bodies: Mapping[str, list[int]],
    heads: Mapping[str, list[int]],
    number: int,
) -> int | None:
    """The place of a line further down with these words, or with words that begin like them."""
    places = bodies.get(entry, [])
    after = bisect_right(places, number)
    if after < len(places):
        return places[after]
    alike = heads.get(entry[:_HEAD], ()) if len(entry) >= _HEAD else ()
    least = max(_HEAD, int(_ALIKE * len(entry)))
    return next((at for at in alike if at > number and bare[at].startswith(entry[:least])), None)
