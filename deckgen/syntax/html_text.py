"""Turns the HTML of a note into the text that a learner reads, in linear time."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from html import unescape

from deckgen.values.characters import CJK

CLOZE_BEGIN, CLOZE_END = "\ue000", "\ue001"
"""Stand for the braces of a cloze in a formula; characters that no font has."""

_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", re.DOTALL)
_CLASSED = re.compile(
    r"\\class(?:\{|&#123;)cloze-\d+(?:\}|&#125;)(?:\{|&#123;) ?(\{\{c\d+::(?:(?!\}\}).)*\}\})(?:\}|&#125;)",
    re.DOTALL,
)
_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_APART = re.compile(rf"(?<=\{{) (?=[{{{CLOZE_BEGIN}])|(?<=\}}) (?=[}}{CLOZE_END}])|(?<=:) (?=:)")
_HIGHLIGHTED = re.compile(r"<pre(?: tabindex=\"0\")?>(?:(?!<pre\b).)*?</pre>", re.DOTALL)
_IN_LANGUAGE = re.compile(r'<(div|span) lang="[^"]*">(.*)</\1>', re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{CJK}])[ \t]+|[ \t]+(?=[{CJK}])")


def without_classes(html: str) -> str:
    """A field without the classes that show where a cloze in a formula is."""
    return _CLASSED.sub(r"\1", html) if "\\class" in html else html


def tighten_formulas(html: str) -> str:
    """A field whose formulas have no space where rendering keeps braces and colons apart."""
    if any(pair in html for pair in ("{ {", "} }", ": :")):
        return _FORMULA.sub(lambda match: _APART.sub("", match[0]), html)
    return html


def fold(text: str) -> str:
    """A text with ASCII for full-width characters, and no spaces next to Chinese or other spaces."""
    folded = unicodedata.normalize("NFKC", text)
    lines = (_SPACE_BESIDE_CJK.sub("", " ".join(line.split())) for line in folded.split("\n"))
    return "\n".join(line for line in lines if line)


def read_prose(html: str) -> str:
    """The text of a field, with a mark in place of each code and formula."""
    return _FORMULA.sub("\ufffc", _without_code(html))


def find_formulas(html: str) -> tuple[str, ...]:
    """The TeX of a field's formulas, with marks for `{{` and `}}` of clozes; other braces are entities."""
    if r"\(" not in html and r"\[" not in html:
        return ()
    text = _without_code(without_classes(html).replace("{{", CLOZE_BEGIN).replace("}}", CLOZE_END))
    return tuple(_APART.sub("", match[1] or match[2] or "") for match in _FORMULA.finditer(text))


def _without_code(html: str) -> str:
    # Highlighted code is mostly tags; leaving it out first is quicker.
    return read_html(_HIGHLIGHTED.sub("\n\ufffc\n", html), without=("pre", "code"))


def without_tags(html: str) -> str:
    """The text of a field, quicker than `read_prose` and at least as long.

    Characters that are neighbours in the result of `read_prose` are neighbours here.
    """
    return _ANY_TAG.sub("", _HIGHLIGHTED.sub("", html))


def read_html(html: str, *, without: Collection[str] = ()) -> str:
    """The words of a field, with one line per block, for patterns.

    A mark replaces each element whose name or class is in `without`.
    """
    texts: list[str] = []
    skipped, depth, in_code = "", 0, False
    for closes, name, attributes, text in split_tags(_CLOZE.sub(r"\1", without_classes(html))):
        if closes:
            depth -= depth > 0 and name == skipped
            in_code = in_code and name != "pre"
        elif name:
            if depth:
                depth += name == skipped
            elif without and _is_one_of(without, name, attributes):
                skipped, depth = name, 1
                texts.append("\ufffc")
            in_code = in_code or name == "pre"
        if name in _PARTING:
            texts.append(_PARTING[name])
        if text and not depth:
            texts.append(text if in_code else text.replace("\n", " "))
    return "".join(texts)


def find_hidden(html: str) -> tuple[tuple[str, ...], str]:
    """The HTML that the clozes of a field hide, in order, and the field with `[...]` in their place."""
    plain = without_classes(html)
    return tuple(match[1] for match in _CLOZE.finditer(plain)), _CLOZE.sub("[...]", plain)


