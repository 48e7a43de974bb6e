"""A question as found on a page, before it is written down."""

from dataclasses import dataclass

from deckgen.pages.page import Block


@dataclass(frozen=True, slots=True)
class Found:
    """A question: its words as Markdown, what stands above and below the rule, and where it is from."""

    line: int
    heading: str
    text: str
    prompt: tuple[Block, ...]
    answer: tuple[Block, ...]
    tags: tuple[str, ...] = ()
    is_answered: bool = True
