"""Finds the line of a position, and the lines that have given words, ignoring marks."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from deckgen.syntax.shortcodes import without_emoji

_CLOZE_MARK = re.compile(r"\{\{c\d+::")


def line_at(text: str, position: int) -> int:
    """The number, from 0, of the line that a position of a text is in; many may be asked for in one text."""
    return bisect_left(_line_ends(text), position)


def find_lines(markdown: str, words: str) -> tuple[int, ...]:
    """The numbers, from 0, of the lines where these words begin, one per occurrence.

    Only letters and digits are compared, without case and width, so marks, spaces, punctuation and the ends
    of lines do not matter.
    """
    wanted = _bare(words)
    if not wanted:
        return ()
    text, ends = _bare_lines(markdown)
    return tuple(bisect_right(ends, match.start()) for match in re.finditer(re.escape(wanted), text))


def find_next(markdown: str, words: str, after: int = 0) -> tuple[int, int] | None:
    """The number of the line where these words begin next, and where they end in the text that is compared.

    To go on from there, give this end as `after`.
    """
    wanted = _bare(words)
    text, ends = _bare_lines(markdown)
    start = text.find(wanted, after) if wanted else -1
    return (bisect_right(ends, start), start + len(wanted)) if start >= 0 else None


@lru_cache(maxsize=8)
def _line_ends(text: str) -> list[int]:
    return [match.start() for match in re.finditer("\n", text)]


@lru_cache(maxsize=8)
def _bare_lines(markdown: str) -> tuple[str, list[int]]:
    """The bare text, and where each line ends; the same text is often searched for many words."""
    lines = [_bare(without_emoji(_CLOZE_MARK.sub("", line))) for line in markdown.split("\n")]
    return "".join(lines), list(accumulate(map(len, lines)))


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
