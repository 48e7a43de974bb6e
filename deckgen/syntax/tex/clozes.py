"""Shows a formula with clozes as Anki's cards do: a cloze's braces are gone before MathJax reads it."""

import re

_CLOZE = re.compile(r"\{\{c\d++::((?:(?!\{\{c\d|\}\}|::).)*+)(?:::((?:(?!\{\{c\d|\}\}).)*+))?\}\}", re.DOTALL)
_DEEPEST = 8
"""Anki's own limit for clozes in clozes."""


def show_clozes(tex: str) -> tuple[str, ...]:
    """The formula with all clozes open, and if it has any, with all of them hidden."""
    if "{{c" not in tex:
        return (tex,)
    answer = question = tex
    for _ in range(_DEEPEST):
        answer = _CLOZE.sub(lambda match: match[1], answer)
        question = _CLOZE.sub(lambda match: f"[{match[2] or '...'}]", question)
    return answer, question
