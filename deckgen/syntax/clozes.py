"""Finds clozes in passages and blocks."""

from deckgen.syntax.blocks import is_formula_fence
from deckgen.syntax.cloze_marks import Carried, ClozeClose, ClozeOpen, Fault, Piece, split_clozes
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


def has_only_marks(token: Token) -> bool:
    """Whether a text is nothing but the beginning or the end of a cloze that goes over several blocks."""
    return ("carried" in token.meta or "goes_on" in token.meta) and not inlines(token).tokens


def is_cloze_fence(info: str) -> bool:
    """Whether a fence's info string has the word `cloze` after the language."""
    return "cloze" in info.split()[1:]


def split_block(token: Token, text: str | None = None) -> tuple[tuple[Piece, ...], list[Fault]]:
    """The pieces of a block of code or formula, or of the `text` in it that is shown, and its faults.

    In code clozes count after the word `cloze` only. In a cloze that goes over several blocks all is hidden.
    """
    shown = token.content if text is None else text
    carried: Carried | None = token.meta.get("carried")
    is_formula = token.type == "math_block" or is_formula_fence(token.info)
    if carried is None and not is_formula and not is_cloze_fence(token.info):
        return (shown,), []
    pieces, faults = split_clozes(shown, 0, is_formula=is_formula)
    if carried is None or not shown.strip():
        return pieces, faults
    nested = [
        Fault(Code.CLOZE_NESTED, piece.position, opened=carried.line)
        for piece in pieces
        if isinstance(piece, ClozeOpen) and (is_formula or is_cloze_fence(token.info))
    ]
    return (ClozeOpen(carried.number, 0), shown, ClozeClose()), nested


def _has_cloze(token: Token) -> bool:
    if token.type == "inline" and ("{{c" in token.content or "carried" in token.meta):
        tokens, faults = inlines(token)
        return any(fault.code in _CLOZE_FAULTS for fault in faults) or any(map(find_cloze, tokens))
    if token.type in {"fence", "code_block", "math_block"}:
        pieces, found = split_block(token)
        return bool(found) or any(isinstance(piece, ClozeOpen) for piece in pieces)
    return False
