"""Finds the element of a page that contains the article, and what the page says about it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from lxml import etree

from deckgen.pages.page import Dropped
from deckgen.pages.read.html.dom import (
    HEADINGS,
    Element,
    is_noise,
    line_of,
    split_classes,
    text_of,
    texts_of,
    whole_text,
)
from deckgen.pages.read.html.tree import END, parse_tree
from deckgen.pages.words.sites import ANY_ROOTS, ROOTS

_DATE = re.compile(
    r"""(?:published_time["'][^<>]{0,20}content=|<time[^<>]*?datetime=|class=["'][^"'<>]*(?:time|date)[^"'<>]*["'][^<>]*>)"""
    r"""[^<>]{0,30}?(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})"""
)
_HEAD = 200_000
_LEAST_TEXT = 40
_MOST_ROOTS = 50
"""More elements of one kind are comments or teasers; each is measured."""
_size = etree.XPath("string-length()")
_BY_ID = etree.XPath("id($name)")
_ALL_BY_ID = etree.XPath("descendant::*[@id=$name]")
_ASKED = ("input", "h1", "title", "link", "meta", "a")
_ROOT_TAGS = ("div", "article", "section", "span", "main")
_ROOT_CLASSES = frozenset(
    name for root in (*ROOTS, *ANY_ROOTS) if root[0] == "." for name in root[1:].split(".")
)


@dataclass(frozen=True, slots=True)
class Article:
    """The elements that contain the article, what the page says about it, and the text around it.

    There are several where the page goes on after its end.
    """

    roots: tuple[Element, ...]
    title: str
    address: str
    date: str
    tags: tuple[str, ...]
    dropped: tuple[Dropped, ...]


def read_article(text: str) -> Article | None:
    """The article of an HTML page; None if the page has no element."""
    tree = parse_tree(text)
    if tree is None:
        return None
    found: dict[str, list[Element]] = {tag: [] for tag in _ASKED}
    # One walk finds them all: a walk over a page takes a tenth of the time of its parse.
    for element in tree.iter(*_ASKED):
        found[element.tag].append(element)
    bodies = _bodies(tree, found["input"])
    roots = tuple(_find_root(body, is_only=len(bodies) == 1) for body in bodies)
    return Article(
        roots,
        _find_title(found["h1"], found["title"]),
        _find_address(found["link"], found["meta"]),
        _find_date(text),
        _find_tags(found["a"]),
        tuple(_text_around(roots)),
    )


def _bodies(tree: Element, inputs: Iterable[Element]) -> list[Element]:
    """The body of the page, and a body for each part after an early end."""
    body = tree.find("body")
    if body is None:
        return [tree]
    ends = {_outermost(mark) for mark in inputs if END in mark.attrib}
    if not ends:
        return [body]
    parts = [list[Element]()]
    for child in body:
        parts[-1].append(child)
        if child in ends:
            parts.append([])
    bodies = [body]
    for number, part in enumerate(parts[1:]):
        # What is less was added by the server or by a program that saved the page.
        if sum(map(_weight, part)) >= _LEAST_TEXT or any(_has_heading(child) for child in part):
            bodies.append(etree.SubElement(tree, "body"))
            end = parts[number][-1]
            bodies[-1].text, end.tail = end.tail, None
        bodies[-1].extend(part)
    return bodies


def _has_heading(element: Element) -> bool:
    return next(element.iter(*HEADINGS), None) is not None and not is_noise(element)


def _outermost(mark: Element) -> Element:
    """The child of the body that ends here: the mark of an end, or the open paragraph around it."""
    parent = mark.getparent()
    return parent if parent.tag == "p" else mark


def _find_root(body: Element, *, is_only: bool) -> Element:
    roots = _Roots(body, is_only=is_only)
    for number, selector in enumerate((*ROOTS, *ANY_ROOTS)):
        sized = [(_size(element), element) for element in roots.find(selector)[:_MOST_ROOTS]]
        size, best = max(sized, key=lambda pair: pair[0], default=(0, body))
        if size >= _LEAST_TEXT and (number < len(ROOTS) or size >= _size(body) / 2):
            return best
    return _narrow(body)


def _narrow(body: Element) -> Element:
    """The smallest element that contains nearly all of the text outside links."""
    element = body
    size = _weight(element)
    for _ in range(50):
        children = [
            child
            for child in element
            if child.tag in ("div", "section", "main", "article", "td", "table", "tbody", "tr")
        ]
        best = max(children, key=_weight, default=None)
        if best is None or _weight(best) < 0.75 * size or _has_twin(best, children):
            break
        # If paragraphs stand beside it, it is only a part of the article.
        if sum(_weight(child) for child in element if child.tag in _TEXT_TAGS) > 0.05 * size:
            break
        element, size = best, _weight(best)
    return element


def _has_twin(element: Element, beside: Sequence[Element]) -> bool:
    """Whether a panel of the same class stands beside: github.com/SKCloudOps/lamda, 336d56d0."""
    name = element.get("class")
    twins = (e for e in beside if name and e is not element and e.get("class") == name)
    return any(map(_has_heading, twins))


_TEXT_TAGS = frozenset(("p", "ul", "ol", "pre", "blockquote", *HEADINGS))


def _weight(element: Element) -> int:
    if is_noise(element):
        return 0
    links = sum(len(whole_text(a)) for a in element.iter("a"))
    return sum(len(text.strip()) for text in texts_of(element)) - links


class _Roots:
    """Finds elements by selector; one walk over the page serves all selectors by class."""

    def __init__(self, body: Element, *, is_only: bool) -> None:
        self._body = body
        # libxml2 knows one element for each id, which may stand in another part of the page.
        self._by_id = _BY_ID if is_only else _ALL_BY_ID

    def find(self, selector: str) -> list[Element]:
        if selector[0] == "#":
            name = selector[1:]
            found = self._by_id(self._body, name=name)
            # libxml2 takes the `name` of an anchor for an id, too.
            is_right = not found or found[0].get("id") == name
            return list(found if is_right else _ALL_BY_ID(self._body, name=name))
        if selector[0] == ".":
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


def _find_title(top_headings: Iterable[Element], titles: Iterable[Element]) -> str:
    headings = [text_of(element) for element in top_headings]
    title = next(map(text_of, titles), "")
    # A theme may have a heading with the name of the site; the title begins with the name of the article.
    within = [heading for heading in headings if heading and heading in title]
    if within and (title.startswith(max(within, key=len)) or not _TITLE_END.search(title)):
        return max(within, key=len)
    bare = _TITLE_END.split(title)[0].strip()
    return bare or (within[0] if within else headings[0] if len(headings) == 1 else "")


def _find_date(text: str) -> str:
    found = _DATE.search(text, 0, _HEAD)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def _find_tags(anchors: Iterable[Element]) -> tuple[str, ...]:
    links = (a for a in anchors if a.get("rel") == "tag" or "tag-link" in a.get("class", ""))
    names = map(text_of, islice(links, 10))
    return tuple(dict.fromkeys(name.lstrip("#") for name in names if name))


def _find_address(links: Iterable[Element], metas: Iterable[Element]) -> str:
    canonical = (link.get("href") for link in links if link.get("rel") == "canonical")
    urls = (meta.get("content") for meta in metas if meta.get("property") == "og:url")
    return next((address.strip() for address in chain(canonical, urls) if address), "")


def _text_around(roots: tuple[Element, ...]) -> Iterator[Dropped]:
    """The text of the page outside the article, in the order of the page."""
    around = dict.fromkeys(element for root in roots for element in reversed([*root.iterancestors()]))
    for element in around:
        before = element.text
        if before and before.strip():
            yield Dropped(line_of(element), " ".join(before.split()), _AROUND)
        for child in element:
            if child not in around and child not in roots:
                text = text_of(child)
                if text:
                    reason = "the title of the page" if child.tag == "head" else _AROUND
                    yield Dropped(line_of(child), text, reason)
            if child.tail and child.tail.strip():
                yield Dropped(line_of(child), " ".join(child.tail.split()), _AROUND)


_AROUND = "stands outside the article"
