"""Rebuilds a block of code from the HTML that a highlighter made of it."""

import re
from enum import Enum
from functools import lru_cache
from itertools import chain, islice

from lxml import etree

from deckgen.pages.open.characters import unescape_again
from deckgen.pages.read.html.dom import Element, split_classes, text_of, whole_text
from deckgen.pages.read.html.run import Reading
from deckgen.pages.words.languages import LANGUAGES

_GUTTERS = split_classes(
    "pre-numbering hljs-ln-numbers gutter lineno linenos linenumber line-numbers line-numbers-rows"
    " line-numbers-wrapper rouge-gutter blob-num ln-num lnt linenodiv hljs-ln-n code-line-number"
)
_CONTROLS = split_classes(
    "hljs-button code-block-extension-header copy-btn copy-code-button btn-copy copy toolbar code-copy lang"
    " code-lang highlight-tools code-toolbar-item cnblogs_code_toolbar zeroclipboard-container copy-code-btn"
    " operate-bar header-anchor"
)
_CODE_CELLS = (
    etree.XPath(".//td[contains(@class, 'code')]//pre | .//td[contains(@class, 'rouge-code')]"),
    etree.XPath(".//td[not(contains(@class, 'gutter') or contains(@class, 'lineno'))]//pre"),
    etree.XPath(".//pre"),
)
"""The cells with the code in a table of code, the surest first."""
_LINES = split_classes("line code-line token-line cl ec-line")
_LINE_TAGS = ("ol", "ul", "li", "table", "tbody", "tr", "p")
_CLASSES = etree.XPath("descendant::*/@class", smart_strings=False)
_LANGUAGE_ATTRIBUTES = split_classes("lang data-lang data-language data-code-lang data-enlighter-language")
_MAX_DEPTH = 50
_FEW = 4
"""So few elements in code are looked at one by one, which takes less time than to ask about all of them."""
_NAMED = re.compile(r"^(?:language|lang|brush|highlight-source|highlight|prettyprint lang)[-:]([\w+#.-]+)$")
_NO_LANGUAGES = split_classes(
    "hljs code highlight prism has-numbering prettyprint linenums line-numbers copy hljs-ln python-repl none"
    " auto undefined source language lang prettyprinted block plain"
)


def is_code_of_lines(element: Element) -> bool:
    """Whether code outside a `<pre>` is still a block: it has lines, and a custom element around it."""
    text = element.text or ""
    parent = element.getparent()
    return text.startswith("\n") and parent is not None and "-" in parent.tag


def read_code(pre: Element, reading: Reading) -> tuple[str, str]:
    """The code in a `<pre>` or in a table of code, and its language."""
    language = _language(pre)
    source = pre
    if pre.tag == "table":
        cells = next(filter(None, (find(pre) for find in _CODE_CELLS)), None)
        if cells:
            source = cells[-1]
            _drop_around(pre, source, reading)
    pieces: list[str] = []
    _collect(source, pieces, reading, 0)
    return _tidy("".join(pieces)), language


def _drop_around(container: Element, source: Element, reading: Reading) -> None:
    """Record what a highlighter put around the code: line numbers, a caption, a button."""
    inside = source
    while inside is not container:
        for sibling in inside.getparent():
            if sibling is not inside:
                reading.drop(sibling, text_of(sibling), "line numbers or a button beside code")
            if sibling.tail:
                reading.drop(sibling, sibling.tail, "beside code")
        inside = inside.getparent()


class _Part(Enum):
    """The role of an element within code."""

    TEXT = "text"
    LINE = "line"
    BREAK = "break"
    GUTTER = "gutter"
    CONTROL = "control"


_TEXT = _Part.TEXT
_CONTROL_REASON = "a button or a label of the site"


@lru_cache(maxsize=1024)
def _part(tag: str, attribute: str) -> _Part:
    """The role of an element with this tag and these classes."""
    classes = split_classes(attribute)
    if not classes.isdisjoint(_GUTTERS) and "code" not in classes:
        return _Part.GUTTER
    if tag == "button" or not classes.isdisjoint(_CONTROLS):
        return _Part.CONTROL
    if tag == "br":
        return _Part.BREAK
    if tag in ("li", "tr", "p") or (tag == "div" and not classes.isdisjoint(_LINES)):
        return _Part.LINE
    return _Part.TEXT


def _collect(element: Element, pieces: list[str], reading: Reading, depth: int) -> None:
    """Collect the text of the code without what the site put into it."""
    if depth > _MAX_DEPTH or (len(element) > _FEW and _is_coloured(element)):
        pieces.append(whole_text(element))
        return
    has_lines = element.tag in ("ol", "ul", "table", "tbody", "tr")
    if element.text and not (has_lines and element.text.isspace()):
        pieces.append(element.text)
    for child in element:
        part = _part(child.tag, child.get("class", ""))
        if part is _TEXT or part is _Part.LINE:
            if len(child):
                _collect(child, pieces, reading, depth + 1)
            elif child.text:
                pieces.append(child.text)
            if part is not _TEXT and not (pieces and pieces[-1].endswith("\n")):
                pieces.append("\n")
        elif part is _Part.BREAK:
            pieces.append("\n")
        else:
            is_gutter = part is _Part.GUTTER
            reading.drop(child, text_of(child), "line numbers" if is_gutter else _CONTROL_REASON)
        tail = child.tail
        if tail and not (has_lines and tail.isspace()):
            pieces.append(tail)


def _is_coloured(element: Element) -> bool:
    """Whether all text in an element is code, which a highlighter only coloured."""
    is_parted = next(element.iter(*_LINE_TAGS, "br", "button"), None) is not None
    return not is_parted and all(_part("div", classes) is _TEXT for classes in set(_CLASSES(element)))


def _tidy(code: str) -> str:
    lines = (line.rstrip() for line in unescape_again(code).replace("\r", "").split("\n"))
    return "\n".join(lines).strip("\n")


def _language(pre: Element) -> str:
    inside = [*pre.iter("code"), pre]
    for number, element in enumerate(chain(inside, islice(pre.iterancestors(), 2))):
        is_around = number >= len(inside) and element.tag != "figure"
        language = _language_of(tuple(element.items()), is_around=is_around)
        if language:
            return language
    return ""


@lru_cache(maxsize=1024)
def _language_of(attributes: tuple[tuple[str, str], ...], *, is_around: bool) -> str:
    """The language that attributes name: `language-python`, or only `python` on the code itself."""
    stated = (value.lower() for name, value in attributes if name in _LANGUAGE_ATTRIBUTES)
    language = next((name for name in stated if name in LANGUAGES), "")
    if language:
        return language
    words = dict(attributes).get("class", "").lower().replace("brush:", "brush-").split()
    named = (match[1] for word in words if (match := _NAMED.match(word)))
    language = next((name for name in named if name not in _NO_LANGUAGES), "")
    if language or (is_around and "highlight" not in words):
        return language
    return next((word for word in words if word in LANGUAGES and word not in ("text", "plaintext")), "")
