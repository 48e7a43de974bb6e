"""Reads the classes, the text, the line and the kind of an element of HTML."""

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from deckgen.pages.words.sites import NOISE

# lxml's types distinguish many kinds of tree; only elements are needed here.
Element = Any

MOST_LINES = 65_535
"""The lines that libxml2 counts."""
LINE = "data-deckgen-line"
"""The attribute with the line of an element below them."""
_LAZY = (
    *("data-src", "data-original", "data-original-src", "data-actualsrc", "data-lazy-src", "data-url"),
    *("file", "src"),
)
"""Where themes put the address of a picture, the surest first."""
_TEXTS = etree.XPath("descendant::text()", smart_strings=False)


@lru_cache(maxsize=4096)
def split_classes(attribute: str) -> frozenset[str]:
    """The classes in an attribute; cached, because a page repeats few different attributes."""
    return frozenset(attribute.split())


def has_class(element: Element, *names: str) -> bool:
    """Whether the element has one of these classes."""
    attribute = element.get("class")
    return bool(attribute) and not split_classes(attribute).isdisjoint(names)


def tells(element: Element) -> bool:
    """Whether an element has a tag or an attribute that may mean something; most have neither."""
    return element.tag in _TELLING_TAGS or bool(element.keys())


def is_noise(element: Element) -> bool:
    """Whether this element of a site or a theme is not part of the text."""
    if element.tag in NOISE:
        return True
    identity = element.get("id")
    if identity and f"#{identity}" in NOISE:
        return True
    if element.tag == "a" and _leads_to_a_tag(element):
        return True
    attribute = element.get("class")
    if attribute == "lang":
        # VitePress has the name of the language beside the code.
        return str(element.getparent().get("class", "")).startswith("language-")
    if not attribute or split_classes(attribute).isdisjoint(_NOISE_CLASSES):
        return False
    return element.tag != "a" or not _is_whole_heading(element)


_TAXONOMY = re.compile(r"/(?:tags?|categor(?:y|ies))/[^/?#]+/?$")


def _leads_to_a_tag(anchor: Element) -> bool:
    """Whether a link is one of the tags of the article, with only links around it."""
    address = anchor.get("href", "")
    if "/tag" not in address and "/categor" not in address:
        return False
    parent = anchor.getparent()
    if parent is None or parent.tag in HEADINGS or not _TAXONOMY.search(address):
        return False
    around = [parent.text, *(child.tail for child in parent)]
    return not any(text and any(map(str.isalnum, text)) for text in around)


def _is_whole_heading(anchor: Element) -> bool:
    """Whether all words of a heading are in its anchor, as VuePress 2 writes it."""
    parent = anchor.getparent()
    if parent is None or parent.tag not in HEADINGS:
        return False
    words = text_of(anchor)
    return any(map(str.isalnum, words)) and words == text_of(parent)


HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def text_of(element: Element) -> str:
    """The text of an element, with single blanks for white space and between its parts."""
    text = " ".join(_TEXTS(element)) if len(element) else element.text or ""
    return " ".join(text.split())


def texts_of(element: Element) -> list[str]:
    """The pieces of text in an element, in order."""
    return list(_TEXTS(element))


def whole_text(element: Element) -> str:
    """The text of an element with its white space."""
    # Many times as fast as joining `itertext`.
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def line_of(element: Element) -> int:
    """The line of the page where the element begins."""
    line = element.sourceline or 1
    if line < MOST_LINES:
        return line
    told = (each.get(LINE, "") for each in (element, *element.iterancestors()))
    return next((int(number) for number in told if number.isdecimal()), line)


def picture_address(picture: Element) -> str:
    """The address of a picture that a browser may load later; empty if it has none that can be used."""
    found = (picture.get(name, "").strip() for name in _LAZY)
    return next((a for a in found if a and not a.lower().startswith(("data:", "javascript:", "about:"))), "")


_TELLING_TAGS = frozenset(
    (*(selector for selector in NOISE if selector[0] not in "#."), "math", "mjx-container", "eq", "eqn")
)
_NOISE_CLASSES = frozenset(selector[1:] for selector in NOISE if selector.startswith("."))
