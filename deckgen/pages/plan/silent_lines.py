"""Finds the questions of a dump that ask nothing: topics that were headings, among lines that ask."""

import re
from collections.abc import Sequence

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import Candidate, stands_alone
from deckgen.pages.plan.noise import find_noise
from deckgen.pages.words.markers import read_marker
from deckgen.values.characters import has_han

_FEWEST = 8
_MOST_ASKING = 0.3
"""If a larger share of the short lines asks, the others are parts of answers."""
_LONGEST = 40
_NO_TOPIC = re.compile(r"[;{}=<>\\|@]|//|^\W")


def with_silent_lines(
    blocks: Sequence[Block], contents: frozenset[int], title: str, chosen: list[Candidate]
) -> list[Candidate]:
    """The chosen lines of a dump, and all topics among them if there are many and few of them ask."""
    if not chosen or any(c.family != "p asked" for c in chosen):
        return chosen
    taken = {c.at for c in chosen}
    topics = [
        Candidate(at, None, "p asked", block, None)
        for at, block in enumerate(blocks[:-1])
        if at not in taken
        and at not in contents
        and _is_topic(block)
        and block.text.strip() != title.strip()
        and _has_answer(blocks[at + 1])
    ]
    everyone = len(topics) + len(chosen)
    if everyone < _FEWEST or len(chosen) > _MOST_ASKING * everyone:
        return chosen
    return sorted([*chosen, *topics], key=lambda c: c.at)


def _is_topic(block: Block) -> bool:
    return (
        block.shape is Shape.PARAGRAPH
        and not block.info
        and len(block.text) <= _LONGEST
        and stands_alone(block)
        and read_marker(block.text) is None
        and has_han(block.text)
        and not _NO_TOPIC.search(block.text)
        and find_noise(block) is None
    )


def _has_answer(following: Block) -> bool:
    return following.shape in (Shape.LIST, Shape.CODE, Shape.TABLE) or (
        following.shape is Shape.PARAGRAPH and not stands_alone(following)
    )
