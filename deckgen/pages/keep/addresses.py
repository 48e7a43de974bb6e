"""Finds the addresses of links that ingest lost although it kept the words of the link."""

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from deckgen.pages.page import Dropped, Lost, PageKind
from deckgen.values.characters import CJK

_BALANCED = r"\(\s*+<?(?P<address>https?://[^()\s<>]*+(?:\([^()\s]*+\)[^()\s<>]*+)*+)"
_LINK = re.compile(rf"(?<!!)\[(?P<words>(?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+)\]{_BALANCED}")
_HTML_LINK = re.compile(
    r"""<[aA]\s[^<>]*?(?<=\s)(?:href|HREF)\s*+=\s*+["']?(?P<address>https?://[^\s"'<>]++)[^<>]*+>"""
    r"""(?P<words>[^<]*+(?:<(?!/?[aA][\s>])[^<]*+)*+)"""
)
_TARGET = re.compile(rf"\]{_BALANCED}")
_BARE = re.compile(rf"(?P<address>https?://[^\s<>\[\]\"'`{CJK}]+)")
_TAG = re.compile(r"<[^<>]*>")
_NO_LETTER = re.compile(r"[\W_]+")
_FEWEST = 4
"""Letters of a link's words: fewer stand in other texts as well."""
_MOST = 2000
"""Links without their address, most of them of the site, whose words are looked for: each takes a search."""


def find_lost_addresses(
    text: str, kind: PageKind, markdown: str, dropped: Iterable[Dropped]
) -> Iterator[Lost]:
    """The addresses on the web of links whose words are in the source and not among what was left out."""
    left_out = "\n".join(each.text for each in dropped)
    written = f"{markdown}\n{left_out}"
    known = {_plain(match["address"]) for find in (_TARGET, _BARE) for match in find.finditer(written)}
    missing = [match for match in _links(text, kind) if _plain(match["address"]) not in known]
    if not missing:
        return
    left_out = _letters(left_out)
    linked = ((_letters(html.unescape(_TAG.sub("", match["words"]))), match) for match in missing[:_MOST])
    unknown = [(words, match) for words, match in linked if len(words) >= _FEWEST and words not in left_out]
    kept = _letters(markdown) if unknown else ""
    for words, match in unknown:
        if words in kept:
            address = html.unescape(match["address"])
            yield Lost(text.count("\n", 0, match.start()) + 1, len(_letters(address)), address)


def _links(text: str, kind: PageKind) -> Iterator[re.Match[str]]:
    if kind is not PageKind.TEXT:
        yield from _HTML_LINK.finditer(text)
    if kind in (PageKind.MARKDOWN, PageKind.HASHCARDS, PageKind.NOTEBOOK):
        yield from _LINK.finditer(text)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)


def _plain(address: str) -> str:
    """An address however it is escaped, without what may follow it in a text."""
    return unquote(html.unescape(address)).replace("\\", "").rstrip(".,;:!?*_)/、。，；：！？）")
