"""Finds bare addresses, of which GitHub makes links: `www.`, `http://`, `a@b.example`.

Unlike on GitHub, full-width punctuation ends an address.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

IN_ADDRESS = r"[^\s<，。；：！？、（）「」『』【】《》〈〉“”‘’]"
"""A character that a bare address may have, as a pattern."""

_HOST = re.compile(r"[\w.-]+")
_REST = re.compile(f"{IN_ADDRESS}*")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9.+_-])([A-Za-z0-9.+_-]++)@((?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))+)(?![A-Za-z0-9_@-]|\.[A-Za-z0-9])",
    re.ASCII,
)
_ENTITY_END = re.compile(r"&[A-Za-z]+;$")
_PROTOCOL = re.compile(r"[A-Za-z]+://")


class Address(NamedTuple):
    """The target of a bare address, and its place in the text."""

    target: str
    start: int
    end: int


def find_address(text: str, start: int, limit: int) -> Address | None:
    """The web address that begins at a position and ends before a limit."""
    protocol = _PROTOCOL.match(text, start, limit)
    host_start = protocol.end() if protocol else start
    host = _HOST.match(text, host_start, limit)
    if host is None or (protocol and text[host_start] in ".-_"):
        return None
    labels = host[0].split(".")
    if any("_" in label for label in labels[-2:]) or (protocol is None and start + 4 >= limit):
        return None
    rest = _REST.match(text, host_start, limit)
    end = _without_trailing_punctuation(text, start, rest.end() if rest else host.end())
    if end <= host_start:
        return None
    return Address(("" if protocol else "http://") + text[start:end], start, end)


def find_emails(text: str) -> Iterator[Address]:
    """The e-mail addresses of a text, from left to right."""
    for match in _EMAIL.finditer(text):
        end = match.end()
        last = text[end - 1]
        if "." not in match[2] or not (last.isalpha() and last.isascii()):
            continue
        start = match.start()
        if text.endswith("mailto:", 0, start):
            yield Address(text[start - 7 : end], start - 7, end)
        else:
            yield Address("mailto:" + text[start:end], start, end)


def _without_trailing_punctuation(text: str, start: int, end: int) -> int:
    opening = text.count("(", start, end)
    closing = text.count(")", start, end)
    while end > start:
        last = text[end - 1]
        if last in "?!.,:*_~'\"":
            end -= 1
        elif last == ";":
            entity = _ENTITY_END.search(text, max(start, end - 40), end)
            end = entity.start() if entity else end - 1
        elif last == ")" and closing > opening:
            closing -= 1
            end -= 1
        else:
            break
    return end
