"""Reads raw HTML in Markdown, and defines which HTML a card may hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from markdown_it.common.utils import replaceEntityPattern

_ANYWHERE = frozenset({"title", "lang", "dir", "align"})

ALLOWED_TAGS: Mapping[str, frozenset[str]] = MappingProxyType(
    dict.fromkeys(
        (
            *("abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code"),
            *("dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4"),
            *("h5", "h6", "hr", "i", "ins", "kbd", "mark", "p", "pre", "q", "rp", "rt", "ruby", "s"),
            *("samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody"),
            *("tfoot", "thead", "tr", "tt", "u", "ul", "var", "wbr"),
        ),
        _ANYWHERE,
    )
    | {
        "a": _ANYWHERE | {"href"},
        "col": _ANYWHERE | {"span"},
        "colgroup": _ANYWHERE | {"span"},
        "details": _ANYWHERE | {"open"},
        "img": _ANYWHERE | {"src", "alt", "width", "height"},
        "li": _ANYWHERE | {"value"},
        "ol": _ANYWHERE | {"start", "type", "reversed"},
        "td": _ANYWHERE | {"colspan", "rowspan", "valign"},
        "th": _ANYWHERE | {"colspan", "rowspan", "valign", "scope"},
    }
)
"""The tags that a card may hold, with their attributes; GitHub allows the same ones."""

IGNORED_ATTRIBUTES = frozenset(
    {"id", "name", "class", "target", "rel", "loading", "decoding", "role", "tabindex"}
)
"""Attributes that change nothing on GitHub: they are left out without a message."""

VOID_TAGS = frozenset({"br", "col", "hr", "img", "wbr"})
"""Tags without content and without an end tag."""

OPTIONAL_ENDS = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rt", "rp"}
)
"""Tags whose end tag may be left out."""


MISSPELT_END = re.compile(
    r"<!--(?!-->)(?:(?!<!--)[^\n]){0,500}?(?P<end>(?<![-<])->|[\u2013\u2014]-?>|--[ ]>|--!>)[ \t]*(?=\n|\Z)"
)
"""A comment whose end is misspelt, on one line."""


class TagKind(Enum):
    """The kinds of HTML between `<` and `>`."""

    OPEN = "open"
    CLOSE = "close"
    COMMENT = "comment"
    DECLARATION = "declaration"


class Tag(NamedTuple):
    """A tag as written, from `position` to `end` in its text; `name` is in lower case."""

    kind: TagKind
    name: str
    attributes: str
    position: int
    end: int


_ATTRIBUTE = (
    r"""\s++([a-zA-Z_:][a-zA-Z0-9:._-]*+)(?:\s*+=\s*+(?:([^ \t\r\n\v\f"'=<>`]++)|'([^']*+)'|"([^"]*+)"))?"""
)
_TAG = re.compile(
    r"<(?:([A-Za-z][A-Za-z0-9-]*+)((?:{})*)\s*+/?|/([A-Za-z][A-Za-z0-9-]*+)\s*+)>".format(
        re.sub(r"\((?!\?)", "(?:", _ATTRIBUTE)
    )
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_ENTITY = re.compile("&([a-z#][a-z0-9]{1,31});", re.IGNORECASE)
_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"))


def find_tag(text: str, position: int, missing: set[str]) -> Tag | None:
    """The tag, comment or declaration that begins at a position, if any.

    `missing` collects the ends that the rest of the text does not have: no later search looks for them.
    """
    if match := _TAG.match(text, position):
        if match[1]:
            return Tag(TagKind.OPEN, match[1].lower(), match[2], position, match.end())
        return Tag(TagKind.CLOSE, match[3].lower(), "", position, match.end())
    for start, end in _ENDS:
        if text.startswith(start, position):
            if start == "<!" and not text[position + 2 : position + 3].isalpha():
                return None
            return _find_end(text, position, start, end, missing)
    return None


def split_html(source: str) -> Iterator[str | Tag]:
    """The text and the tags of raw HTML, in order; an unclosed comment reaches to the end, as on GitHub."""
    done = position = 0
    missing: set[str] = set()
    while (position := source.find("<", position)) >= 0:
        tag = find_tag(source, position, missing)
        if tag is None and source.startswith("<!--", position):
            tag = Tag(TagKind.COMMENT, "", "", position, len(source))
        if tag is None:
            position += 1
            continue
        if position > done:
            yield source[done:position]
        yield tag
        done = position = tag.end
    if done < len(source):
        yield source[done:]


def read_attributes(tag: Tag) -> list[tuple[str, str]]:
    """The attributes of a tag in order, names in lower case, values without entities."""
    return [
        (match[1].lower(), resolve_entities(match[2] or match[3] or match[4] or ""))
        for match in _ATTRIBUTES.finditer(tag.attributes)
    ]


def replace_comments(html: str, replacement: Callable[[int, str], str] = lambda start, comment: "") -> str:
    """HTML with something in place of each closed comment; the function takes its position and its text."""
    parts, done = [], 0
    while (start := html.find("<!--", done)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        parts += [html[done:start], replacement(start, html[start + 4 : end])]
        done = end + 3
    return "".join((*parts, html[done:]))


def resolve_entities(text: str) -> str:
    """A text with its entities replaced by their characters."""
    return _ENTITY.sub(lambda match: replaceEntityPattern(match[0], match[1]), text) if "&" in text else text


def _find_end(text: str, position: int, start: str, end: str, missing: set[str]) -> Tag | None:
    if end in missing:
        return None
    if start == "<!--" and (match := re.compile("<!--(-?>)").match(text, position)):
        return Tag(TagKind.COMMENT, "", "", position, match.end())
    found = text.find(end, position + len(start))
    if found < 0:
        missing.add(end)
        return None
    kind = TagKind.COMMENT if start == "<!--" else TagKind.DECLARATION
    return Tag(kind, "", "", position, found + len(end))
