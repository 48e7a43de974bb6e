"""Finds the pictures of questions, and rewrites them to where they are now."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deckgen.pages.page import Block, Shape
from deckgen.syntax.picture_sizes import split_size

PICTURE = re.compile(
    r"!\[([^\[\]]*)\]\(([^()\s]+)\)(\{(?=[^{}\n]{0,200}\b(?:width|height)=)[^{}\n]{0,200}\})?"
)
_LOST = "\0"
_AROUND_LOST = re.compile(r" ?(?:(\*\*|\*)\0\1|\[\0\]\(([^()\s]*)\)|\0)")
"""A picture that is nowhere, with its blank and its bold; the address of a link around it stays."""
PICTURE_LABEL = ""
"""The empty address: under it, the map of the pictures has the word for a picture without a text."""


class Picture(NamedTuple):
    """The address of a picture, the text in its place, and its line in the page."""

    address: str
    text: str
    line: int


def place_pictures(markdown: str, pictures: Mapping[str, str]) -> str:
    """Rewrite pictures to their names beside the source, or to links; those that are nowhere are left out."""
    if "![" not in markdown:
        return markdown

    def place(match: re.Match[str]) -> str:
        alt, now = match[1], pictures.get(match[2], "")
        if is_remote(now):
            return f"[{split_size(alt)[0] or pictures.get(PICTURE_LABEL, 'picture')}]({now})"
        return f"![{alt}]({now}){match[3] or ''}" if now else _LOST

    placed = PICTURE.sub(place, markdown)
    return _AROUND_LOST.sub(lambda match: f"<{match[2]}>" if match[2] else "", placed)


def find_pictures(blocks: Sequence[Block]) -> tuple[Picture, ...]:
    """All pictures in these blocks, in order."""
    return tuple(
        Picture(m[2], split_size(m[1])[0], part.line)
        for b in blocks
        for part in b.walk()
        if part.shape is not Shape.CODE and "![" in part.markdown
        for m in PICTURE.finditer(part.markdown)
    )


def is_remote(address: str) -> bool:
    """Whether this is an address on the web."""
    return address.startswith(("http://", "https://"))
