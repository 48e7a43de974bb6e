"""Digests and excerpts of notes and note types, by which the ledger sees a change and recognises a note."""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Sequence

from deckgen.syntax.html_text import without_classes
from deckgen.values.document import Kind
from deckgen.values.edit_link import without_line
from deckgen.values.note import Field, Template

EXCERPT_LENGTH = 160
"""Characters of a question or an answer that the ledger keeps."""

_TAG = re.compile(r"<[^>]*>")
_UNBROKEN = re.compile(r'<span class="unbroken">((?:(?!</?span\b).)*)</span>', re.DOTALL)
_END_OF_HEADING = "</div>\n"
_CODE = re.compile(r"</?code\b[^>]*>")
_CLOZE = re.compile(r"\{\{c(\d+)::(.*?)\}\}", re.DOTALL)


def excerpt(field: str) -> str:
    """The beginning of a field as plain text with code in backticks; if it is cut, a digest of all follows.

    So two excerpts are equal only if the texts are.
    """
    # How a formula looks is not content: without it the ledgers of older versions are right.
    content = _UNBROKEN.sub(r"\1", without_classes(field))
    text = " ".join(html.unescape(_TAG.sub(" ", _CODE.sub("`", content))).split())
    return text if len(text) <= EXCERPT_LENGTH else f"{text[:EXCERPT_LENGTH]}…{_digest(text)[:8]}"


def excerpt_sides(kind: Kind, fields: Sequence[str]) -> tuple[str, str]:
    """Excerpts of the question, which for a cloze is the heading, and of the answer, from a note's fields.

    A prompt below the heading is on a line of its own.
    """
    if kind is Kind.CLOZE:
        return excerpt(fields[1]), excerpt(f"{fields[0]} {fields[2]}")
    heading, end, prompt = fields[0].partition(_END_OF_HEADING)
    question = f"{excerpt(heading)}\n{excerpt(prompt)}" if end else excerpt(fields[0])
    return question, excerpt(fields[1])


def digest_clozes(kind: Kind, fields: Sequence[str]) -> tuple[str, ...]:
    """For each cloze of a note its number and a digest of what it hides."""
    if kind is not Kind.CLOZE:
        return ()
    hidden: dict[int, list[str]] = {}
    for number, text in _CLOZE.findall(fields[0]):
        hidden.setdefault(int(number), []).append(excerpt(text))
    return tuple(f"{number} {_digest(texts)[:8]}" for number, texts in sorted(hidden.items()))


def digest_note(kind: Kind, fields: Iterable[str], tags: Iterable[str]) -> str:
    """A hash of everything that a learner can see of a note, except the line in the link to its source."""
    return _digest([kind, list(map(without_line, fields)), sorted(tags)])


def digest_note_type(name: str, fields: Iterable[Field], templates: Iterable[Template], css: str) -> str:
    """A hash of everything that a learner can see of a note type."""
    sides = [[template.name, template.front, template.back] for template in templates]
    return _digest([name, [field.name for field in fields], sides, css])


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:20]
