"""Knows what a cloze is, `{{c1::text}}` or `{{c1::text::hint}}`, in text, code and formulas."""

import re

from deckgen.syntax.blocks import parse_blocks
from deckgen.values.text import Markdown

CLOZE_OPENING = re.compile(r"\{\{c(\d*)::")
"""Where a cloze begins; without digits, or with 0, it is a mistake that the checks name."""


def has_cloze(text: Markdown) -> bool:
    """Whether a cloze, right or faulty, stands in a passage where clozes count."""
    if "{{c" not in text:
        return False
    return any(
        CLOZE_OPENING.search(token.content)
        for token in parse_blocks(text)
        if token.type in {"inline", "math_block"} or (token.type == "fence" and is_cloze_fence(token.info))
    )


def is_cloze_fence(info: str) -> bool:
    """Whether a fence's info string asks for clozes: the word `cloze` after the language."""
    return "cloze" in info.split()[1:]
