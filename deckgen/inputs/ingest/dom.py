"""Reads HTML into a tree, and finds in it the article and what is said about it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Any

from lxml import etree

from deckgen.inputs.ingest.characters import mend_references
from deckgen.inputs.ingest.page import Dropped
from deckgen.inputs.ingest.sites import NOISE, SITES

# lxml's own types name a hundred kinds of tree; an element is all that is needed here.
Element = Any

_HEAD_TAGS = frozenset(
    ("base", "link", "meta", "noscript", "object", "script", "span", "style", "template", "title")
)
_UNSEEN = ("style", "template", "script", "noscript")
_DATA_ADDRESS = re.compile(r"""data:(?<=["'=]data:)[^"'\s>]{200,}""")
_DATE = re.compile(
    r"""(?:published_time["'][^<>]{0,20}content=|<time[^<>]*?datetime=|class=["'][^"'<>]*(?:time|date)[^"'<>]*["'][^<>]*>)"""
    r"""[^<>]{0,30}?(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})"""
)
_HEAD = 200_000
_LEAST_TEXT = 40
_size = etree.XPath("string-length()")
_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
_BY_ID = etree.XPath("id($name)")
_ALL_BY_ID = etree.XPath("//*[@id=$name]")
_ROOT_TAGS = ("div", "article", "section", "span", "main")
_ROOT_CLASSES = frozenset(
    name
    for site in SITES
    for selector in site.roots
    if selector.startswith(".")
    for name in selector[1:].split(".")
)


@dataclass(frozen=True, slots=True)
class Article:
    """The element that holds the article, its title and address, and the text around it."""

    root: Element
    title: str
    address: str
    date: str
    tags: tuple[str, ...]
    dropped: tuple[Dropped, ...]


def read_article(text: str) -> Article | None:
    """The article of an HTML page; None where there is no element in it."""
    tree = _parse(text)
    if tree is None:
        return None
    root = _find_root(tree)
    return Article(
        root,
        _find_title(tree),
        _find_address(tree),
        _find_date(text),
        _find_tags(tree),
        tuple(_text_around(tree, root)),
    )


def parse_fragment(text: str) -> Element | None:
    """The element that holds a piece of HTML."""
    tree = _parse(f"<!DOCTYPE html><html><body>{text}</body></html>")
    return None if tree is None else tree.find("body")


@lru_cache(maxsize=4096)
def split_classes(attribute: str) -> frozenset[str]:
    """The classes in an attribute; a page has few different ones, and asks for them at every element."""
    return frozenset(attribute.split())


def has_class(element: Element, *names: str) -> bool:
    """Whether the element has one of these classes."""
    attribute = element.get("class")
    return bool(attribute) and not split_classes(attribute).isdisjoint(names)


def is_noise(element: Element) -> bool:
    """Whether a site or a theme puts this beside the text."""
    if element.tag in _NOISE:
        return True
    identity = element.get("id")
    if identity and f"#{identity}" in _NOISE:
        return True
    if element.tag == "a" and _leads_to_a_tag(element):
        return True
    attribute = element.get("class")
    if not attribute or split_classes(attribute).isdisjoint(_NOISE_CLASSES):
        return False
    return element.tag != "a" or not _is_whole_heading(element)


_TAXONOMY = re.compile(r"/(?:tags?|categor(?:y|ies))/[^/?#]+/?$")


def _leads_to_a_tag(anchor: Element) -> bool:
    """Whether a link is one of those that name the article's tags, with nothing but links around it."""
    address = anchor.get("href", "")
    if "/tag" not in address and "/categor" not in address:
        return False
    parent = anchor.getparent()
    if parent is None or parent.tag in _HEADINGS or not _TAXONOMY.search(address):
        return False
    around = [parent.text, *(child.tail for child in parent)]
    return not any(text and any(map(str.isalnum, text)) for text in around)


def _is_whole_heading(anchor: Element) -> bool:
    """Whether a heading has no words but those of its anchor, as VuePress 2 writes it."""
    parent = anchor.getparent()
    if parent is None or parent.tag not in _HEADINGS:
        return False
    words = text_of(anchor)
    return any(map(str.isalnum, words)) and words == text_of(parent)


_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def text_of(element: Element) -> str:
    """The text of an element, its white space and the borders of its parts as single blanks."""
    text = " ".join(_TEXTS(element)) if len(element) else element.text or ""
    return " ".join(text.split())


def whole_text(element: Element) -> str:
    """The text of an element as it stands there."""
    # Many times as fast as to join `itertext`.
    return str(etree.tostring(element, method="text", encoding="unicode", with_tail=False))


def line_of(element: Element) -> int:
    """The line of the page where the element begins."""
    return element.sourceline or 1


_NOISE = NOISE | {selector for site in SITES for selector in site.noise}
_NOISE_CLASSES = frozenset(selector[1:] for selector in _NOISE if selector.startswith("."))


def _parse(text: str) -> Element | None:
    text = mend_references(_DATA_ADDRESS.sub("data:,", text))
    # libxml2 would stop at 256 levels without `huge_tree`, and lose what is below in silence.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        tree: Element = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if tree is None:
        return None
    _keep_formula_scripts(tree)
    _empty_head(tree)
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    return tree


def _empty_head(tree: Element) -> None:
    """Into the body with what libxml2 leaves in the head: the tags of HTML 5, where a page omits `<body>`."""
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


def _keep_formula_scripts(tree: Element) -> None:
    """MathJax 2 keeps the formula in a script, beside what it shows."""
    for script in tree.iter("script"):
        kind = script.get("type", "")
        if "math/tex" not in kind:
            continue
        display = "mode=display" in kind
        script.tag = "span"
        script.set("class", "math-tex-display" if display else "math-tex-inline")
        script.set("data-tex", script.text or "")
        script.text = None


def _find_root(tree: Element) -> Element:
    body = tree.find("body")
    if body is None:
        return tree
    whole = _size(body)
    roots = _Roots(body)
    for site in SITES:
        for selector in site.roots:
            found = roots.find(selector)
            sized = [(_size(element), element) for element in found[:50]]
            if not sized:
                continue
            size, best = max(sized, key=lambda pair: pair[0])
            if site.name == "any" and size * 2 < whole:
                continue
            if size >= _LEAST_TEXT:
                return best
    return _narrow(body)


def _narrow(body: Element) -> Element:
    """Down to the smallest element that holds nearly all of the text outside of links."""
    element = body
    size = _weight(element)
    for _ in range(50):
        children = [
            child
            for child in element
            if child.tag in ("div", "section", "main", "article", "td", "table", "tbody", "tr")
        ]
        best = max(children, key=_weight, default=None)
        if best is None or _weight(best) < 0.75 * size:
            break
        # Where paragraphs stand beside it, it is a part of the article and not the article.
        if sum(_weight(child) for child in element if child.tag in _TEXT_TAGS) > 0.05 * size:
            break
        element, size = best, _weight(best)
    return element


_TEXT_TAGS = frozenset(("p", "ul", "ol", "pre", "blockquote", *_HEADINGS))


def _weight(element: Element) -> int:
    if is_noise(element):
        return 0
    links = sum(len(whole_text(a)) for a in element.iter("a"))
    return sum(len(text.strip()) for text in _TEXTS(element)) - links


class _Roots:
    """The elements that a selector means; one walk over the page serves all selectors of a kind."""

    def __init__(self, body: Element) -> None:
        self._body = body

    def find(self, selector: str) -> list[Element]:
        if selector.startswith("#"):
            name = selector[1:]
            found = _BY_ID(self._body, name=name)
            # For libxml2 the `name` of an anchor is an id, too.
            return list(
                found if not found or found[0].get("id") == name else _ALL_BY_ID(self._body, name=name)
            )
        if selector.startswith("."):
            first, *others = selector[1:].split(".")
            return [e for e in self._by_class[first] if split_classes(e.get("class")).issuperset(others)]
        return list(self._body.iter(selector))

    @cached_property
    def _by_class(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = defaultdict(list)
        for element in self._body.iter(*_ROOT_TAGS):
            for name in split_classes(element.get("class", "")) & _ROOT_CLASSES:
                found[name].append(element)
        return found


_TITLE_END = re.compile(r"\s*(?:[_|]| [-–—] |-(?=CSDN|博客园|掘金|知乎|简书))")


def _find_title(tree: Element) -> str:
    headings = [text_of(element) for element in tree.iter("h1")]
    title = next(map(text_of, tree.iter("title")), "")
    # A theme may put the name of the site into a heading as well; the title begins with the article's.
    within = [heading for heading in headings if heading and heading in title]
    if within and (title.startswith(max(within, key=len)) or not _TITLE_END.search(title)):
        return max(within, key=len)
    bare = _TITLE_END.split(title)[0].strip()
    return bare or (within[0] if within else headings[0] if len(headings) == 1 else "")


def _find_date(text: str) -> str:
    found = _DATE.search(text, 0, _HEAD)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def _find_tags(tree: Element) -> tuple[str, ...]:
    links = (a for a in tree.iter("a") if a.get("rel") == "tag" or "tag-link" in a.get("class", ""))
    names = map(text_of, islice(links, 10))
    return tuple(dict.fromkeys(name.lstrip("#") for name in names if name))


def _find_address(tree: Element) -> str:
    links = (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical")
    metas = (meta.get("content") for meta in tree.iter("meta") if meta.get("property") == "og:url")
    return next((address.strip() for address in chain(links, metas) if address), "")


def _text_around(tree: Element, root: Element) -> Iterator[Dropped]:
    """What stands in the page outside of the article, in the order of the page."""
    path = [root, *root.iterancestors()]
    inside = set(path)
    for element in reversed(path[1:]):
        before = element.text
        if before and before.strip():
            yield Dropped(line_of(element), " ".join(before.split()), _AROUND)
        for child in element:
            if child not in inside:
                text = text_of(child)
                if text:
                    reason = "the title of the page" if child.tag == "head" else _AROUND
                    yield Dropped(line_of(child), text, reason)
            if child.tail and child.tail.strip():
                yield Dropped(line_of(child), " ".join(child.tail.split()), _AROUND)


_AROUND = "stands outside the article"
