"""Detects the kind of a page by its content alone: a name or a suffix never decides."""

import re

from deckgen.pages.open.card_file import is_card_file
from deckgen.pages.open.foreign import refuse_foreign
from deckgen.pages.page import PageKind

_TAG = re.compile(
    r"<(?:!doctype html|html|head|body|div|article|section|p|h[1-6]|ul|ol|table|meta)\b", re.IGNORECASE
)
_START = re.compile(r"<\?xml|<!doctype html|<html|<head|<body", re.IGNORECASE)
_NOTEBOOK = re.compile(r'\s*\{(?=[^{}\[\]]*"(?:cells|metadata|nbformat|nbformat_minor|worksheets)"\s*:)')
_CLOZE_LINE = re.compile(r"^C:(?:[ \t]*$|[^\n]*\[[^\[\]\n]+\](?!\())", re.MULTILINE)
_CARD_LINE = re.compile(r"^[QC]:", re.MULTILINE)
_HEADING = re.compile(r"^#{2,6} \S", re.MULTILINE)
_BULLET = re.compile(r"^ {2,}[•◦▪] ", re.MULTILINE)
_MARKDOWN_MARKS = (
    (_HEADING, 2),
    (re.compile(r"\A\s*# \S.*\n\s*\n"), 2),
    (re.compile(r"\A---[ \t]*\n\w[\w-]*:"), 2),
    (re.compile(r"^ *(?:[-*+]|\d{1,3}[.)]) +#{2,6} \S", re.MULTILINE), 1),
    (re.compile(r"^ *```", re.MULTILINE), 1),
    (re.compile(r"^ *\|?(?: *:?-{2,}:? *\|)+ *(?::?-{2,}:?)? *$", re.MULTILINE), 1),
    (re.compile(r"(?:\A|\n[ \t]*\n)[^\s=-][^\n]*\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE), 1),
    (re.compile(r"^> \S", re.MULTILINE), 1),
    (re.compile(r"\*\*[^*\n]+\*\*|\]\((?:https?://|#)[^)\n]+\)|<details>"), 1),
)
"""What Markdown writes, and how surely: a text dump has lost all of it, or has some of it in its code."""
_SURE = 2
_SAMPLE = 200_000
"""So many characters say what a page is; a page may have 24 MiB."""


def detect_kind(text: str) -> PageKind:
    """The kind of a page by its content.

    Raises:
        PageError: the page is in a markup that deckgen does not read; the message goes on after its name.
    """
    head = text[:20_000]
    if _NOTEBOOK.match(head):
        return PageKind.NOTEBOOK
    if _START.match(head.lstrip()):
        return PageKind.HTML
    sample = text[:_SAMPLE]
    tags = len(_TAG.findall(sample))
    if tags > 1 and re.match(r"\s*<", head) and not re.search(r"^#{1,6} ", head, re.MULTILINE):
        return PageKind.HTML
    if is_card_file(sample):
        return PageKind.CARDS
    if _CLOZE_LINE.search(sample) and _has_cards(sample):
        return PageKind.HASHCARDS
    refuse_foreign(sample)
    return PageKind.MARKDOWN if _looks_like_markdown(sample) else PageKind.TEXT


def _has_cards(text: str) -> bool:
    """Whether there are several cards of hashcards, or the page is one."""
    return len(_CARD_LINE.findall(text)) > 1 or bool(_CARD_LINE.match(text.lstrip()))


def _looks_like_markdown(text: str) -> bool:
    """Whether the marks are Markdown, and not what a text dump has left of a page."""
    if len(_HEADING.findall(text)) < _SURE and _BULLET.search(text):
        return False
    weight = 0
    for pattern, each in _MARKDOWN_MARKS:
        weight += each * len(pattern.findall(text))
        if weight >= _SURE:
            return True
    return False
