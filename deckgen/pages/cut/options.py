"""Separates the options of a question from its answer if boxes are ticked before the right options."""

import re
from collections.abc import Sequence
from dataclasses import replace

from deckgen.pages.page import Block, Dropped, Shape

_BOX = re.compile(r"\\?\[([ xX])\\?\]\s*")
_FAR = 5
"""How many blocks may stand before the options."""


def part_options(blocks: Sequence[Block], dropped: list[Dropped]) -> tuple[list[Block], list[Block]] | None:
    """The question with its options, and the right options with everything that follows."""
    for number, block in enumerate(blocks[:_FAR]):
        boxes = [_BOX.match(item.all_text) for item in block.children] if block.shape is Shape.LIST else []
        if len(boxes) < 2 or not all(boxes) or not any(_is_ticked(box) for box in boxes):
            continue
        options = [_without_box(item) for item in block.children]
        right = [option for option, box in zip(options, boxes, strict=True) if _is_ticked(box)]
        dropped += (
            Dropped(item.line, "[x]", "the tick before the answer")
            for item, box in zip(block.children, boxes, strict=True)
            if _is_ticked(box)
        )
        prompt = [*blocks[:number], replace(block, children=tuple(options))]
        return prompt, [replace(block, children=tuple(right)), *blocks[number + 1 :]]
    return None


def _is_ticked(box: re.Match[str] | None) -> bool:
    return box is not None and box[1] != " "


def _without_box(item: Block) -> Block:
    first, *others = item.children
    words = first.with_markdown(_BOX.sub("", first.markdown, count=1), _BOX.sub("", first.text, count=1))
    return replace(item, children=(words, *others) if words.text or not others else tuple(others))
