"""Finds the blocks that are not part of the text of a page, and the foot of the page."""

import re
from collections.abc import Sequence
from functools import lru_cache

from deckgen.pages.page import LINES, Block, Shape
from deckgen.pages.words.markers import REMEMBERED_LINES, ends_asking
from deckgen.pages.words.noise_rules import ORNAMENT, RULES, NoiseRule, may_be_noise

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
_LONGEST = 400
"""A longer line is text."""
_BADGE = next(rule for rule in RULES if rule.reason == "a badge")


def find_noise(block: Block) -> NoiseRule | None:
    """The rule by which this block is left out; None if it is kept."""
    return None if block.shape not in LINES or block.info else _find_noise(block.text, block.markdown)


@lru_cache(maxsize=REMEMBERED_LINES)
def _find_noise(text: str, markdown: str) -> NoiseRule | None:
    text = text.strip().strip("*_ ")
    if not text or len(text) > _LONGEST:
        return None
    if markdown.startswith("![") and "](" in markdown and not _BADGE.pattern.fullmatch(markdown):
        return None
    rule = _find_rule(text, markdown)
    # A question may be about advertisements; but a request of the author may end in a question mark, too.
    return None if rule and ends_asking(text) and rule.reason != "a request of the author" else rule


def is_ornament(block: Block) -> bool:
    """Whether this is a line of signs, such as the rule that a dump draws below the name of a group."""
    rule = find_noise(block)
    return rule is not None and rule.reason == ORNAMENT


def _find_rule(text: str, markdown: str) -> NoiseRule | None:
    if not (may_be_noise(text) or (markdown != text and may_be_noise(markdown))):
        return None
    return next(
        (
            rule
            for rule in RULES
            if rule.pattern.fullmatch(text) or (markdown != text and rule.pattern.fullmatch(markdown))
        ),
        None,
    )


def find_foot(blocks: Sequence[Block]) -> int:
    """Where the foot of the page begins after the last question; the number of blocks if there is none."""
    for number, block in enumerate(blocks):
        rule = find_noise(block)
        if rule and (
            rule.ends or (rule.reason == "a request of the author" and _only_noise_near(blocks, number))
        ):
            return number
        if _is_teaser(blocks, number) and _is_teaser(blocks, number + 2):
            return number
    return len(blocks)


def _only_noise_near(blocks: Sequence[Block], number: int) -> bool:
    """Whether noise, a rule or nothing follows directly."""
    following = [b for b in blocks[number + 1 : number + 2] if b.shape is not Shape.RULE]
    return all(find_noise(block) for block in following)


def _is_teaser(blocks: Sequence[Block], number: int) -> bool:
    """Whether a short line and a long one that breaks off follow: the teaser of another article."""
    pair = blocks[number : number + 2]
    if len(pair) < 2 or any(block.shape not in (Shape.PARAGRAPH, Shape.HEADING) for block in pair):
        return False
    title, body = (block.text for block in pair)
    return _width(title) < 80 and _width(body) > 60 and body.rstrip().endswith(("…", "..."))


def _width(text: str) -> int:
    """The width of a text in columns; a Chinese character has two."""
    return len(text) + len(_WIDE.findall(text))
