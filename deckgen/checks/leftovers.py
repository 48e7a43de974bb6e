"""Finds misspelt clozes, which GitHub and Anki show as they are."""

import re
from collections.abc import Iterator

from deckgen.checks.unit import Text, Unit
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

# What a Chinese keyboard, or haste, makes of `{{c1::`.
_LIKE_A_CLOZE = re.compile(r"\{\{(?!c\d+::)\s?[cC]\s?\d+\s?[:：]+")


def check_leftovers(unit: Unit) -> Iterator[Problem]:
    """What a Chinese keyboard, or haste, makes of a cloze."""
    for text in unit.texts:
        if "{{" in text.source:
            for found in _find(text, _LIKE_A_CLOZE):
                message = (
                    f"`{found}` does not begin a cloze; write `{{{{c1::` with ASCII colons and a small c"
                )
                yield text.problem(max(text.source.find(found), 0), Code.CLOZE_MISSPELT, message)


def _find(text: Text, pattern: re.Pattern[str]) -> Iterator[str]:
    return (
        match[0] for token in text.tokens if token.type == "text" for match in pattern.finditer(token.content)
    )
