"""Finds the pictures and sounds that a text shows."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from deckgen.syntax.html_tags import Tag, TagKind, read_attributes, split_html
from deckgen.syntax.inlines import read_tag
from deckgen.syntax.places import line_at
from deckgen.syntax.reading import inlines
from deckgen.values.outline import Found
from deckgen.values.passage import Passage, Token


def media_references(passage: Passage) -> Iterator[Found]:
    """The percent-decoded target of each picture and sound outside code, with its line in the file."""
    if "![" not in passage.text and "<" not in passage.text:
        return
    for token in passage.tokens:
        if not token.map:
            continue
        if token.type == "inline":
            targets = _shown(inlines(token).tokens)
        elif token.type == "html_block":
            targets = _sources(part for part in split_html(token.content) if isinstance(part, Tag))
        else:
            continue
        for target, position in targets:
            line = token.map[0] + 1 + line_at(token.content, position)
            yield Found(line, decoded_target(target))


def decoded_target(target: str) -> str:
    """A target as the name of a file: `%20` is a space."""
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
