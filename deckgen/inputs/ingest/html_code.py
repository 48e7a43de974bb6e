"""Rebuilds a block of code from what a page's highlighter made of it."""

import re

from lxml import etree

from deckgen.inputs.ingest.characters import unescape_again
from deckgen.inputs.ingest.dom import Element, has_class, text_of
from deckgen.inputs.ingest.html_inline import Reading
from deckgen.inputs.ingest.languages import LANGUAGES

_GUTTERS = (
    *("pre-numbering", "hljs-ln-numbers", "gutter", "lineno", "linenos", "linenumber", "line-numbers"),
    *("line-numbers-rows", "line-numbers-wrapper", "rouge-gutter", "blob-num", "ln-num", "lnt", "linenodiv"),
    *("hljs-ln-n", "code-line-number"),
)
_CONTROLS = (
    *(
        "hljs-button",
        "code-block-extension-header",
        "copy-btn",
        "copy-code-button",
        "btn-copy",
        "copy",
        "toolbar",
    ),
    *("code-copy", "code-lang", "lang", "highlight-tools", "code-toolbar-item", "cnblogs_code_toolbar"),
    *("zeroclipboard-container", "copy-code-btn", "operate-bar", "header-anchor"),
)
_CODE_TABLES = etree.XPath("descendant-or-self::*[contains(concat(' ', @class, ' '), ' hljs-ln ')]")
_ROWS = etree.XPath(".//li | .//tr")
_ROW_CODE = etree.XPath(".//*[contains(concat(' ', @class, ' '), ' hljs-ln-code ')]")
_ROW_NUMBERS = etree.XPath(".//*[contains(concat(' ', @class, ' '), ' hljs-ln-numbers ')]")
_BUTTONS = etree.XPath(".//*[contains(@class, 'hljs-button') or contains(@class, 'copy')]")
_MIXED = etree.XPath(
    "boolean(.//*[not(self::span or self::code)] | .//span[contains(@class, 'l') and ("
    "contains(@class, 'line') or contains(@class, 'ln') or contains(@class, 'lang'))]"
    " | .//span[contains(@class, 'copy') or contains(@class, 'gutter') or contains(@class, 'blob')])"
)
"""Whether there is more in code than its colours."""
_LABELS = etree.XPath(".//*[contains(@class, 'code-block-extension-lang')]")
_NAMED = re.compile(r"^(?:language|lang|brush|highlight-source|highlight|prettyprint lang)[-:]([\w+#.-]+)$")
_NO_LANGUAGES = frozenset(
    [
        "hljs",
        "code",
        "highlight",
        "prism",
        "has-numbering",
        "prettyprint",
        "linenums",
        "line-numbers",
        "copy",
        "hljs-ln",
        "python-repl",
        "none",
        "auto",
        "undefined",
        "source",
        "language",
        "lang",
        "prettyprinted",
        "block",
        "plain",
    ]
)


def read_code(pre: Element, reading: Reading) -> tuple[str, str]:
    """The code of a `<pre>` or of a table of it, and its language."""
    language = _language(pre)
    lined = _CODE_TABLES(pre)
    if lined:
        rows = _ROWS(lined[0])
        lines = [_line(row, reading) for row in rows]
        for part in _BUTTONS(pre):
            reading.drop(part, text_of(part), "a button of the site")
        return _tidy("\n".join(lines)), language
    source = pre
    if pre.tag in ("figure", "table", "div"):
        cells = pre.xpath(".//td[contains(@class, 'code')]//pre | .//td[contains(@class, 'rouge-code')]")
        cells = cells or pre.xpath(
            ".//td[not(contains(@class, 'gutter') or contains(@class, 'lineno'))]//pre"
        )
        cells = cells or pre.xpath(".//pre")
        if cells:
            source = cells[-1]
            _drop_around(pre, source, reading)
    pieces: list[str] = []
    _collect(source, pieces, reading, 0)
    return _tidy("".join(pieces)), language


def _drop_around(container: Element, source: Element, reading: Reading) -> None:
    """Note what a highlighter put around the code: line numbers, a caption, a button."""
    inside = source
    while inside is not container:
        for sibling in inside.getparent():
            if sibling is not inside and isinstance(sibling.tag, str):
                reading.drop(sibling, text_of(sibling), "line numbers or a button beside code")
            if sibling.tail:
                reading.drop(sibling, sibling.tail, "beside code")
        inside = inside.getparent()


def _line(row: Element, reading: Reading) -> str:
    cells = _ROW_CODE(row)
    for gutter in _ROW_NUMBERS(row):
        reading.drop(gutter, text_of(gutter), "line numbers")
    return "".join((cells[0] if cells else row).itertext()).strip("\r\n")


def _collect(element: Element, pieces: list[str], reading: Reading, depth: int) -> None:
    """The text of the code, without what the site put into it."""
    if not len(element) or depth > 50 or not _MIXED(element):
        pieces.extend(element.itertext())
        return
    pieces.append(element.text or "")
    numbered = [child for child in element if child.tag == "li"] if element.tag in ("ol", "ul") else []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if has_class(child, *_GUTTERS) and not has_class(child, "code"):
            reading.drop(child, text_of(child), "line numbers")
        elif child.tag == "button" or has_class(child, *_CONTROLS):
            reading.drop(child, text_of(child), "a button or a label of the site")
        elif child.tag == "br":
            pieces.append("\n")
        else:
            _collect(child, pieces, reading, depth + 1)
            is_line = child in numbered or (
                child.tag == "div" and has_class(child, "line", "code-line", "token-line", "cl")
            )
            if (is_line or child.tag in ("tr", "p")) and not "".join(pieces[-1:]).endswith("\n"):
                pieces.append("\n")
        tail = child.tail or ""
        pieces.append("" if element.tag in ("ol", "ul") and not tail.strip() else tail)


def _tidy(code: str) -> str:
    lines = [line.rstrip() for line in unescape_again(code).replace("\r", "").split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def _language(pre: Element) -> str:
    around = [pre, *list(pre.iterancestors())[:2]]
    for element in (*pre.iter("code"), *around):
        for name in ("lang", "data-lang", "data-language"):
            value = (element.get(name) or "").lower()
            if value in LANGUAGES:
                return value
        words = (element.get("class") or "").lower().replace("brush:", "brush-").split()
        for word in words:
            named = _NAMED.match(word)
            if named and named[1] not in _NO_LANGUAGES:
                return named[1]
        if element in around[1:] and element.tag != "figure" and "highlight" not in words:
            continue
        for word in words:
            if word in LANGUAGES and word not in ("text", "plaintext"):
                return word
    labels = _LABELS(pre)
    label = text_of(labels[0]).lower() if labels else ""
    return label if label in LANGUAGES else ""
