"""Finds the pictures and sounds that a text shows."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from deckgen.syntax.blocks import parse_blocks
from deckgen.values.text import Markdown


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture or sound as the author names it, percent-decoded; `line` is counted from 0 in the text."""

    target: str
    line: int


_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*(?:<([^<>\n]*)>|([^\s()]+))")
_TAG = re.compile(r"<img\b[^>]*?\ssrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def media_references(text: Markdown) -> tuple[Reference, ...]:
    """All pictures and sounds of a passage, in order; what stands in code is none."""
    found = []
    for token in parse_blocks(text):
        if token.type in {"inline", "html_block"} and token.map:
            content = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", token.content)
            for match in sorted(
                [*_IMAGE.finditer(content), *_TAG.finditer(content)], key=lambda match: match.start()
            ):
                target = match[1] or match[2] or ""
                found.append(Reference(unquote(target), token.map[0] + content.count("\n", 0, match.start())))
    return tuple(found)
