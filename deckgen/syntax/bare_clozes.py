"""Finds `{{words}}`, which other programs take for a cloze, and writes them as one."""

import re

BARE = re.compile(
    r"\{\{(?!c?\d+::|cloze\s)(?P<words>[^\s{}%#!/>&^*<|\x02][^{}\n\0]*?)\}\}(?:\{\(\{(?P<hint>[^{}\n\0]*)\}\)\})?(?!\})"
)
"""The words in double braces, and the hint that RemNote writes after them."""


def as_cloze(number: int, words: str, hint: str = "") -> str:
    """The cloze that hides the words."""
    return f"{{{{c{number}::{words.strip()}{'::' if hint else ''}{hint.strip()}}}}}"
