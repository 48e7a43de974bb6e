"""Reads HTML into a tree as a browser does, also where libxml2 would give up."""

import re
from collections.abc import Iterable
from itertools import islice

from lxml import etree

from deckgen.pages.open.characters import mend_references
from deckgen.pages.read.html.dom import LINE, MOST_LINES, Element
from deckgen.pages.read.html.hidden import HIDDEN, reveal

_DATA_ADDRESS = re.compile(r"""data:(?<=["'=]data:)[^"'\s>]{200,}""")
_BEGIN = re.compile(r"\s*+(?:(?:<!--.*?-->|<\?[^<>]*+>)\s*+)*+<!doctype\b[^<>]*>", re.IGNORECASE | re.DOTALL)
_END_TAG = re.compile(r"</(?:body|html)\b[^<>]*>|<!doctype\b[^<>]*>", re.IGNORECASE)
_NO_TAGS = r"<!--(?:.*?-->|.*)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b(?:.*?</\1\b|.*)"
_START_TAG = re.compile(rf"{_NO_TAGS}|(?P<tag><[a-z][\w-]*)", re.IGNORECASE | re.DOTALL)
_END = re.compile(rf"{_NO_TAGS}|(?P<end>{_END_TAG.pattern})", re.IGNORECASE | re.DOTALL)
"""The end of a page, or what may contain its letters without being it; if that has no end, it is the rest.

A page may omit its end tags (HTML standard, "Optional tags"), so the doctype of another page ends it, too.
"""
END = "data-end"
"""The attribute of an `<input>` where a page ended and the text went on."""
_MOST_FRAMES = 4
"""How deep frames may stand in frames; a page that goes deeper is an attack."""
_ROWS = ("table", "thead", "tbody", "tfoot", "tr", "colgroup")
_WEIGHT = re.compile(r"font-weight:\s*(?:(?P<is_bold>bold|[6-9]00)|normal|[1-5]00)", re.IGNORECASE)
_TABLE_TAGS = frozenset((*_ROWS[1:], "td", "th", "caption", "col"))
_HEAD_TAGS = frozenset(
    ("base", "link", "meta", "noscript", "object", "script", "span", "style", "template", "title")
)


def parse_fragment(text: str, frames: int = 0) -> Element | None:
    """The element around a piece of HTML that stands in so many frames."""
    if frames > _MOST_FRAMES:
        return None
    tree = parse_tree(f"<!DOCTYPE html><html><body>{text}</body></html>", frames)
    return None if tree is None else tree.find("body")


def parse_tree(text: str, frames: int = 0) -> Element | None:
    """The root element of a page; None if the page has no element."""
    text = _with_lines(mend_references(_DATA_ADDRESS.sub("data:,", text)))
    content = _mark_ends(text).encode("utf-8", "replace")
    # Without `huge_tree`, libxml2 would stop at 256 levels and silently lose what is below.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        tree: Element = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if tree is None:
        return None
    # One walk finds them all: a walk over a page takes a tenth of the time of its parse.
    found = list(tree.iter("script", *_ROWS, *HIDDEN))
    _keep_formula_scripts(element for element in found if element.tag == "script")
    _empty_head(tree)
    etree.strip_elements(tree, "style", "script", with_tail=False)
    if b"font-weight" in content.lower():
        _mark_bold(tree)
    _move_out_of_tables(element for element in found if element.tag in _ROWS)
    hidden = [element for element in found if element.tag in HIDDEN]
    reveal(tree, hidden, lambda document: parse_fragment(document, frames + 1))
    return tree


def _with_lines(text: str) -> str:
    """Put its line into each tag that stands below the lines that libxml2 counts."""
    start = next(islice(re.finditer("\n", text), MOST_LINES - 2, None), None)
    if start is None:
        return text
    parts, end, line = [text[: start.end()]], start.end(), MOST_LINES
    for match in _START_TAG.finditer(text, end):
        line += text.count("\n", end, match.start())
        parts += (text[end : match.start()], match[0], f' {LINE}="{line}"' if match["tag"] else "")
        line += text.count("\n", match.start(), match.end())
        end = match.end()
    return "".join((*parts, text[end:]))


def _mark_ends(text: str) -> str:
    """Put a mark in place of each early end: libxml2 would stop there, and a browser reads on."""
    own = _BEGIN.match(text)
    begin = own.end() if own else 0
    first = _END_TAG.search(text, begin)
    if first is None or not _END_TAG.sub("", text[first.end() :]).strip():
        return text
    return text[:begin] + _END.sub(lambda found: f"<input {END}>" if found["end"] else found[0], text[begin:])


def _empty_head(tree: Element) -> None:
    """Move HTML 5 tags into the body that libxml2 leaves in the head if a page omits `<body>`."""
    head = tree.find("head")
    if head is None:
        return
    first = next((n for n, child in enumerate(head) if child.tag not in _HEAD_TAGS), len(head))
    strays = head[first:]
    if not strays:
        return
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    for place, stray in enumerate(strays):
        body.insert(place, stray)


def _keep_formula_scripts(scripts: Iterable[Element]) -> None:
    """Keep the scripts in which MathJax 2 has the formulas, as elements with their TeX."""
    for script in scripts:
        kind = script.get("type", "")
        if "math/tex" not in kind:
            continue
        display = "mode=display" in kind
        script.tag = "span"
        script.set("class", "math-tex-display" if display else "math-tex-inline")
        script.set("data-tex", script.text or "")
        script.text = None


def _mark_bold(tree: Element) -> None:
    """Make text that only its style shows as bold a `<b>`, as note programs write it, and the reverse.

    Witness: github.com/xinglu2/question, 18ea46c9.
    """
    for element in tree.iter("span", "font", "b"):
        if bold := _WEIGHT.search(element.get("style", "")):
            element.tag = "b" if bold["is_bold"] else "span"


def _move_out_of_tables(holders: Iterable[Element]) -> None:
    """Move what stands in a table outside its cells before the table, where a browser shows it."""
    for holder in holders:
        if _is_blank(holder.text) and all(c.tag in _TABLE_TAGS and _is_blank(c.tail) for c in holder):
            continue
        table = next((e for e in (holder, *islice(holder.iterancestors(), 2)) if e.tag == "table"), None)
        if table is None or table.getparent() is None:
            continue
        _move_before(table, holder, "text")
        for child in list(holder):
            if child.tag not in _TABLE_TAGS:
                table.addprevious(child)
            else:
                _move_before(table, child, "tail")


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()


def _move_before(table: Element, holder: Element, name: str) -> None:
    text = getattr(holder, name)
    if not _is_blank(text):
        setattr(holder, name, None)
        stray: Element = etree.Element("p")
        stray.text, stray.sourceline = text, holder.sourceline
        table.addprevious(stray)
