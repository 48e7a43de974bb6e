"""Describes a question as found on a page, before it is written into a source."""

from dataclasses import dataclass

from deckgen.pages.page import Block


@dataclass(frozen=True, slots=True)
class Found:
    """A question: its line in the page, its words, its prompt and answer, and its tags."""

    line: int
    heading: str
    text: str
    prompt: tuple[Block, ...]
    answer: tuple[Block, ...]
    tags: tuple[str, ...] = ()
    is_answered: bool = True
    is_cloze: bool = False
