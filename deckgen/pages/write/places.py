"""Finds the line in the written source that corresponds to a line of the page."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from deckgen.pages.page import Block, Warned
from deckgen.pages.questions import Found
from deckgen.syntax.places import find_lines

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
        question, heading = found[number], headings[number]
        section = "\n".join(lines[heading : ends[number]])
        placed += (replace(w, source_line=_place(w.line, question, heading, section)) for w in group)
    return tuple(placed)


def _place(line: int, question: Found, heading: int, section: str) -> int:
    words = _words((*question.prompt, *question.answer), line)
    places = find_lines(section, words) if line > question.line else ()
    return heading + 1 + places[0] if places else heading


def _words(blocks: Sequence[Block], line: int) -> str:
    """The first words of the last block that begins in this line of the page or above it."""
    words = ""
    for block in blocks:
        for part in block.walk():
            if part.line > line:
                return words
            words = (part.text or part.markdown)[:_FIRST_WORDS] or words
    return words
