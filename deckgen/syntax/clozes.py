"""Finds clozes in passages and blocks."""

from deckgen.syntax.blocks import is_formula_fence
from deckgen.syntax.cloze_marks import ClozeOpen, Fault, Piece, split_clozes
from deckgen.syntax.reading import inlines
from deckgen.values.codes import Code
from deckgen.values.passage import Passage, Token

_CLOZE_FAULTS = frozenset(code for code in Code if code.startswith("cloze-"))


def has_cloze(passage: Passage) -> bool:
    """Whether a passage has a cloze, even a faulty one: the checks can then say what is wrong with it."""
    return "{{c" in passage.text and any(map(_has_cloze, passage.tokens))


def find_cloze(token: Token) -> ClozeOpen | None:
    """The cloze that begins at an inline token, or the first one in its code or formula."""
    pieces = token.meta.get("pieces", (token.meta.get("cloze"),))
    return next((piece for piece in pieces if isinstance(piece, ClozeOpen)), None)


def is_cloze_fence(info: str) -> bool:
    """Whether a fence's info string has the word `cloze` after the language."""
    return "cloze" in info.split()[1:]


def split_block(token: Token) -> tuple[tuple[Piece, ...], list[Fault]]:
    """The pieces of a fence or formula, and its faults; in code clozes count after the word `cloze` only."""
    is_formula = token.type == "math_block" or is_formula_fence(token.info)
    if is_formula or is_cloze_fence(token.info):
        return split_clozes(token.content, 0, is_formula=is_formula)
    return (token.content,), []


def _has_cloze(token: Token) -> bool:
    if token.type == "inline" and "{{c" in token.content:
        tokens, faults = inlines(token)
        return any(fault.code in _CLOZE_FAULTS for fault in faults) or any(map(find_cloze, tokens))
    if token.type in {"fence", "math_block"}:
        pieces, found = split_block(token)
        return bool(found) or any(isinstance(piece, ClozeOpen) for piece in pieces)
    return False
