"""Measures a family of marks: how many of its lines ask, count, are answered or are in the contents."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import Candidate
from deckgen.pages.plan.noise import find_noise
from deckgen.pages.words.labels import label_length
from deckgen.pages.words.markers import asking_weight, asks, bare_words, ends_asking, is_worded

_LONG = 80
"""A longer paragraph is text of its own, not only a link."""


@dataclass(frozen=True, slots=True)
class Merit:
    """How many members a family has, and measures of them, each as a share from 0 to 1."""

    count: int
    asking: float
    """Members that read as a question or a task."""
    surely: float
    """Members that surely ask: the share of `asking` without those where only a noun hints at it."""
    marked: float
    """Members with a question mark."""
    words: float
    numbered: float
    counting: float
    """Members whose number is one more than the number before."""
    repeated: float
    answered: float
    links: float
    """The share of links among the lines below the members."""


def weigh(blocks: Sequence[Block], family: str, members: Sequence[Candidate], listed: set[str]) -> Merit:
    """Measure a family that has members; `listed` are the lines of the tables of contents."""
    count = len(members)
    texts = [member.block.text.split("\n")[0] for member in members]
    numbers = [m.marker.number for m in members if m.marker and m.marker.number is not None]
    marked = {member.at for member in members}
    below = [count > 2 and _asks_below(blocks, member, marked) for member in members]
    counting = sum(after == before + 1 for before, after in pairwise(numbers)) + (1 if numbers else 0)
    return Merit(
        count,
        sum(asks(text) or asked for text, asked in zip(texts, below, strict=True)) / count,
        sum(asked or asking_weight(text) for text, asked in zip(texts, below, strict=True)) / count,
        sum(asked or "?" in text or "？" in text for text, asked in zip(texts, below, strict=True)) / count,
        sum(is_worded(m.marker) for m in members) / count,
        sum(m.marker is not None or "number" in family for m in members) / count,
        counting / count,
        sum(bare_words(text) in listed for text in texts) / count,
        sum(_has_body(blocks, member, marked) for member in members) / count,
        _share_of_links(blocks, members) if members[0].block.shape is Shape.HEADING else 0,
    )


def _asks_below(blocks: Sequence[Block], member: Candidate, marked: Collection[int]) -> bool:
    """Whether a title has one line below it that asks, as the title `Globals are evil` may have."""
    if member.block.shape is not Shape.HEADING:
        return False
    below = blocks[member.at + 1 : member.at + 3]
    alone = len(below) < 2 or below[1].shape is Shape.HEADING or member.at + 2 in marked
    return bool(below) and alone and below[0].shape is Shape.PARAGRAPH and ends_asking(below[0].text)


def _share_of_links(blocks: Sequence[Block], members: Sequence[Candidate]) -> float:
    """The share of links below these headings: nearly 1 for a collection of links."""
    items = links = 0
    ends = [member.at for member in members[1:]] + [len(blocks)]
    for member, end in zip(members, ends, strict=True):
        for block in blocks[member.at + 1 : end]:
            if block.shape is Shape.LIST:
                parts = [part for item in block.children for part in item.walk() if part.text]
                items += len(parts)
                links += sum(part.markdown.startswith("[") and "](http" in part.markdown for part in parts)
            elif block.shape is not Shape.HEADING and len(block.text) > _LONG:
                items += 1
    return links / items if items else 0


def _has_body(blocks: Sequence[Block], member: Candidate, marked: Collection[int]) -> bool:
    """Whether text follows directly, and not the next heading or the next of these lines."""
    if member.item is not None:
        items = blocks[member.at].children
        if len(items[member.item].children) > 1 or member.item < len(items) - 1:
            return len(items[member.item].children) > 1
    for at, block in enumerate(blocks[member.at + 1 : member.at + 3], member.at + 1):
        if block.shape is Shape.RULE or find_noise(block):
            continue
        if at in marked:
            return False
        return not (
            (block.shape is Shape.HEADING and member.block.shape is Shape.HEADING and not label_length(block))
            or (member.block.shape is block.shape is Shape.SUMMARY)
        )
    return False
