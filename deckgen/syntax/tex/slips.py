"""Finds what MathJax shows without an error in a formula, but differently from how it looks in the source.

Sources: chktex's warning 25 ("You might wish to put this between a pair of `{}'"), and TeX's rules: `%`
begins a comment, and blanks between letters are not shown.
"""

import re
from collections.abc import Iterator

from deckgen.syntax.tex.commands import known

_NAMES = (
    r"\\(?:text\w*|math(?:rm|sf|tt|it|bf|normal|op)|operatorname\*?|[mhf]box|label|tag|href|url|class|cssId|style"
    r"|color|textcolor|begin|end|require|unicode|mmlToken)\s*+(?:\[[^\]]{0,200}\])?\{(?:[^{}]|\{[^{}]*\})*+\}?"
    r"|\\verb\*?([^\sA-Za-z*])[^\n]{0,500}?\1"
)
_NAME = re.compile(_NAMES, re.DOTALL)
"""Text, in which `\\_` is a sign."""

_TEXT = re.compile(rf"{_NAMES}|\\[A-Za-z]+|\\.", re.DOTALL)
"""What is text or a command; a single `\\` in it escapes the next character."""

_AFTER_NUMBER = re.compile(r"^[^%\n]*+(?<=\d)%", re.MULTILINE)
_SCRIPT = re.compile(r"([\^_]) ?(\d)(\d+)|([\^_]) ?(-)(\d+)")
_WORDS = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}+(?: +[A-Za-z]{2,}){2,}(?![A-Za-z])")
_CLAUSE = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]*(?:[\u4e00-\u9fff][，。；]|[，。；][\u4e00-\u9fff])[\u4e00-\u9fff]*"
)
_ESCAPED_INDEX = re.compile(r"(?:(?<![A-Za-z\\])[A-Za-z]|\\[A-Za-z]+|[})\]])\\_(?=[A-Za-z0-9{\\])")
_DOUBLED = re.compile(r"(?<!\\)\\\\(?!def)(?=([A-Za-z]{3,}))")
_BRACES = re.compile(r"\{[^{}]*\}")


def find_comment(tex: str) -> str | None:
    """A `%` that hides a part of its line; one after a blank in a formula of several lines is a comment."""
    shown = _TEXT.sub(_blank, tex.strip())
    hides = _AFTER_NUMBER.search(shown) if "\n" in shown else "%" in shown
    return r"`%` hides what follows it on its line; write `\%`" if hides else None


def find_slips(tex: str) -> Iterator[str]:
    """What is shown differently from how it looks, each with what to write."""
    shown = _TEXT.sub(_blank, tex)
    if match := _SCRIPT.search(shown):
        sign, first, rest = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        way = "raised" if sign == "^" else "lowered"
        yield f"only the `{first}` of `{first}{rest}` is {way}; write `{sign}{{{first}{rest}}}`"
    if index := _ESCAPED_INDEX.search(_NAME.sub(_blank, tex)):
        yield (
            f"`{index[0]}` shows the sign `_`; write `{index[0][:-2]}_` for an index, "
            "or `\\text{…}` around a name"
        )
    if doubled := _find_doubled(tex):
        yield f"`\\\\` before `{doubled}` begins a new line; write `\\{doubled}`, with one backslash"
    if words := _WORDS.search(shown) or ("\n" not in shown and _CLAUSE.search(_BRACES.sub(" ", shown))):
        yield (
            f"`{words[0]}` looks like text, and a formula shows it without its spaces; write `\\$` for a "
            "dollar sign that begins no formula, or `\\text{…}` around words in one"
        )


def _find_doubled(tex: str) -> str | None:
    """The name of a command that has a backslash too many, as in JSON."""
    return next((m[1] for m in _DOUBLED.finditer(tex) if f"\\{m[1]}" in known().commands), None)


def _blank(match: re.Match[str]) -> str:
    return "\\" + " " * (len(match[0]) - 1)
