"""Tells the lists whose items are questions from lists of topics, names and answers."""

from collections import defaultdict
from collections.abc import Sequence

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import Candidate
from deckgen.pages.plan.noise import find_noise
from deckgen.pages.plan.sequences import with_bare_numbers
from deckgen.pages.words.markers import asks, read_marker

_PLAIN_ITEMS = ("item bold", "item bullet", "item number")
LISTED = "p listed"
"""The family of lines on a page that is only a list of questions, without any mark."""
_FEWEST_LINES = 8
_LONGEST_LINE = 300
_SENTENCE = 30
"""Items that ask nothing and are shorter than this are topics or names."""


def whole_lists(
    blocks: Sequence[Block], chosen: list[Candidate], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """If items are the questions, take all items of each list that asks, or states tasks below a heading.

    A list of topics or names does neither.
    """
    if chosen[0].family not in _PLAIN_ITEMS or sum(asks(c.block.text) for c in chosen) < 0.5 * len(chosen):
        return chosen
    lists: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.family in _PLAIN_ITEMS:
            lists[candidate.at].append(candidate)
    taken = {c.at for c in chosen}
    found = []
    for at, items in lists.items():
        asking = sum(asks(c.block.text) for c in items)
        stated = sum(c.block.text.rstrip().endswith("。") for c in items) >= 0.5 * len(items)
        are_tasks = sum(len(c.block.text) for c in items) >= _SENTENCE * len(items) and (asking or not stated)
        below_heading = at > 0 and blocks[at - 1].shape is Shape.HEADING
        if (asking and (at in taken or asking >= 0.5 * len(items))) or (
            are_tasks and (at in taken or below_heading)
        ):
            found += items
    return with_bare_numbers(found)


def of_asking_lists(members: list[Candidate]) -> list[Candidate]:
    """If most items ask, keep only those of lists that ask: an answer may be a list, too."""
    asking: dict[int, list[bool]] = defaultdict(list)
    for member in members:
        asking[member.at].append(asks(member.block.text))
    asking_lists = {at for at, items in asking.items() if sum(items) >= 0.3 * len(items)}
    kept = [m for m in members if m.at in asking_lists]
    return kept if sum(asks(m.block.text) for m in kept) >= 0.6 * len(kept) else members


def with_every_line(blocks: Sequence[Block], chosen: list[Candidate]) -> list[Candidate]:
    """If most lines of a page ask and none answers, take all its lines except those that name a group."""
    if not chosen or chosen[0].family != "p asked" or len(chosen) < _FEWEST_LINES:
        return chosen
    inside = range(chosen[0].at, len(blocks))
    lines = [at for at in inside if blocks[at].shape is Shape.PARAGRAPH and not find_noise(blocks[at])]
    is_list = len(lines) >= 0.9 * len(inside) and all(len(blocks[at].text) < _LONGEST_LINE for at in lines)
    lines = [at for at in lines if not blocks[at].text.endswith((":", "："))]
    if not is_list or len(chosen) < 0.55 * len(lines):
        return chosen
    return [Candidate(at, None, LISTED, blocks[at], read_marker(blocks[at].text)) for at in lines]
