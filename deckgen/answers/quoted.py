"""Tells what a field states from what its CAUTION callouts quote as wrong."""

import re
from typing import NamedTuple

from deckgen.syntax.html_text import fold, part_by_class, read_html

_FORMULA_MARKS = re.compile(r"\\[()\[\]]")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_STRUCK = re.compile(r"</?(?:del|s)>")
_QUOTED = re.compile(
    r"“[^“”\n]*”|\"[^\"\n]*\"|「[^「」\n]*」|『[^『』\n]*』|‘[^‘’\n]*’|\ue000[^\ue000\n]*\ue000"
)


class Stated(NamedTuple):
    """The folded text of a field, and the same with a mark for each character that is quoted as wrong."""

    text: str
    stated: str


def read_text(html: str) -> str:
    """The folded text of a field; a raised number is written with `^`, as in TeX."""
    text = _FORMULA_MARKS.sub("", read_html(html))
    return fold(_RAISED.sub(lambda match: f"^{match[0]}", text))


def read_stated(html: str) -> Stated:
    """The text of a field; in a CAUTION, what stands in quotation marks or is struck through is quoted."""
    texts, stated = [], []
    for is_caution, piece in part_by_class(html, "callout-caution"):
        text = read_text(_STRUCK.sub("\ue000", piece) if is_caution else piece)
        if text:
            texts.append(text)
            stated.append(_QUOTED.sub(lambda match: "\ufffc" * len(match[0]), text) if is_caution else text)
    return Stated("\n".join(texts), "\n".join(stated))
