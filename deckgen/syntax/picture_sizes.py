"""Reads the size of a picture, as Obsidian, HackMD, Pandoc, MkDocs and Jekyll write it.

`![text|300x200](x.png)`, `![text](x.png =300x200)` and `![text](x.png){width=300}`.
"""

import re
from typing import NamedTuple

from markdown_it.common.utils import unescapeAll

Size = dict[str, str | int | float]
"""The `width` and the `height` of a picture, as attributes of HTML; one of them may be missing."""

_AFTER_TEXT = re.compile(r"\s*(\d{1,4})(?:\s*[xX×]\s*(\d{1,4}))?\s*")
_TARGET = re.compile(
    r"""
    \( \s* (?: <(?P<quoted> [^<>\n]{0,1000} )> | (?P<bare> [^\s()<>]{1,1000} ) )
    (?: \s+ (?: "(?P<title>[^"]{0,1000})" | '(?P<other>[^']{0,1000})' ) )?
    \s+ = (?P<width> \d{0,4}%? ) [xX] (?P<height> \d{0,4}%? ) \*? \s* \)
    """,
    re.VERBOSE,
)
_LIST = re.compile(r"""\{ ?:? ?((?:[^{}"'\n]|"[^"\n]{0,300}"|'[^'\n]{0,300}'){1,300})\}""")
_LENGTH = re.compile(
    r"""(?:^|\s)(width|height)\s?=\s?["']?(\d{1,4}(?:%|(?=px|["'\s]|$)))(?:px)?["']?(?=\s|$)"""
)


class SizedTarget(NamedTuple):
    """The file of a picture, its title, its size, and the position after it."""

    address: str
    title: str
    size: Size
    end: int


def split_size(text: str) -> tuple[str, Size]:
    """The text of a picture without the size after its last `|`, and this size."""
    before, bar, after = text.rpartition("|")
    match = _AFTER_TEXT.fullmatch(after) if bar else None
    return (before.rstrip(), _size(match[1], match[2])) if match else (text, {})


def find_sized_target(text: str, position: int) -> SizedTarget | None:
    """The target in parentheses that begins at a position, if it ends with a size, ` =300x200`."""
    match = _TARGET.match(text, position)
    if match is None or not (match["width"] or match["height"]):
        return None
    address = match["bare"] if match["quoted"] is None else match["quoted"]
    title = match["title"] or match["other"] or ""
    return SizedTarget(
        unescapeAll(address), unescapeAll(title), _size(match["width"], match["height"]), match.end()
    )


def find_size_list(text: str, position: int) -> tuple[Size, int] | None:
    """The size in the attribute list that begins at a position, `{width=300}`, and where the list ends."""
    match = _LIST.match(text, position)
    found: Size = dict(_LENGTH.findall(match[1])) if match else {}
    return (found, match.end()) if match and found else None


def _size(width: str | None, height: str | None) -> Size:
    return {name: value for name, value in (("width", width), ("height", height)) if value}
