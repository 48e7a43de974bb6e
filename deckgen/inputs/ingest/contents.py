"""Finds the tables of contents, which repeat the questions of a page."""

from collections.abc import Sequence

from deckgen.inputs.ingest.markers import asks, bare_words, read_marker
from deckgen.inputs.ingest.page import Block, Shape

_HEAD = 7
"""So many letters alike begin the same question, in other words further on."""


def find_contents(blocks: Sequence[Block]) -> frozenset[int]:
    """The lists that repeat what stands further down: tables of contents."""
    bare = [bare_words(b.text) if b.shape is not Shape.LIST and b.text else "" for b in blocks]
    bodies = {words: number for number, words in enumerate(bare) if words}
    heads = {words[:_HEAD]: number for words, number in bodies.items()}
    found = set()
    for number, block in enumerate(blocks):
        if block.shape is not Shape.LIST:
            continue
        entries = [
            part.text for item in block.children for part in item.walk() if part.shape is Shape.PARAGRAPH
        ]
        if len(entries) < 2:
            continue
        repeated = sum(_stands_below(bare_words(entry), bodies, heads, number) for entry in entries)
        if (
            repeated >= 0.6 * len(entries)
            or (block.is_link_list and repeated >= 0.2 * len(entries))
            or (block.is_link_list and len(entries) >= 2)
        ):
            found.add(number)
    return frozenset(found | _contents_of_lines(blocks, bare))


def _contents_of_lines(blocks: Sequence[Block], bare: Sequence[str]) -> set[int]:
    """Runs of lines that come again, all of them, in the same order below; `bare` are their words."""
    shapes = (Shape.PARAGRAPH, Shape.HEADING, Shape.SUMMARY)
    last = {words: n for n, words in enumerate(bare) if blocks[n].shape in shapes}
    found: set[int] = set()
    run: list[int] = []
    for number in range(len(blocks) + 1):
        words = bare[number] if number < len(blocks) and blocks[number].shape is Shape.PARAGRAPH else ""
        if len(words) > 3 and last[words] > number + 1:
            run.append(number)
            continue
        asking = sum(read_marker(blocks[n].text) is not None or asks(blocks[n].text) for n in run)
        if len(run) >= 3 and asking >= 0.5 * len(run):
            found.update(run)
        run = []
    return found


def _stands_below(entry: str, bodies: dict[str, int], heads: dict[str, int], number: int) -> bool:
    """Whether a line with these words, or one that begins like them, comes further down."""
    if not entry:
        return False
    head = entry[:_HEAD]
    return bodies.get(entry, -1) > number or (len(head) == _HEAD and heads.get(head, -1) > number)
