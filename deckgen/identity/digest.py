"""Digests and excerpts of notes and note types, by which the ledger sees a change and recognises a note."""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Sequence

from deckgen.values.document import Kind
from deckgen.values.note import Field, Template

EXCERPT_LENGTH = 160
"""Characters of a question or an answer that the ledger keeps."""

_TAG = re.compile(r"<[^>]*>")


def excerpt(field: str) -> str:
    """The beginning of a field as plain text."""
    text = html.unescape(_TAG.sub(" ", field))
    return " ".join(text.split())[:EXCERPT_LENGTH]


def excerpt_sides(kind: Kind, fields: Sequence[str]) -> tuple[str, str]:
    """Excerpts of the question and the answer of a note, from its fields."""
    return excerpt(fields[0]), excerpt(fields[2 if kind is Kind.CLOZE else 1])


def digest_note(kind: Kind, fields: Iterable[str], tags: Iterable[str]) -> str:
    """A hash of everything that a learner can see of a note."""
    return _digest([kind, list(fields), sorted(tags)])


def digest_note_type(name: str, fields: Iterable[Field], templates: Iterable[Template], css: str) -> str:
    """A hash of everything that a learner can see of a note type."""
    sides = [[template.name, template.front, template.back] for template in templates]
    return _digest([name, [field.name for field in fields], sides, css])


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:20]
