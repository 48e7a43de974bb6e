"""Says whether a passage holds a cloze."""

from deckgen.syntax.cloze_marks import ClozeOpen, Fault, split_clozes
from deckgen.syntax.reading import inlines
from deckgen.values.passage import Passage, Token

_CLOZE_FAULTS = frozenset({Fault.NO_NUMBER, Fault.NESTED, Fault.UNCLOSED, Fault.EMPTY})


def has_cloze(passage: Passage) -> bool:
    """Whether a cloze, right or faulty, stands in a passage where clozes count.

    A faulty one counts, so that the note is a cloze note and the checks can say what is wrong.
    """
    return "{{c" in passage.text and any(map(_has_cloze, passage.tokens))


def find_cloze(token: Token) -> ClozeOpen | None:
    """The cloze that begins at an inline token, or the first one in its code or formula."""
    pieces = token.meta.get("pieces", (token.meta.get("cloze"),))
    return next((piece for piece in pieces if isinstance(piece, ClozeOpen)), None)


def is_cloze_fence(info: str) -> bool:
    """Whether a fence's info string asks for clozes: the word `cloze` after the language."""
    return "cloze" in info.split()[1:]


def _has_cloze(token: Token) -> bool:
    if "{{c" not in token.content:
        return False
    if token.type == "inline":
        tokens, faults = inlines(token)
        return any(fault.fault in _CLOZE_FAULTS for fault in faults) or any(map(find_cloze, tokens))
    if token.type == "math_block" or (token.type == "fence" and is_cloze_fence(token.info)):
        pieces, found = split_clozes(token.content, 0, is_formula=token.type == "math_block")
        return bool(found) or any(isinstance(piece, ClozeOpen) for piece in pieces)
    return False
