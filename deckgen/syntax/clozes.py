"""Says whether a passage holds a cloze."""

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.cloze_marks import ClozeOpen, Fault, split_clozes
from deckgen.syntax.inlines import parse_inlines
from deckgen.syntax.parts import Code, Formula, Part
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
            parts, faults = parse_inlines(token.content)
            if any(fault.fault in _CLOZE_FAULTS for fault in faults) or any(map(holds_cloze, parts)):
                return True
        elif token.type == "math_block" or (token.type == "fence" and is_cloze_fence(token.info)):
            pieces, found = split_clozes(token.content, 0, is_formula=token.type == "math_block")
            if found or any(isinstance(piece, ClozeOpen) for piece in pieces):
                return True
    return False


def holds_cloze(part: Part) -> bool:
    """Whether a cloze begins at or in a part of a text."""
    if isinstance(part, Code | Formula):
        return any(isinstance(piece, ClozeOpen) for piece in part.pieces)
    return isinstance(part, ClozeOpen)


def is_cloze_fence(info: str) -> bool:
    """Whether a fence's info string asks for clozes: the word `cloze` after the language."""
    return "cloze" in info.split()[1:]
