"""Collects what `[label]: address` and `[^label]: note` define, for every text of a document."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from deckgen.syntax.blocks import parse_blocks
from deckgen.values.text import Markdown

Target = Mapping[str, str]
"""Where a link leads or which picture it shows: markdown-it-py's `href` and `title`."""


class Definitions(NamedTuple):
    """What a whole document defines for all its texts: link targets and footnotes by normalised label."""

    references: Mapping[str, Target]
    footnotes: Mapping[str, tuple[Token, ...]]


NO_DEFINITIONS = Definitions(MappingProxyType({}), MappingProxyType({}))


@lru_cache(maxsize=8)
def read_definitions(text: Markdown) -> Definitions:
    """What a text of definitions defines."""
    return find_definitions(parse_blocks(text)) if "]:" in text else NO_DEFINITIONS


def find_definitions(tokens: Sequence[Token]) -> Definitions:
    """What the blocks of a text define; the first definition of a label counts."""
    references: dict[str, Target] = {}
    footnotes: dict[str, tuple[Token, ...]] = {}
    begun: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "definition":
            references.setdefault(token.meta["id"], {"href": token.meta["url"], "title": token.meta["title"]})
        elif token.type == "footnote_reference_open":
            begun.append(index)
        elif token.type == "footnote_reference_close":
            start = begun.pop()
            label = normalizeReference(tokens[start].meta["label"])
            footnotes.setdefault(label, tuple(tokens[start + 1 : index]))
    return Definitions(references, footnotes) if references or footnotes else NO_DEFINITIONS


def normalise_label(label: str) -> str:
    """The label under which a definition is found: upper and lower case and white space are the same."""
    return normalizeReference(label)


def join_definitions(definitions: Iterable[Definitions]) -> Definitions:
    """All these definitions; of two with one label the earlier counts."""
    joined = [given for given in definitions if given is not NO_DEFINITIONS]
    if len(joined) < 2:
        return joined[0] if joined else NO_DEFINITIONS
    references: dict[str, Target] = {}
    footnotes: dict[str, tuple[Token, ...]] = {}
    for given in reversed(joined):
        references.update(given.references)
        footnotes.update(given.footnotes)
    return Definitions(references, footnotes)
