"""The one shape that every kind of page is read into: blocks, and the text that was left out on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class PageKind(StrEnum):
    """How a page is written."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


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


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: `markdown` is what a source would hold, `text` what a reader sees.

    A heading's and a paragraph's `markdown` is one line without its mark; code is without its fence, whose
    language is `info`. Lists, items and quotes have their text in `children`. `level` is a heading's level;
    `ordinal` an item's number, None for a bullet.
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

    @property
    def all_text(self) -> str:
        """The text of the block with that of its children, a line each."""
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

    def with_markdown(self, markdown: str, text: str) -> "Block":
        """The block with other words."""
        return replace(self, markdown=markdown, text=text)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of the page that is in no question, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """What a person should look at: a line of the page, a stable code, and the words about it.

    `source_line` is where it stands in the source that was written; 0 where it is in no question.
    """

    line: int
    code: str
    message: str
    source_line: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read, before anybody knows what in it is a question."""

    kind: PageKind
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    warned: tuple[Warned, ...] = ()
    title: str = ""
    address: str = ""
    tags: tuple[str, ...] = ()
    date: str = ""
