"""Shows a formula with clozes as Anki's cards do: a cloze's braces are gone before MathJax reads it."""

import re

from deckgen.syntax.html_text import CLOZE_BEGIN, CLOZE_END

_CLOZE = re.compile(
    f"{CLOZE_BEGIN}c\\d++::((?:(?!::)[^{CLOZE_BEGIN}{CLOZE_END}])*+)(?:::([^{CLOZE_BEGIN}{CLOZE_END}]*+))?{CLOZE_END}"
)
_DEEPEST = 8
"""Anki's own limit for clozes in clozes."""


def show_clozes(tex: str) -> tuple[str, ...]:
    """The formula with all clozes open, and if it has any, with all of them hidden."""
    if CLOZE_BEGIN not in tex:
        return (tex,)
    answer = question = tex
    for _ in range(_DEEPEST):
        answer = _CLOZE.sub(lambda match: match[1], answer)
        question = _CLOZE.sub(lambda match: f"[{match[2] or '...'}]", question)
    return as_written(answer), as_written(question)


def as_written(tex: str) -> str:
    """The formula with the braces of its clozes, as it is in the field."""
    return tex.replace(CLOZE_BEGIN, "{{").replace(CLOZE_END, "}}")


def with_braces(tex: str) -> str:
    """The formula as it would be if a cloze were in braces."""
    return tex.replace(CLOZE_BEGIN, "{").replace(CLOZE_END, "}")
