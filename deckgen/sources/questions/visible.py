"""Tells whether a learner would see anything of a passage."""

import re
import unicodedata
from itertools import pairwise

from deckgen.syntax.html_tags import replace_comments, resolve_entities
from deckgen.values.passage import Passage

_BREAK = re.compile(r"<br ?/?>")
_DEFINITIONS = ("definition", "footnote_reference_open")


def has_content(passage: Passage) -> bool:
    """Whether anything is visible; comments, definitions, breaks and entities such as `&nbsp;` are not."""
    for token, inline in pairwise((*passage.tokens, *passage.tokens[-1:])):
        if token.level or token.nesting < 0 or not token.map or token.type in _DEFINITIONS:
            continue
        text = inline.content if token.type == "paragraph_open" else token.content
        if token.type not in {"paragraph_open", "html_block"} or _is_visible(text):
            return True
    return False


def _is_visible(text: str) -> bool:
    shown = resolve_entities(_BREAK.sub("", replace_comments(text)))
    return any(not character.isspace() and unicodedata.category(character) != "Cf" for character in shown)
