"""Finds the lines of a Markdown text in which given words stand, whatever marks are around them."""

import re
import unicodedata
from bisect import bisect_right
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
    lines = [_bare(_CLOZE_MARK.sub("", line)) for line in markdown.split("\n")]
    ends = list(accumulate(map(len, lines)))
    return tuple(
        bisect_right(ends, match.start()) for match in re.finditer(re.escape(wanted), "".join(lines))
    )


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
