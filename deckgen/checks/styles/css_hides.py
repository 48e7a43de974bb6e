"""Finds what a style hides of the text that a card must show, by its selectors and the cards' own HTML."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder

import cssselect2

from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind


class Hider(NamedTuple):
    """A declaration of a style in lower case, with its line and the selector of its rule."""

    line: int
    selector: str
    name: str
    value: str

    @property
    def hides(self) -> bool:
        """Whether nothing is seen of an element with this declaration."""
        value = self.value.removesuffix("!important").strip()
        return _HIDING.get(self.name, _NEVER).fullmatch(value) is not None


class Hidden(NamedTuple):
    """What a declaration hides, in words."""

    line: int
    selector: str
    declaration: str
    what: str


_ZERO = r"[+-]?0*\.?0+(?:%|[a-z]+)?"
_NEVER = re.compile(r"(?!)")
_HIDING = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "content-visibility": re.compile("hidden"),
    "opacity": re.compile(_ZERO),
    "font-size": re.compile(_ZERO),
}

_TEXT = """
<div class="question-text">x</div>
<p>x <strong>x</strong> <em>x</em> <code>x</code> <a href="x">x</a> <span class="cloze">x</span></p>
<ul><li><p>x</p></li></ul>
<ol><li>x</li></ol>
<blockquote><p>x</p></blockquote>
<dl><dt>x</dt><dd>x</dd></dl>
<div class="table"><table><thead><tr><th>x</th></tr></thead><tbody><tr><td>x</td></tr></tbody></table></div>
<div class="highlight"><pre><code><span class="k">x</span></code></pre></div>
<div class="formula"><mjx-container>x</mjx-container></div>
<p><mjx-container>x</mjx-container> <img src="x"></p>
<div class="callout callout-caution"><p class="callout-title">x</p><p>x</p></div>
"""
_SHOWN = re.sub(r"<([a-z]+\d?)\b", r"<\1 data-shown", _TEXT)
_ASKED = re.compile(r"\{\{(?:Question|Answer)\}\}")
_CLOZE = re.compile(r"\{\{cloze:Text\}\}")
"""The question of a cloze is only its title."""
_VOID = {"br", "hr", "img", "input", "wbr"}
_THEMES = ("card card1", "card card1 nightMode night_mode", "card card1 mobile android")


def find_hidden(hiders: Iterable[Hider]) -> Iterator[Hidden]:
    """The declarations that hide a question, an answer, or a part of them on the side that must show it."""
    for hider in hiders:
        if hider.hides and (what := _what_is_hidden(hider.selector)):
            yield Hidden(hider.line, hider.selector, f"{hider.name}: {hider.value}", what)


def _what_is_hidden(selector: str) -> str:
    try:
        compiled = cssselect2.compile_selector_list(selector)
    except cssselect2.SelectorError:
        return ""  # a browser ignores it, or it is of a kind that no text has
    tests = [one.test for one in compiled if one.pseudo_element is None and not one.never_matches]
    for element in _shown() if tests else ():
        if any(test(element) for test in tests):
            name = element.etree_element.get("class") or element.local_name
            return f"`{name}`"
    return ""


@cache
def _shown() -> tuple[cssselect2.ElementWrapper, ...]:
    """What must be seen of all cards, with everything around it, in each theme."""
    found: dict[int, cssselect2.ElementWrapper] = {}
    for theme in _THEMES:
        for kind in Kind:
            for template in load_note_type(kind).templates:
                for side in (template.front, template.back):
                    page = (
                        f'<html><body class="{theme}"><div id="qa">{_filled(kind, side)}</div></body></html>'
                    )
                    root = cssselect2.ElementWrapper.from_html_root(_parse(page))
                    found |= {id(one): one for one in _must_be_seen(root)}
    return tuple(found.values())


def _filled(kind: Kind, side: str) -> str:
    """A side of a template with a text in each field that asks or answers."""
    fields = _CLOZE if kind is Kind.CLOZE else _ASKED
    return re.sub(r"\{\{.*?\}\}", "", fields.sub(_SHOWN, side))


def _must_be_seen(root: cssselect2.ElementWrapper) -> Iterator[cssselect2.ElementWrapper]:
    """The texts with their parents; on a back, the side that was asked before may be hidden."""
    for element in root.iter_subtree():
        around = [element, *element.ancestors]
        is_text = "data-shown" in element.etree_element.attrib
        if is_text and not any("asked" in one.classes for one in around):
            yield from around


class _Reader(HTMLParser):
    """Reads HTML into elements; an element without an end tag ends at once."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def _parse(page: str) -> Element:
    reader = _Reader()
    reader.feed(page)
    return reader.builder.close()
