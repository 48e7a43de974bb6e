"""A part of a document's Markdown, with the tokens that it was read as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from markdown_it.token import Token

from deckgen.values.text import Markdown

__all__ = ["EMPTY_PASSAGE", "NO_DEFINITIONS", "Definitions", "Passage", "Target", "Token"]

Target = Mapping[str, str]
"""Where a link leads or which picture it shows: markdown-it-py's `href` and `title`."""


class Definitions(NamedTuple):
    """What a whole document defines for all its texts: link targets and footnotes by normalised label."""

    references: Mapping[str, Target]
    footnotes: Mapping[str, tuple[Token, ...]]


NO_DEFINITIONS = Definitions(MappingProxyType({}), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole Markdown lines, or the text of a heading; `line` is where it begins in the file.

    Lines are never taken out of the middle of a passage, only blanked: line N of `text` is line
    `line + N` of the file (N from 0). `tokens` are the blocks that the lines were read as
    (`syntax/reading.py`); their `map` counts the lines of the file from 0.
    """

    text: Markdown
    line: int
    tokens: tuple[Token, ...] = field(default=(), compare=False, repr=False)


EMPTY_PASSAGE = Passage(Markdown(""), 0)
