"""Describes a page as read, whatever its kind: its blocks, and the text that was left out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class PageKind(StrEnum):
    """How a page is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    NOTEBOOK = "notebook"
    CARDS = "cards"
    HASHCARDS = "hashcards"


class Shape(StrEnum):
    """What a block is."""

    HEADING = "heading"
    SUMMARY = "summary"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    FORMULA = "formula"
    RULE = "rule"


LINES = (Shape.PARAGRAPH, Shape.HEADING, Shape.SUMMARY)
"""The shapes of blocks whose text may be a question, a label or noise."""
QUESTION = "question"
CLOZE = "cloze"
"""The `info` of a summary that the page itself says to be a question, or one with clozes."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: `markdown` is what a source would contain, `text` what a reader sees.

    The `markdown` of a heading or a paragraph is one line without its mark; that of code is without the
    fence, whose language is `info`. Lists, items and quotes have their text in `children`. `level` is the
    level of a heading; `ordinal` is the number of an item, None for a bullet. A summary whose `info` is
    `QUESTION` or `CLOZE` has its `tags`, and the rest of what it asks in `children`.
    """

    shape: Shape
    line: int
    markdown: str = ""
    text: str = ""
    level: int = 0
    info: str = ""
    ordinal: int | None = None
    children: tuple["Block", ...] = ()
    is_link_list: bool = False
    tags: tuple[str, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether the page itself says that this is a question."""
        return self.shape is Shape.SUMMARY and self.info in (QUESTION, CLOZE)

    @property
    def all_text(self) -> str:
        """The text of the block and of its children, one line for each."""
        if not self.children:
            return self.text
        return "\n".join(part.text for part in self.walk() if part.text)

    def walk(self) -> Iterator["Block"]:
        """The block and everything in it."""
        yield self
        for child in self.children:
            if child.children:
                yield from child.walk()
            else:
                yield child

    def mapped(self, lines: Callable[[int], int]) -> "Block":
        """The block with other line numbers."""
        children = tuple(child.mapped(lines) for child in self.children)
        return replace(self, line=lines(self.line), children=children)

    def with_markdown(self, markdown: str, text: str) -> "Block":
        """The block with another text."""
        return replace(self, markdown=markdown, text=text)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of the page that was left out, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that a person should look at: a line of the page, a stable code and a message.

    `source_line` is the line in the source that was written; 0 if the text is not in a question.
    """

    line: int
    code: str
    message: str
    source_line: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """Text of the page that is neither in the source nor in the report; `letters` is its size."""

    line: int
    letters: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read, before it is known which blocks are questions."""

    kind: PageKind
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    warned: tuple[Warned, ...] = ()
    title: str = ""
    address: str = ""
    tags: tuple[str, ...] = ()
    date: str = ""

    def mapped(self, lines: Callable[[int], int]) -> "Page":
        """The page with other line numbers."""
        return replace(
            self,
            blocks=tuple(block.mapped(lines) for block in self.blocks),
            dropped=tuple(replace(each, line=lines(each.line)) for each in self.dropped),
            warned=tuple(replace(each, line=lines(each.line)) for each in self.warned),
        )
