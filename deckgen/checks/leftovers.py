"""Finds Markdown that GitHub does not understand, and so shows as it was typed."""

import re
from collections.abc import Iterator

from deckgen.checks.unit import Text, Unit
from deckgen.syntax.cloze_marks import Fault
from deckgen.values.codes import Code
from deckgen.values.problem import Problem

_BOLD = (
    "`**` is shown as it is, for nothing matches it; "
    "where it stands between punctuation and a letter, move the punctuation out of the bold text"
)
# What a Chinese keyboard, or haste, makes of `{{c1::`.
_LIKE_A_CLOZE = re.compile(r"\{\{(?!c\d+::)\s?[cC]\s?\d+\s?[:：]+")
_LINK = re.compile(r"\[[^\[\]\n]*\]\([^()\n<]*\s[^()\n<]*\)")


def check_leftovers(unit: Unit) -> Iterator[Problem]:
    """Misspelt clozes, `**` without its like, and links and pictures with a space in the address."""
    for text in unit.texts:
        if "{{" in text.source:
            yield from _check_clozes(text)
        if "**" in text.source:
            yield from _check_bold(text)
        if "](" in text.source:
            yield from _check_links(text)


def _check_clozes(text: Text) -> Iterator[Problem]:
    for token in text.tokens:
        for match in _LIKE_A_CLOZE.finditer(token.content) if token.type == "text" else ():
            message = f"`{match[0]}` begins no cloze; write `{{{{c1::` with two ASCII colons and a small c"
            yield text.problem(max(text.source.find(match[0]), 0), Code.CLOZE_MISSPELT, message)


def _check_bold(text: Text) -> Iterator[Problem]:
    for fault in text.faults:
        if fault.fault is Fault.BOLD_UNMATCHED:
            yield text.problem(fault.position, fault.fault.value, _BOLD)


def _check_links(text: Text) -> Iterator[Problem]:
    for token in text.tokens:
        for match in _LINK.finditer(token.content) if token.type == "text" and "](" in token.content else ():
            message = f"`{match[0]}` is no link and no picture; put an address with a space in `<…>`"
            yield text.problem(max(text.source.find(match[0]), 0), Code.LINK_NOT_UNDERSTOOD, message)
