"""Collects what `[label]: address` and `[^label]: note` define, for every text of a document."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.links import Target, normal_label
from deckgen.syntax.parts import NO_DEFINITIONS, Definitions
from deckgen.values.text import Markdown

if TYPE_CHECKING:
    from markdown_it.token import Token


@lru_cache(maxsize=8)
def read_definitions(text: Markdown) -> Definitions:
    """What a text of definitions defines."""
    return find_definitions(parse_blocks(text)) if "]:" in text else NO_DEFINITIONS


def find_definitions(tokens: Sequence["Token"]) -> Definitions:
    """What the blocks of a text define; the first definition of a label counts."""
    targets: dict[str, Target] = {}
    footnotes: dict[str, tuple[Token, ...]] = {}
    begun: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "definition":
            label = normal_label(token.meta["label"])
            targets.setdefault(label, Target(token.meta["url"], token.meta["title"]))
        elif token.type == "footnote_reference_open":
            begun.append(index)
        elif token.type == "footnote_reference_close":
            start = begun.pop()
            footnotes.setdefault(normal_label(tokens[start].meta["label"]), tuple(tokens[start + 1 : index]))
    return Definitions(targets, footnotes) if targets or footnotes else NO_DEFINITIONS


def join_definitions(definitions: Iterable[Definitions]) -> Definitions:
    """All these definitions; of two with one label the earlier counts."""
    joined = [given for given in definitions if given is not NO_DEFINITIONS]
    if len(joined) < 2:
        return joined[0] if joined else NO_DEFINITIONS
    targets: dict[str, Target] = {}
    footnotes: dict[str, tuple[Token, ...]] = {}
    for given in reversed(joined):
        targets.update(given.targets)
        footnotes.update(given.footnotes)
    return Definitions(targets, footnotes)
