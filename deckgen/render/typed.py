"""Splits the answer of a typed question into the text to type and the rest."""

import unicodedata

from deckgen.syntax.inlines import read_tag
from deckgen.syntax.reading import inlines
from deckgen.values.passage import Passage, Token
from deckgen.values.text import Markdown

_UNTYPED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
"""Characters that nobody sees or types, such as soft hyphens from a web page."""

_OTHERWISE = {
    number: unicodedata.normalize("NFKC", chr(number))
    for start, end in ((0xFB00, 0xFB06), (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for number in range(start, end + 1)
}
"""What keyboards write in place of the ligatures of a PDF and of full-width letters and digits."""

_LEAVES = frozenset({"inline", "fence", "code_block", "math_block"})


def part_typed_answer(answer: Passage) -> tuple[str, Passage]:
    """The first paragraph as one plain line, and the rest of the answer.

    If the answer begins with another block, which is a problem, its first text is taken.
    """
    for place, token in enumerate(answer.tokens):
        if token.type in _LEAVES:
            if token.type == "inline":
                text = "".join(map(_plain, inlines(token, clozes=False).tokens))
            else:
                text = token.content
            return " ".join(text.translate(_UNTYPED | _OTHERWISE).split()), _after(answer, place)
    return " ".join(answer.text.split()), Passage(Markdown(""), answer.line)


def _after(answer: Passage, place: int) -> Passage:
    """The answer below the block of this token."""
    rest = list(answer.tokens[place:])
    while rest and (rest[0].level or rest[0].nesting < 0 or rest[0] is answer.tokens[place]):
        del rest[0]
    line = rest[0].map[0] if rest and rest[0].map else answer.line + answer.text.count("\n")
    lines = answer.text.split("\n")[line + 1 - answer.line :]
    return Passage(Markdown("\n".join(lines)), line + 1, tuple(rest))


def _plain(token: Token) -> str:
    """What a learner would type for a token; code and TeX are typed as they are."""
    match token.type:
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline":
            return " " if read_tag(token).name == "br" else ""
        case _:
            return token.content
