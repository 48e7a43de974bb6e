"""Gathers what is read: the text of a paragraph, and what was left out or needs a look."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from deckgen.html_to_markdown.escape import escape_text
from deckgen.pages.open.characters import unescape_again
from deckgen.pages.page import Dropped, Warned
from deckgen.pages.read.html.dom import Element, line_of

MARK = "\ue0fd"
"""The sign that stands in a text for a piece of Markdown."""

_WHITE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")


@dataclass(slots=True)
class Reading:
    """What is known of a page while it is read, and what was recorded so far.

    `targets` are the addresses that a Markdown page gives under a label.
    """

    address: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)

    def drop(self, element: Element, text: str, reason: str) -> None:
        """Record text that is left out."""
        text = " ".join(text.split())
        if text:
            self.dropped.append(Dropped(line_of(element), text, reason))

    def drop_address(self, line: int, address: str) -> None:
        """Record the address of a link that is left out, but not of one to a place on the page."""
        if address and not address.startswith(("#", "javascript:")):
            self.dropped.append(Dropped(line, address, "the address of a link whose text is kept"))


@dataclass(slots=True)
class Run:
    """Text with a sign in place of each piece of Markdown, so that it can be escaped as a whole."""

    text: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    is_blank: bool = True

    def add_text(self, text: str | None) -> None:
        """Add text, which will be escaped."""
        if text:
            self.text.append(text)
            self.is_blank = self.is_blank and text.isspace()

    def add_mark(self, markdown: str) -> None:
        """Add Markdown, which stays as it is."""
        self.text.append(MARK)
        self.marks.append(markdown)
        self.is_blank = False

    def ends_with(self, mark: str) -> bool:
        """Whether bold or struck text ends here."""
        return bool(self.text) and self.text[-1] == MARK and self.marks[-1].endswith(mark)

    def extend_mark(self, mark: str, inner: str) -> None:
        """Add text to the bold or struck text that ends here."""
        self.marks[-1] = self.marks[-1].removesuffix(mark) + inner + mark

    def add_run(self, other: "Run") -> None:
        """Add another run."""
        self.text += other.text
        self.marks += other.marks
        self.is_blank = self.is_blank and other.is_blank

    def markdown(self) -> str:
        """The run as Markdown, with its text escaped."""
        if self.is_blank:
            return ""
        text = escape_text(_WHITE.sub(" ", unescape_again("".join(self.text))))
        if self.marks:
            pieces = zip(text.split(MARK), [*self.marks, ""], strict=False)
            text = "".join(chain.from_iterable(pieces))
        return text.strip()
