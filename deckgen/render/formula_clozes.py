r"""Gives each cloze in a formula a class, by which the style sheet shows where it is.

Anki strips its own `<span class="cloze">` within a formula, so on the back nothing tells what was asked.
MathJax keeps the class of `\class{cloze-1}{…}`, and Anki gives the page of the first card the class `card1`:
so a card shows its own cloze, and on the front the gap, but not the others.
"""

from collections.abc import Sequence

from deckgen.syntax.cloze_marks import ClozeClose, ClozeOpen, Piece
from deckgen.syntax.tex.fault import find_fault, is_right

_UNKNOWN = r"\deckgencloze"
"""A command that MathJax does not know: where it is not named, what stands there is not read as TeX."""

_GAP = "[...]"

_MOST_PIECES = 120
"""Each cloze has three pieces, and each is read with the whole formula; longer ones have no classes."""

_LONGEST = 4_000


def with_classes(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    r"""The pieces of a formula, with a class around each cloze where MathJax would show the same with it.

    It would not in `\text{…}`, for a part of `\left( … \right)`, or for two cells of an alignment.
    """
    marked = list(pieces)
    if len(pieces) > _MOST_PIECES or len(_opened(pieces)) > _LONGEST:
        return tuple(pieces)
    for place in reversed(range(len(pieces) - 2)):
        opening, hidden, closing = pieces[place : place + 3]
        if isinstance(opening, ClozeOpen) and isinstance(hidden, str) and isinstance(closing, ClozeClose):
            start, end = rf"\class{{cloze-{opening.number}}}{{", "}"
            before, after = _opened(pieces[:place]), _opened(pieces[place + 3 :])
            shown = (f"{before}{start}{text}{end}{after}" for text in (hidden, _GAP))
            is_read = _UNKNOWN in (find_fault(f"{before}{_UNKNOWN} {after}") or "")
            if is_read and "\\\\" not in hidden and all(map(is_right, (before + hidden + after, *shown))):
                marked[place : place + 3] = [start, opening, hidden, closing, end]
    return tuple(marked)


def _opened(pieces: Sequence[Piece]) -> str:
    return "".join(piece for piece in pieces if isinstance(piece, str))
