"""Finds the line in the written source that corresponds to a line of the page."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from deckgen.pages.page import Warned
from deckgen.pages.questions import Found
from deckgen.syntax.places import find_next

_FIRST_WORDS = 60


def place_warnings(
    warned: Iterable[Warned], found: Sequence[Found], headings: Sequence[int], markdown: str
) -> tuple[Warned, ...]:
    """The warnings with their lines in the source; 0 if the text is not in a question.

    `headings` are the lines in `markdown` of the questions `found`.
    """
    lines = markdown.split("\n")
    # A line belongs to the last question above it, even if the page has the answers in another order.
    starts = list(accumulate((question.line for question in reversed(found)), min))[::-1]
    ends = [*(heading - 1 for heading in headings[1:]), len(lines)]
    placed: list[Warned] = []
    for number, group in groupby(warned, lambda w: bisect_right(starts, w.line) - 1):
        if number < 0:
            placed += group
            continue
        section = _Section(found[number], headings[number], lines[headings[number] : ends[number]])
        placed += (replace(warning, source_line=section.place(warning.line)) for warning in group)
    return tuple(placed)


class _Section:
    """A question with its lines in the source, which finds a line of the page there.

    The text is in the same order in both, so a search begins after the last line that was found: many
    warnings in one answer take no more time than reading it once.
    """

    def __init__(self, question: Found, heading: int, lines: Sequence[str]) -> None:
        self._line, self._heading, self._markdown = question.line, heading, "\n".join(lines)
        blocks = [part for block in (*question.prompt, *question.answer) for part in block.walk()]
        first_words = ((part.text or part.markdown)[:_FIRST_WORDS] for part in blocks)
        self._words = list(accumulate(first_words, lambda before, words: words or before, initial=""))
        self._starts = list(accumulate((part.line for part in reversed(blocks)), min))[::-1]
        self._placed: dict[int, int] = {}
        self._after = 0

    def place(self, line: int) -> int:
        """The line in the source of a line of the page; that of the question if it is not found."""
        if line <= self._line:
            return self._heading
        if line not in self._placed:
            # That of the last block that begins in this line of the page or above it.
            self._placed[line] = self._find(self._words[bisect_right(self._starts, line)])
        return self._placed[line]

    def _find(self, words: str) -> int:
        found = find_next(self._markdown, words, self._after) or find_next(self._markdown, words)
        if found is None:
            return self._heading
        number, self._after = found
        return self._heading + 1 + number


def about_kept_text(warned: Sequence[Warned], found: Sequence[Found]) -> list[Warned]:
    """The warnings about text that was kept; those about text that was left out do not matter."""
    if not warned:
        return []
    first = min((q.line for q in found), default=0)
    lines = {b.line for q in found for block in (*q.prompt, *q.answer) for b in block.walk()} | {
        q.line for q in found
    }
    return [
        w
        for w in warned
        if w.line in lines
        or (w.code in ("formula-lost", "picture-lost", "damaged-shape") and w.line >= first)
    ]
