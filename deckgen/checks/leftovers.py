"""Finds Markdown that GitHub does not understand, and therefore shows as it is."""

import re
from collections.abc import Iterator

from deckgen.checks.unit import Text, Unit
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

_LINK = re.compile(r"\[[^\[\]\n]*\]\([^()\n<]*\s[^()\n<]*\)")


def check_leftovers(unit: Unit) -> Iterator[Problem]:
    """Links and pictures with a space in the address."""
    for text in unit.texts:
        if "](" in text.source:
            for found in _find(text, _LINK):
                message = f"`{found}` is not a link or a picture; put an address with a space in `<…>`"
                yield text.problem(max(text.source.find(found), 0), Code.LINK_NOT_UNDERSTOOD, message)


def _find(text: Text, pattern: re.Pattern[str]) -> Iterator[str]:
    return (
        match[0] for token in text.tokens if token.type == "text" for match in pattern.finditer(token.content)
    )
