"""Says whether a passage holds a cloze."""

from markdown_it.token import Token

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.cloze_marks import ClozeOpen, Fault, split_clozes
from deckgen.syntax.inlines import parse_inlines
from deckgen.values.text import Markdown

_CLOZE_FAULTS = frozenset({Fault.NO_NUMBER, Fault.NESTED, Fault.UNCLOSED, Fault.EMPTY})


def has_cloze(text: Markdown) -> bool:
    """Whether a cloze, right or faulty, stands in a passage where clozes count.

    A faulty one counts, so that the note is a cloze note and the checks can say what is wrong.
    """
    if "{{c" not in text:
        return False
    for token in parse_blocks(text):
        if token.type == "inline":
            tokens, faults = parse_inlines(token.content)
            if any(fault.fault in _CLOZE_FAULTS for fault in faults) or any(map(find_cloze, tokens)):
                return True
        elif token.type == "math_block" or (token.type == "fence" and is_cloze_fence(token.info)):
            pieces, found = split_clozes(token.content, 0, is_formula=token.type == "math_block")
            if found or any(isinstance(piece, ClozeOpen) for piece in pieces):
                return True
    return False


def find_cloze(token: Token) -> ClozeOpen | None:
    """The cloze that begins at an inline token, or the first one in its code or formula."""
    pieces = token.meta.get("pieces", (token.meta.get("cloze"),))
    return next((piece for piece in pieces if isinstance(piece, ClozeOpen)), None)


def is_cloze_fence(info: str) -> bool:
    """Whether a fence's info string asks for clozes: the word `cloze` after the language."""
    return "cloze" in info.split()[1:]
