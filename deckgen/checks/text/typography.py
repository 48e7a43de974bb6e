"""Finds Chinese text with unusual spaces or punctuation, for `deckgen check --style` only."""

import re
from collections.abc import Iterator

from deckgen.checks.findings import Places
from deckgen.syntax.html_text import read_prose, without_tags
from deckgen.values.characters import HAN
from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.outline import NoteBody
from deckgen.values.problem import Problem

_GLUED = re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]")
_MIXED = re.compile(rf"[{HAN}][,;:?!](?![A-Za-z0-9/])")


def check_typography(question: Question, note: NoteBody) -> Iterator[Problem]:
    """Chinese next to Latin letters without a space, and ASCII punctuation after Chinese."""
    places = Places(question)
    for field in note.fields[:-2]:
        plain = without_tags(field)
        # Most fields have neither, which is quicker to see in the unread field.
        if _GLUED.search(plain) or _MIXED.search(plain):
            for line in read_prose(field).split("\n"):
                yield from _check_line(places, line)


def _check_line(places: Places, line: str) -> Iterator[Problem]:
    glued, mixed = _GLUED.search(line), _MIXED.search(line)
    if glued:
        message = f"`{_around(line, glued)}`: put a space between Chinese and Latin letters or digits"
        yield Problem(places.next(glued[0]), Code.STYLE_SPACING, message)
    if mixed:
        message = f"`{_around(line, mixed)}`: write full-width punctuation after Chinese"
        yield Problem(places.next(mixed[0]), Code.STYLE_PUNCTUATION, message)


def _around(line: str, match: re.Match[str]) -> str:
    return line[max(match.start() - 6, 0) : match.end() + 6].strip().replace("\ufffc", "…")
