"""Detects the kind of a page: HTML, Markdown or plain text."""

import re

from deckgen.pages.page import PageKind

_TAG = re.compile(
    r"<(?:!doctype html|html|head|body|div|article|section|p|h[1-6]|ul|ol|table|meta)\b", re.IGNORECASE
)
_START = re.compile(r"<\?xml|<!doctype html|<html|<head|<body", re.IGNORECASE)
_HEADING = re.compile(r"^#{2,6} \S", re.MULTILINE)
_SUFFIXES = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht"), PageKind.HTML),
    **dict.fromkeys((".md", ".markdown", ".mdx"), PageKind.MARKDOWN),
}
_BULLET = re.compile(r"^ {2,}[•◦▪] ", re.MULTILINE)


def detect_kind(name: str, text: str) -> PageKind:
    """The kind of a page by its content, with its name as a hint."""
    head = text[:20_000]
    dot = name.rfind(".")
    hinted = _SUFFIXES.get(name[dot:].lower()) if dot >= 0 else None
    if hinted is PageKind.MARKDOWN:
        return hinted
    if _START.match(_without_comments(head)) or hinted is PageKind.HTML:
        return PageKind.HTML
    tags = len(_TAG.findall(text[:200_000]))
    if tags > 1 and re.match(r"\s*<", head) and not re.search(r"^#{1,6} ", head, re.MULTILINE):
        return PageKind.HTML
    return (
        PageKind.MARKDOWN
        if _looks_like_markdown(text[:200_000], is_text=name.endswith(".txt"))
        else PageKind.TEXT
    )


def _without_comments(head: str) -> str:
    """The text after the comments at its start."""
    head = head.lstrip()
    while head.startswith("<!--") and "-->" in head:
        head = head.partition("-->")[2].lstrip()
    return head


def _looks_like_markdown(text: str, *, is_text: bool) -> bool:
    """Whether the marks are Markdown, and not what a text dump has left of a page."""
    headings = len(_HEADING.findall(text))
    fences = len(re.findall(r"^ *```", text, re.MULTILINE))
    inline = len(re.findall(r"\*\*[^*\n]+\*\*|\]\(https?://[^)\n]+\)|<details>", text))
    if _BULLET.search(text) and headings < 2:
        return False
    if is_text:
        return headings >= 2 or (fences >= 2 and inline > 0) or inline >= 4
    return headings >= 1 or fences >= 2 or inline >= 2
