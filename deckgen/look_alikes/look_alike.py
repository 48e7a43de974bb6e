"""Defines a look-alike: a construct of another program that Markdown, as GitHub reads it, does not have."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from deckgen.values.codes import Code

Rewrite = Callable[["Match"], str | None]
"""Writes a match as deckgen's Markdown; None if this match has not exactly one meaning."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a construct was found, with the groups of its pattern as they are written."""

    found: re.Match[str]
    source: str

    def __getitem__(self, group: str) -> str:
        """The text of a group in the source; empty if the group took no part."""
        start, end = self.found.span(group)
        return self.source[start:end] if start >= 0 else ""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A construct: `name` is its permanent name, `owner` the program or the people that write it.

    `example` is how it looks. A message is the found text, `what`, and `advice`: what to write instead.
    `pattern` is matched with the text that a card shows (`page.py`); if it has a group `it`, this is what was
    found. `sign` is in every text with the construct. `rewrite` is None where there is not exactly one
    meaning.
    """

    name: str
    owner: str
    code: Code
    example: str
    what: str
    advice: str
    sign: str
    pattern: re.Pattern[str]
    rewrite: Rewrite | None = None
