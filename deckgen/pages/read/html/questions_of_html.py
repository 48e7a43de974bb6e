"""Finds questions that are not headings: the buttons of an accordion, boxes with a class."""

import re
from functools import lru_cache

from deckgen.html_to_markdown.tag_lists import BLOCK_TAGS
from deckgen.pages.read.html.dom import Element, has_class, split_classes, text_of

_TOGGLES = split_classes("aria-expanded aria-controls data-toggle data-bs-toggle data-target data-bs-target")
_QUESTION_CLASS = re.compile(
    r"(?:^|[-_])(?:faq|acc|accordion|collaps\w*|toggle|qa?|question)[-_]{1,2}"
    r"(?:q|question|title|header|heading|head|button|btn|trigger|text|name)$|^(?:faq-)?question(?:-text)?$",
    re.IGNORECASE,
)
_ICON = re.compile(r"icon|arrow|chevron|caret|arr\b|\bfa\b")
_CALLOUTS = split_classes("markdown-alert admonition theme-admonition custom-block hint-container callout")
_LONGEST = 400
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LEVEL = re.compile(
    r"\s*(easy|medium|hard|basic|beginner|intermediate|advanced|expert|junior|middle|senior|简单|中等|困难|容易)\s*",
    re.IGNORECASE,
)


def is_question_button(element: Element) -> bool:
    """Whether this button shows a question and opens its answer."""
    if element.tag != "button" and element.get("role") != "button":
        return False
    toggles = any(element.get(name) is not None for name in _TOGGLES) or _has_question_class(element)
    return toggles and len(text_of(element)) > 12 and not has_class(element, "navbar-toggler")


def is_question_box(element: Element) -> bool:
    """Whether this element is a box that contains one question and nothing else."""
    if not _has_question_class(element) or not 2 < len(text_of(element)) < _LONGEST:
        return False
    inside = [child for child in element.iter() if child is not element and child.tag in BLOCK_TAGS]
    return (
        all(child.tag in ("p", "div", "span") for child in inside)
        and sum(bool(_LETTERS.search(child.text or "")) for child in inside) <= 1
    )


def _has_question_class(element: Element) -> bool:
    attribute = element.get("class")
    return bool(attribute) and _is_of_question(attribute)


@lru_cache(maxsize=1024)
def _is_of_question(attribute: str) -> bool:
    return any(_QUESTION_CLASS.search(name) for name in attribute.split())


def is_callout(element: Element) -> bool:
    """Whether this element is a box beside the text: a note, a tip, a warning."""
    return has_class(element, *_CALLOUTS)


def part_title(element: Element) -> None:
    """Put signs between the parts of a title that only a style sheet separates: number, words, level."""
    parts = [part for part in element.iterdescendants() if part.get("class")] if len(element) else []
    for number, part in enumerate(parts):
        text = part.text or ""
        if len(part):
            continue
        if _ICON.search(part.get("class")) and not re.search(r"\w", text):
            part.text = None
            continue
        if number == 0 and text.strip().isdigit() and (part.tail or " ")[:1].isalpha():
            part.tail = f". {part.tail}"
        elif _LEVEL.fullmatch(text) and not (part.tail or "").strip():
            part.text = f" [{text.strip()}]"
        elif number + 1 < len(parts) and not part.tail and part.getnext() is parts[number + 1]:
            part.tail = " "
