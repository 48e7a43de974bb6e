"""Brings to light what a browser shows in frames or by a script: frames, noscript, templates."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from lxml import etree

from deckgen.pages.read.html.dom import HEADINGS, MOST_LINES, Element, line_of, picture_address, texts_of

HIDDEN = ("noscript", "template", "iframe", "frame")
_PARTS = ("p", "li", "pre", "dt", "dd", "td", "summary", *HEADINGS)
_NEAR = 20
"""How many elements beside a noscript are looked at for its picture; a theme wraps it in three or four."""


def reveal(tree: Element, found: Iterable[Element], parse: Callable[[str], Element | None]) -> None:
    """Turn the `HIDDEN` elements that hold text of the page into `div`; the others stay, as noise to report.

    A noscript or a template is text of the page if it has more than one block, so that it is more than a
    notice, and if the page does not show the same anyway. `parse` reads the document in a frame.
    """
    hidden, inside = list[Element](), set[Element]()
    for element in found:
        if element not in inside:
            hidden.append(element)
            inside.update(element.iterdescendants(*HIDDEN))
    if not hidden:
        return
    shown = Counter(_pieces(tree))
    for element in hidden:
        shown.subtract(_pieces(element))
    for element in hidden:
        if element.tag in ("iframe", "frame"):
            is_shown = _open_frame(element, parse)
        else:
            is_shown = "shadowrootmode" in element.attrib or _is_of_page(element, shown)
        if is_shown:
            element.tag = "div"
            element.attrib.clear()
            shown.update(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    """The texts and the pictures in an element."""
    yield from filter(None, (" ".join(text.split()) for text in texts_of(element)))
    yield from (picture_address(picture).partition("?")[0] for picture in element.iter("img"))


def _is_of_page(element: Element, shown: Mapping[str, int]) -> bool:
    pictures = list(element.iter("img"))
    if all(shown[piece] > 0 for piece in _pieces(element)):
        return False
    if pictures and not any(map(str.strip, texts_of(element))):
        return not _replaces(element, pictures[0]) and "1" not in (
            pictures[0].get("width"),
            pictures[0].get("height"),
        )
    parts = element.iter(*_PARTS)
    return len(list(islice(parts, 2))) == 2 and not any("{{" in text for text in texts_of(element))


def _replaces(element: Element, picture: Element) -> bool:
    """Whether a picture stands beside a lazy one, which then gets its address if it has none."""
    for beside in (element.getprevious(), element.getnext()):
        around = beside.iter() if beside is not None else iter(())
        lazy = next((near for near in islice(around, _NEAR) if near.tag == "img"), None)
        if lazy is not None:
            if not picture_address(lazy):
                lazy.set("data-src", picture_address(picture))
            return True
    return False


def _open_frame(frame: Element, parse: Callable[[str], Element | None]) -> bool:
    """Put the document of a frame in its place, or else its address as text."""
    document = frame.get("srcdoc")
    body = parse(document) if document else None
    if body is None:
        address = frame.get("src") or ""
        is_page = address and not address.startswith(("about:", "javascript:"))
        frame.text = " ".join(filter(None, (address if is_page else "", document, frame.text)))
        return False
    line = line_of(frame) - 1
    for element in body.iterdescendants():
        element.sourceline = min(line_of(element) + line, MOST_LINES)
    if frame.text and frame.text.strip():
        otherwise: Element = etree.SubElement(body, "noframes")
        otherwise.text = frame.text
    frame.text = body.text
    frame[:] = body[:]
    return True
