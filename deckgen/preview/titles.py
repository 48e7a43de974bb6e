"""Makes the line that a list has for a note: its question as plain text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from deckgen.preview.mathml import read_tex
from deckgen.syntax.html_text import find_hidden, read_html
from deckgen.values.document import Kind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST = 200
"""Characters of a title; a list shows fewer."""

_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]")
_RAISED = dict(zip("0123456789+-−=()ijknT⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱʲᵏⁿᵀᵀ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()ijkn", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ᵢⱼₖₙ", strict=True))
_UNSEEN = re.compile("[\u2061-\u2064\u200b]")
"""What MathML has between signs for programs that read aloud."""


def title_of(kind: Kind, fields: Sequence[str]) -> str:
    """The first line of the question, or of a cloze without one that of its text, with `[...]` for clozes."""
    field = fields[1] if kind is Kind.CLOZE and fields[1] else fields[0]
    lines = (" ".join(line.split()) for line in read_html(find_hidden(field)[1]).split("\n"))
    line = next(filter(None, lines), "")
    title = _FORMULA.sub(lambda found: formula_as_text(found[1] or found[2] or ""), line)
    return title if len(title) <= LONGEST else f"{title[:LONGEST]}…"


@lru_cache(maxsize=4096)
def formula_as_text(tex: str) -> str:
    """A formula on a line, such as `x²/2` or `p_θ(z∣x)`; its TeX where the preview cannot show it."""
    tree = read_tex(tex, display=False)
    try:
        return tex.strip() if tree is None else " ".join(_UNSEEN.sub("", _line(tree)).split())
    except RecursionError:
        return tex.strip()


def _line(element: "Element") -> str:
    parts = [_line(one) for one in element]
    text = (element.text or "") + "".join(parts)
    match element.tag, parts:
        case "mspace", _:
            text = " "
        case "mfrac", [above, below]:
            text = f"{_one(above)}/{_one(below)}"
        case "msqrt", _:
            text = f"√{_one(text)}"
        case "mroot", [base, degree]:
            text = f"{_script(degree, '', _RAISED)}√{_one(base)}"
        case "msub" | "munder", [base, low]:
            text = base + _script(low, "_", _LOWERED)
        case "msup", [base, high]:
            text = base + _script(high, "^", _RAISED)
        case "msubsup" | "munderover", [base, low, high]:
            text = base + _script(low, "_", _LOWERED) + _script(high, "^", _RAISED)
        case "mtr", _:
            text = ", ".join(parts)
        case "mtable", _:
            text = "; ".join(parts)
    return text


def _script(text: str, mark: str, letters: dict[str, str]) -> str:
    """What is above or below the line: in characters that are, or else after a mark."""
    if all(letter in letters for letter in text):
        return "".join(map(letters.__getitem__, text))
    return mark + _one(text)


def _one(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"
