"""Finds the pictures and sounds that a text shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from deckgen.syntax.html_tags import Tag, TagKind, read_attributes, split_html
from deckgen.syntax.inlines import read_tag
from deckgen.syntax.reading import inlines
from deckgen.values.passage import Passage, Token


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture or sound as the author means it, percent-decoded; `line` is counted from 1 in the file."""

    target: str
    line: int


def media_references(passage: Passage) -> tuple[Reference, ...]:
    """All pictures and sounds of a passage, in order; what stands in code is none."""
    if "![" not in passage.text and "<" not in passage.text:
        return ()
    found: list[Reference] = []
    for token in passage.tokens:
        if not token.map:
            continue
        if token.type == "inline":
            targets = _shown(inlines(token).tokens)
        elif token.type == "html_block":
            targets = _sources(part for part in split_html(token.content) if isinstance(part, Tag))
        else:
            continue
        found += [
            Reference(decoded_target(target), token.map[0] + 1 + token.content.count("\n", 0, position))
            for target, position in targets
        ]
    return tuple(found)


def decoded_target(target: str) -> str:
    """A target as a file's name: `%20` is a space."""
    return unquote(target)


def _shown(tokens: Iterable[Token]) -> Iterator[tuple[str, int]]:
    for token in tokens:
        if token.type == "image":
            yield str(token.attrs["src"]), token.meta["position"]
        elif token.type == "html_inline":
            yield from _sources([read_tag(token)])


def _sources(tags: Iterable[Tag]) -> Iterator[tuple[str, int]]:
    for tag in tags:
        if tag.kind is TagKind.OPEN and tag.name == "img":
            yield from ((value, tag.position) for name, value in read_attributes(tag) if name == "src")
