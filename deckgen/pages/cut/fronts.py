"""Finds how many blocks below a title still belong to the question."""

import re
from collections.abc import Sequence

from deckgen.pages.page import Block, Shape
from deckgen.pages.words.fronts import asks_for_output, is_exercise, part_label, points_at_code, task_label
from deckgen.pages.words.labels import answer_label, label_length
from deckgen.pages.words.markers import ends_asking, is_asking, is_whole_bold

_ASKED = re.compile(r"[?？]\s*(?:$|[\s(（])", re.MULTILINE)


def find_front(blocks: Sequence[Block], title: str) -> int:
    """The number of blocks that belong to the question: its task, the line that asks, the code asked for."""
    if blocks and task_label(blocks[0].all_text):
        front = _end_of_task(blocks)
    else:
        front = int(len(blocks) > 0 and not is_asking(title) and _asks_below(blocks, title))
    return _with_code(blocks, front, blocks[front - 1] if front else None, title)


def _with_code(blocks: Sequence[Block], front: int, above: Block | None, title: str) -> int:
    """The front, with the code or the list that follows it if the question is about it."""
    asked = " ".join((above.all_text if above else title).split())
    goes_on = above is not None and above.shape is Shape.QUOTE and asked.endswith((":", "："))
    following = blocks[front] if front < len(blocks) else None
    if following is None or not (goes_on or points_at_code(asked)):
        return front
    # Without an answer below it, the code may be the answer, or hold it.
    is_last = front + 1 == len(blocks)
    if goes_on and following.shape is Shape.LIST and not is_last:
        return front + 1
    is_asked = asks_for_output(asked) and not any(map(answer_label, following.markdown.split("\n")))
    return front + (following.shape is Shape.CODE and (is_asked or not is_last))


def _asks_below(blocks: Sequence[Block], title: str) -> bool:
    """Whether the first block asks what the title does not: `Globals are evil`, `Exercise 2.1`."""
    first = blocks[0]
    if first.shape is Shape.QUOTE:
        return len(blocks) > 1 and (is_exercise(title) or bool(_ASKED.search(first.all_text)))
    is_plain = first.shape is Shape.PARAGRAPH and not is_whole_bold(first.markdown)
    return is_plain and ends_asking(first.text)


def _end_of_task(blocks: Sequence[Block]) -> int:
    at = 0
    while at < len(blocks) and part_label(blocks[at].all_text):
        at = _end_of_part(blocks, at)
    return at


def _end_of_part(blocks: Sequence[Block], at: int) -> int:
    """Where the part of a task ends that begins at this block with its label."""
    first, following = blocks[at], blocks[at + 1 :]
    if first.shape in (Shape.QUOTE, Shape.LIST) or not following:
        return at + 1
    if part_label(first.text) < len(first.text.strip()):
        goes_on = first.text.rstrip().endswith((":", "：")) or points_at_code(first.text)
        return at + 1 + int(goes_on and following[0].shape in (Shape.CODE, Shape.LIST, Shape.TABLE))
    if first.shape is Shape.HEADING or task_label(first.text):
        ends = (n for n, block in enumerate(following) if n and _begins_part(block, first))
        return at + 1 + next(ends, 1)
    return at + 2


def _begins_part(block: Block, first: Block) -> bool:
    if block.shape is Shape.HEADING:
        return first.shape is not Shape.HEADING or block.level <= first.level
    is_label = is_whole_bold(block.markdown) and first.shape is not Shape.HEADING
    return is_label or bool(label_length(block) or part_label(block.all_text))
