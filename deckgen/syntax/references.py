"""Finds the pictures and sounds that a text shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.definitions import find_definitions, join_definitions, read_definitions
from deckgen.syntax.html_tags import Tag, TagKind, read_attributes, split_html
from deckgen.syntax.inlines import parse_inlines, read_tag
from deckgen.values.text import Markdown

_NONE = Markdown("")


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture or sound as the author means it, percent-decoded; `line` is counted from 0 in the text."""

    target: str
    line: int


def media_references(text: Markdown, definitions: Markdown = _NONE) -> tuple[Reference, ...]:
    """All pictures and sounds of a passage, in order; what stands in code is none.

    `definitions` are those of the document: an author may write `![alt][label]`.
    """
    if "![" not in text and "<" not in text:
        return ()
    tokens = parse_blocks(text)
    known = join_definitions((read_definitions(definitions), find_definitions(tokens)))
    found: list[Reference] = []
    for token in tokens:
        if not token.map:
            continue
        if token.type == "inline":
            targets = _shown(parse_inlines(token.content, known).tokens)
        elif token.type == "html_block":
            targets = _sources(part for part in split_html(token.content) if isinstance(part, Tag))
        else:
            continue
        found += [
            Reference(decoded_target(target), token.map[0] + token.content.count("\n", 0, position))
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