def part_first_block(html: str) -> tuple[str, str]:
    """The first element of a field with the text before it, and the rest; all of it if it has no blocks.

    An outer element that says the language of the field is left out.
    """
    outer = _IN_LANGUAGE.fullmatch(html)
    html = outer[2] if outer else html
    depth, name = 0, ""
    for match in _TAG.finditer(html):
        found = (match["name"] or "").lower()
        if not name and found and not match["closes"]:
            if found == "hr":
                return html[: match.end()], html[match.end() :]
            if found not in BLOCKS and found != "pre":
                return html, ""
            name = found
        if found == name:
            depth += -1 if match["closes"] else 1
            if not depth:
                return html[: match.end()], html[match.end() :]
    return html, ""


def part_by_class(html: str, wanted: str) -> Iterator[tuple[bool, str]]:
    """The pieces of a field, in order, and whether each is an element of this class."""
    start, depth, element = 0, 0, ""
    for match in _TAG.finditer(html) if wanted in html else ():
        name = (match["name"] or "").lower()
        if depth:
            depth += (-1 if match["closes"] else 1) * (name == element)
            if not depth:
                yield True, html[start : match.end()]
                start = match.end()
        elif name and not match["closes"] and _is_one_of((wanted,), "", match["attributes"] or ""):
            yield False, html[start : match.start()]
            start, depth, element = match.start(), 1, name
    yield bool(depth), html[start:]


def find_alternatives(html: str) -> tuple[str, ...]:
    """The alternative texts of a field's pictures."""
    if "<img" not in html:
        return ()
    found = (
        attribute_values(attributes).get("alt", "")
        for _, name, attributes, _ in split_tags(html)
        if name == "img"
    )
    return tuple(filter(None, found))


# A tag ends at the first `>` outside a quoted value. As in a browser, a tag without an end takes all text
# after it. So nothing is read twice: html.parser takes seconds for 64 KiB of `<a "`.
_TAG = re.compile(
    r"""
      <(?P<closes>/?)(?P<name>[A-Za-z][^\s/>]*+)
        (?: > | (?=(?P<attributes>[^>=]*+(?:=(?:\s*+(?:"[^"]*+"|'[^']*+'))?[^>=]*+)*))(?P=attributes)> )
    | <!--.*?(?:-->|\Z)
    | <[/!?](?![A-Za-z])[^>]*+>
    | <![A-Za-z][^>]*+>
    | <\?[^>]*+>
    | (?P<broken> <[A-Za-z/!?].*+ )
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![a-z-])([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_PARTING = {
    **dict.fromkeys(("p", "li", "tr", "div", "pre", "table", "blockquote", "details", "summary", "br"), "\n"),
    **dict.fromkeys(("h3", "h4", "h5", "h6"), "\n"),
    **dict.fromkeys(("td", "th"), " "),
}
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "figcaption", "figure", "footer", "header"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "ol", "p", "section", "summary"),
        *("table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
"""Elements that begin a new line."""


def find_tags(html: str) -> Iterator[re.Match[str]]:
    """Each tag and comment, with the groups `closes`, `name` and `attributes`; a comment has no name."""
    return _TAG.finditer(html)


def split_tags(html: str) -> Iterator[tuple[str, str, str, str]]:
    """For each tag: whether it closes, its name, its attributes and the text after it; first a text alone."""
    first, *parts = _TAG.split(html)
    yield "", "", "", unescape(first)
    for closes, name, attributes, broken, text in zip(*[iter(parts)] * (_TAG.groups + 1), strict=True):
        yield closes or "", (name or "").lower(), attributes or "", unescape(broken or text)


def _is_one_of(names: Collection[str], name: str, attributes: str) -> bool:
    if name in names:
        return True
    classes = attribute_values(attributes).get("class", "") if "class" in attributes else ""
    return any(word in names for word in classes.split())


def attribute_values(attributes: str) -> dict[str, str]:
    """The attributes of a tag by their names, in lower case."""
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(attributes)
    }
