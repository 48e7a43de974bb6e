"""Finds the line in the written source that a line of the page has become."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deckgen.inputs.ingest.page import Block, Warned
from deckgen.inputs.ingest.questions import Found
from deckgen.syntax.places import find_lines

_FIRST_WORDS = 60


def place_warnings(
    warned: Iterable[Warned], found: Sequence[Found], headings: Sequence[int], markdown: str
) -> tuple[Warned, ...]:
    """The warnings with their lines in the source; 0 where the text is in no question.

    `headings` are the lines in `markdown` of the questions `found`.
    """
    lines = markdown.split("\n")
    return tuple(replace(w, source_line=_place(w.line, found, headings, lines)) for w in warned)


def _place(line: int, found: Sequence[Found], headings: Sequence[int], lines: Sequence[str]) -> int:
    number = max((n for n, question in enumerate(found) if question.line <= line), default=None)
    if number is None:
        return 0
    question, heading = found[number], headings[number]
    words = _words((*question.prompt, *question.answer), line)
    end = headings[number + 1] - 1 if number + 1 < len(headings) else len(lines)
    places = find_lines("\n".join(lines[heading:end]), words) if line > question.line else ()
    return heading + 1 + places[0] if places else heading


def _words(blocks: Sequence[Block], line: int) -> str:
    """The first words of the block that stands in this line of the page, or is the last to begin above it."""
    words = ""
    for block in blocks:
        for part in block.walk():
            if part.line > line:
                return words
            words = (part.text or part.markdown)[:_FIRST_WORDS] or words
    return words
