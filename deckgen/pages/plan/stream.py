"""Puts the blocks of a page into one sequence; lists are opened if their items are questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import Candidate

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A block of the page, with its candidate if the block is a question."""

    block: Block
    candidate: Candidate | None = None
    ordinal: int | None = None
    is_last: bool = False
    """Whether this is the last of a list of questions without answers: what follows answers none of them."""
    is_inside: bool = False
    """Whether this is in the item of the question before, whatever it looks like."""


def stream(blocks: Sequence[Block], chosen: Sequence[Candidate]) -> list[Entry]:
    """The blocks in order; each list whose items are questions is opened."""
    whole = {c.at: c for c in chosen if c.item is None}
    items = {(c.at, c.item): c for c in chosen if c.item is not None}
    opened = {at for at, _ in items}
    entries: list[Entry] = []
    for at, block in enumerate(blocks):
        if at not in opened:
            entries.append(Entry(block, whole.get(at)))
            continue
        bare = len(block.children) >= _FEWEST and all(len(item.children) < 2 for item in block.children)
        bare = bare and not _goes_on(blocks, at + 1, opened)
        for number, item in enumerate(block.children):
            is_last = bare and number == len(block.children) - 1
            candidate = items.get((at, number))
            if candidate is None:
                entries.append(Entry(Block(Shape.LIST, item.line, children=(item,))))
                continue
            entries.append(Entry(item.children[0], candidate, item.ordinal, is_last))
            entries += (Entry(child, is_inside=True) for child in item.children[1:])
    return entries


def _goes_on(blocks: Sequence[Block], start: int, opened: set[int]) -> bool:
    """Whether more questions follow before the next heading, so that the text between is an answer."""
    for at in range(start, len(blocks)):
        if blocks[at].shape is Shape.HEADING:
            return False
        if at in opened:
            return True
    return False
