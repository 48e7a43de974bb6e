"""A part of a document's Markdown, with the tokens that it was read as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from markdown_it.token import Token

from deckgen.values.text import Markdown

__all__ = ["EMPTY_PASSAGE", "NO_DEFINITIONS", "Definitions", "Passage", "Target", "Token"]

Target = Mapping[str, str]
"""The `href` and `title` of a link or picture, as markdown-it-py has them."""


class Definitions(NamedTuple):
    """The link targets and footnotes of a document, by normalised label."""

    references: Mapping[str, Target]
    footnotes: Mapping[str, tuple[Token, ...]]


NO_DEFINITIONS = Definitions(MappingProxyType({}), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole lines of Markdown, or the text of a heading; `line` is the first line in the file.

    Line N of `text`, counted from 0, is line `line + N` of the file: lines may be blanked, but not removed.
    `tokens` are the blocks of these lines (`syntax/reading.py`); their `map` counts lines of the file from 0.
    """

    text: Markdown
    line: int
    tokens: tuple[Token, ...] = field(default=(), compare=False, repr=False)


EMPTY_PASSAGE = Passage(Markdown(""), 0)
