"""Divides the blocks that follow a question into its prompt and its answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from operator import is_

from deckgen.html_to_markdown.escape import strip_markdown
from deckgen.pages.cut.fronts import find_front
from deckgen.pages.cut.options import part_options
from deckgen.pages.cut.titles import ADDRESS, take_prefix
from deckgen.pages.page import Block, Dropped, Shape
from deckgen.pages.plan.noise import find_noise
from deckgen.pages.words.labels import is_answer_summary, label_length
from deckgen.pages.words.markers import ends_asking
from deckgen.pages.words.noise_rules import GREETING

_OPTION = re.compile(r"\s*[(（]?[A-Ha-h][)）.、．:：]\s*\S")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)\s*")
_PROMPT_SHAPES = (Shape.CODE, Shape.TABLE, Shape.FORMULA, Shape.LIST, Shape.RULE)


@dataclass(frozen=True, slots=True)
class Body:
    """The prompt and the answer of a question, and what was left out of them."""

    prompt: tuple[Block, ...]
    answer: tuple[Block, ...]
    dropped: tuple[Dropped, ...]


def read_body(blocks: Sequence[Block], title: str) -> Body:
    """Divide the blocks of the question with this title; the label of the answer is left out."""
    dropped: list[Dropped] = []
    kept = [clean for block in blocks if (clean := _without_noise_inside(block, dropped)) is not None]
    addresses = [block for block in kept if block.info == ADDRESS]
    kept = _out_of_list([block for block in kept if block.info != ADDRESS])
    front = find_front(kept, title)
    at = _find_label(kept, front)
    parted = part_options(kept, dropped) if at is None else None
    if parted is not None:
        prompt, kept = parted
    elif at is not None:
        prompt, kept = kept[:at], _strip_label(kept[at:], dropped)
    else:
        prompt, kept = kept[:front], kept[front:]
    if kept and _only_asks(kept):
        prompt, kept = [*prompt, *kept], []
    return Body(tuple(_trim(prompt)), (*_trim(kept), *addresses), tuple(dropped))


def _out_of_list(blocks: list[Block]) -> list[Block]:
    """Take the answer out of its list if the label `A:` stands in the first item."""
    first = blocks[0] if blocks and blocks[0].shape is Shape.LIST else None
    if first is None or not first.children or not first.children[0].children:
        return blocks
    if not label_length(first.children[0].children[0]):
        return blocks
    item, *others = first.children
    if any(_OPTION.match(other.all_text) for other in others):
        return blocks
    rest = [replace(first, line=others[0].line, children=tuple(others))] if others else []
    return [*item.children, *rest, *blocks[1:]]


def _only_asks(blocks: Sequence[Block]) -> bool:
    """Whether these blocks are more questions, without an answer."""
    parts = (part for block in blocks for part in block.walk() if part.text or part.markdown)
    return all(part.shape is Shape.PARAGRAPH and ends_asking(part.text) for part in parts)


def _without_noise(block: Block, dropped: list[Dropped]) -> Block | None:
    rule = find_noise(block)
    if rule is not None and rule.reason not in ("about the article", GREETING) and not rule.ends:
        dropped.append(Dropped(block.line, block.text or block.markdown, rule.reason))
        return None
    return _without_noise_inside(block, dropped)


def _without_noise_inside(block: Block, dropped: list[Dropped]) -> Block | None:
    """The block without its noisy lines and parts; the plan says whether the whole block is noise."""
    if block.shape is Shape.PARAGRAPH and "\n" in block.markdown:
        return _without_noisy_lines(block, dropped)
    if not block.children:
        return block
    children = tuple(c for child in block.children if (c := _without_noise(child, dropped)))
    if len(children) == len(block.children) and all(map(is_, children, block.children)):
        return block
    return replace(block, children=children) if children else None


def _without_noisy_lines(block: Block, dropped: list[Dropped]) -> Block | None:
    lines, texts = block.markdown.split("\n"), block.text.split("\n")
    if len(lines) != len(texts):
        return block
    kept = []
    for number, (markdown, text) in enumerate(zip(lines, texts, strict=True)):
        rule = find_noise(Block(Shape.PARAGRAPH, block.line, markdown.rstrip("\\ "), text.rstrip("\\ ")))
        if rule is None or rule.reason == GREETING:
            kept.append((markdown, text))
        else:
            dropped.append(Dropped(block.line + number, text, rule.reason))
    if not kept:
        return None
    markdown = "\n".join(line for line, _ in kept)
    return block.with_markdown(re.sub(r"\\$", "", markdown), "\n".join(text for _, text in kept))


def _find_label(blocks: Sequence[Block], front: int) -> int | None:
    """The place of the label of the answer, if everything from `front` to it can be part of the question."""
    for number, block in enumerate(blocks[front:], front):
        length = 0 if _is_choice(blocks, number) else label_length(block)
        is_answer = block.shape is Shape.SUMMARY and is_answer_summary(block.text)
        if length or is_answer:
            alone = is_answer or length >= len(block.text.strip())
            above = blocks[front:number]
            if all(_can_be_prompt(b) for b in above):
                return number
            return number if alone and len(above) <= 6 and sum(len(b.all_text) for b in above) < 800 else None
        if number > front + 12:
            break
    return None


def _is_choice(blocks: Sequence[Block], number: int) -> bool:
    """Whether an `A` is all of the answer, and so a choice rather than a label."""
    return number + 1 == len(blocks) and blocks[number].text.strip() == "A"


def _can_be_prompt(block: Block) -> bool:
    if block.shape in _PROMPT_SHAPES:
        return True
    return block.shape is Shape.PARAGRAPH and bool(
        _OPTION.match(block.text) or _PICTURE.fullmatch(block.markdown)
    )


def _strip_label(blocks: Sequence[Block], dropped: list[Dropped]) -> list[Block]:
    """Remove the label, and a second one below it: `<summary>Answer</summary>`, then `Answer: B`."""
    rest = _strip_one(blocks, dropped)
    is_gone = len(rest) < len(blocks)
    return _strip_one(rest, dropped) if is_gone and rest and label_length(rest[0]) else rest


def _strip_one(blocks: Sequence[Block], dropped: list[Dropped]) -> list[Block]:
    first, *others = blocks
    length = label_length(first)
    if not length:
        dropped.append(Dropped(first.line, first.text, "the label of an answer"))
        return others
    shown = strip_markdown(first.markdown)
    markdown, taken = take_prefix(first.markdown, shown, min(length, len(first.text)))
    dropped.append(Dropped(first.line, taken, "the label of an answer"))
    text = first.text[length:].strip()
    if not text and not markdown.strip("*_ \\"):
        return others
    rest = _without_noise(Block(Shape.PARAGRAPH, first.line, markdown, text), dropped)
    return [rest, *others] if rest else others


def _trim(blocks: Sequence[Block]) -> list[Block]:
    kept = list(dropwhile(lambda block: block.shape is Shape.RULE, blocks))
    while kept and kept[-1].shape is Shape.RULE:
        kept.pop()
    return kept
