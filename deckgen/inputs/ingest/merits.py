"""Weighs a family of marks: how much of it asks, counts, is answered or stands in the table of contents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from deckgen.inputs.ingest.candidates import Candidate
from deckgen.inputs.ingest.labels import answer_label
from deckgen.inputs.ingest.markers import Style, asking_weight, asks, bare_words
from deckgen.inputs.ingest.noise import find_noise
from deckgen.inputs.ingest.page import Block, Shape


@dataclass(frozen=True, slots=True)
class Merit:
    """What speaks for a family, each as a share of its members from 0 to 1, and how many members it has."""

    count: int
    asking: float
    """Members that read as a question or a task."""
    surely: float
    """The same, without those where only a noun hints at it."""
    marked: float
    """Members with a question mark."""
    words: float
    numbered: float
    counting: float
    """Members whose number is one more than the one before."""
    repeated: float
    answered: float


def weigh(blocks: Sequence[Block], family: str, members: Sequence[Candidate], listed: set[str]) -> Merit:
    """The merit of a family that has members; `listed` are the lines of the tables of contents."""
    count = len(members)
    texts = [member.block.text.split("\n")[0] for member in members]
    numbers = [m.marker.number for m in members if m.marker and m.marker.number is not None]
    counting = sum(after == before + 1 for before, after in pairwise(numbers)) + (1 if numbers else 0)
    return Merit(
        count,
        sum(asks(text) for text in texts) / count,
        sum(asking_weight(text) for text in texts) / count,
        sum(bool(re.search(r"[?？]", text)) for text in texts) / count,
        sum(bool(m.marker and m.marker.style in (Style.WORD, Style.SPEAKER)) for m in members) / count,
        sum(m.marker is not None or "number" in family for m in members) / count,
        counting / count,
        sum(bare_words(text) in listed for text in texts) / count,
        sum(_has_body(blocks, member) for member in members) / count,
    )


def _has_body(blocks: Sequence[Block], member: Candidate) -> bool:
    """Whether text follows at once, and not the next heading."""
    if member.item is not None:
        return len(blocks[member.at].children[member.item].children) > 1
    for block in blocks[member.at + 1 : member.at + 3]:
        if block.shape is Shape.RULE or find_noise(block):
            continue
        return not (
            (
                block.shape is Shape.HEADING
                and member.block.shape is Shape.HEADING
                and not answer_label(block.text)
            )
            or (member.block.shape is block.shape is Shape.SUMMARY)
        )
    return False
