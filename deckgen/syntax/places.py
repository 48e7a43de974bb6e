"""Finds the lines of a Markdown text in which given words stand, whatever marks are around them."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

_CLOZE_MARK = re.compile(r"\{\{c\d+::")


def find_lines(markdown: str, words: str) -> tuple[int, ...]:
    """The numbers, from 0, of the lines where these words begin, one for each time that they stand there.

    Only letters and digits are compared, without their case and width, so that marks, spaces and punctuation
    do not matter; the words may go on over the ends of lines.
    """
    wanted = _bare(words)
    if not wanted:
        return ()
    text, ends = _bare_lines(markdown)
    return tuple(bisect_right(ends, match.start()) for match in re.finditer(re.escape(wanted), text))


@lru_cache(maxsize=8)
def _bare_lines(markdown: str) -> tuple[str, list[int]]:
    """The bare text, and where each line of it ends; the same text is often asked for many words."""
    lines = [_bare(_CLOZE_MARK.sub("", line)) for line in markdown.split("\n")]
    return "".join(lines), list(accumulate(map(len, lines)))


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
