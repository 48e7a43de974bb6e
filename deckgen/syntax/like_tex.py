r"""Tells TeX from prose between marks that may mean either: `\(…\)`, `\[…\]` and `$ … $`.

In Markdown `\(` and `\[` are escaped brackets, and many programs write them in prose: GitBook, Google Docs
and Turndown. Chatbots write them around formulas. tests/syntax/test_like_tex.py has texts of both kinds.
"""

import re

from deckgen.syntax.cloze_marks import CLOZE_OPENING
from deckgen.values.characters import CJK

_BRACES = re.compile(r"([{}])")
_COMMAND = re.compile(r"\\[A-Za-z]{2,}")
_SCRIPT = re.compile(r"[A-Za-z0-9)}\]|']\^|_\{|(?<![A-Za-z0-9])[A-Za-z]_[A-Za-z0-9]")
_ESCAPED_FOR_MARKDOWN = re.compile(r"\\[_*]")
_PROSE = re.compile(
    r"(?<![\\A-Za-z])[A-Za-z]{2,}[ \n]+[A-Za-z]{2,}(?![A-Za-z(])|[A-Za-z]\.[A-Za-z]\.|[，。；：、？！（）“”]"
)
_CHINESE = re.compile(f"[{CJK}]")
_LONG_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}(?![A-Za-z(])")
_RELATION = re.compile(r"[\w)\]}|']\s{0,2}(?:=|[<>]=?|[≤≥≠≈∈×])\s{0,2}[\w(\[{|\\+-]")
_OPEN_ENDED = re.compile(r"[=+*/,;:&|^_<>-]\Z|\A[=+*/,;:.&^_<>]")
_SHORT = re.compile(
    r"""
      [A-Za-z]'{0,3}
    | [A-Za-z]{1,2} \( [\w ,|;+*/-]{1,40} \)       # f(x), p(x|z)
    | [(\[] [\w ,.+∞-]{1,40} [)\]]                  # (x, y), [0, 1]
    | \d{0,4}[a-z] [ ]? [+*-] [ ]? \d{1,4}         # n - 1, 2n + 1
    | \d{0,4}[a-z] [ ]? [+*] [ ]? \d{0,4}[a-z]     # a + b
    | \d{1,4} [ ]? / [ ]? [a-z] | [a-z] [ ]? / [ ]? \d{1,4}
    """,
    re.VERBOSE,
)
_LIST = re.compile(r"(?:\d{0,3}[A-Za-z]\d{0,3}(?:,[ ]?(?:\.{3}|…)?|\Z))+")
_NUMBERS = re.compile(r"(?=[ ().,%+*/=-]*\d)[\d ().,%+*/=-]+")
_WORD = re.compile(r"[A-Za-z]+\d*")


def is_tex(text: str) -> bool:
    """Whether a text is a formula wherever it stands: it has a command, an index, a power or a relation."""
    text = _without_clozes(text)
    outside = _outside_braces(text)
    if _ESCAPED_FOR_MARKDOWN.search(outside) or _PROSE.search(outside):
        return False
    if _COMMAND.search(text):
        return True
    if _CHINESE.search(outside):
        return False
    if _SCRIPT.search(text):
        return True
    return bool(_RELATION.search(text)) and "==" not in text and not _LONG_WORD.search(outside)


def is_short_tex(text: str) -> bool:
    """Whether a text is a formula where brackets of prose would have words in them: `n`, `f(x)`, `n - 1`."""
    text = _without_clozes(text)
    return bool(_SHORT.fullmatch(text)) or is_tex(text)


def is_padded_tex(text: str, *, with_words: bool = False, with_numbers: bool = True) -> bool:
    """Whether a text is a formula that stands between blanks, as no price and no aside does."""
    text = _without_clozes(text)
    if _OPEN_ENDED.search(text):
        return False
    return (
        is_short_tex(text)
        or bool(_LIST.fullmatch(text))
        or (with_numbers and bool(_NUMBERS.fullmatch(text)))
        or (with_words and bool(_WORD.fullmatch(text)))
    )


def _without_clozes(text: str) -> str:
    return CLOZE_OPENING.sub("", text).replace("}}", "") if "{{c" in text else text


def _outside_braces(text: str) -> str:
    r"""A text without what is in braces, such as the words of `\text{…}`."""
    depth, parts = 0, list[str]()
    for piece in _BRACES.split(text):
        if piece == "}":
            depth = max(depth - 1, 0)
        elif not depth:
            parts.append(piece)
        depth += piece == "{"
    return "".join(parts)
