"""Defines a look-alike: a construct of another program that Markdown, as GitHub reads it, does not have."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from deckgen.values.codes import Code


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern matched, with its groups as they are written in the source."""

    found: re.Match[str]
    source: str

    def __getitem__(self, group: str) -> str:
        """The text of a group in the source; empty if the group took no part."""
        start, end = self.found.span(group)
        return self.source[start:end] if start >= 0 else ""

    @property
    def line(self) -> str:
        """The line of the source in which what was found begins."""
        start = self.source.rfind("\n", 0, self.start) + 1
        return self.source[start : self._line_end(start)]

    @property
    def after(self) -> str:
        """The text after the whole match, on its line."""
        return self.source[self.found.end() : self._line_end(self.found.end())]

    @property
    def before(self) -> str:
        """The text before what was found, on its line."""
        return self.source[self.source.rfind("\n", 0, self.start) + 1 : self.start]

    @property
    def line_above(self) -> str:
        """The line of the source above it; empty if there is none."""
        start = self.source.rfind("\n", 0, self.start)
        return self.source[self.source.rfind("\n", 0, max(start, 0)) + 1 : max(start, 0)]

    @property
    def start(self) -> int:
        """Where what was found begins."""
        return self.found.start("it" if "it" in self.found.re.groupindex else 0)

    def _line_end(self, start: int) -> int:
        end = self.source.find("\n", start)
        return len(self.source) if end < 0 else end


Holds = Callable[[Match], bool]
"""Whether a match is the construct; for what a pattern cannot tell."""

Rewrite = Callable[[Match], str | None]
"""Writes a match as deckgen's Markdown; None if this match has not exactly one meaning."""

Advise = Callable[[Match], str]
"""What to write instead of a match, with the author's own words; empty if the advice for all of them fits."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A construct: `name` is its permanent name, `owner` the program or the people that write it.

    `example` is how it looks. A message is the found text, `what`, and `advice`: what to write instead.
    `pattern` is matched with the text that a card shows (`page.py`); if it has a group `it`, this is what was
    found. Every text with the construct has one of `signs`, and a text without them is not searched.
    `rewrite` is None where there is not exactly one meaning. `advise` writes the advice with the words of a
    match.
    """

    name: str
    owner: str
    code: Code
    example: str
    what: str
    advice: str
    signs: tuple[str, ...]
    pattern: re.Pattern[str]
    holds: Holds | None = None
    rewrite: Rewrite | None = None
    advise: Advise | None = None


def deleted(match: Match) -> str:
    """Rewrites to nothing what only another program needs."""
    return ""
