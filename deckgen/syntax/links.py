"""Reads the parts of Markdown links: destinations, titles, labels, entities, bare addresses."""

import re
from dataclasses import dataclass
from html.entities import html5
from typing import NamedTuple

ENTITY = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));")
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^\x00-\x20<>]*)>")
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
EMAIL_AUTOLINK = re.compile(rf"<([a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*)>")

_ESCAPABLE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"[ \t\v\f\r\n]*")
_POINTED = re.compile(r"<((?:[^<>\\\n]|\\.)*)>")
_TITLE = re.compile(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|\(((?:[^()\\]|\\.)*+)\)', re.DOTALL)
_BARE = re.compile(r"(?:[^\\()\x00-\x20\x7f]|\\[!-/:-@\[-`{-~]|\\)+")
_REFERENCE_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
_MOST_NESTED_PARENTHESES = 32


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads or which picture it shows, with escapes and entities resolved."""

    address: str
    title: str


class FoundTarget(NamedTuple):
    """A target and the position after it in the text."""

    target: Target
    end: int


def find_inline_target(text: str, position: int) -> FoundTarget | None:
    """The `(address "title")` that begins at a position."""
    if not text.startswith("(", position):
        return None
    start = _skip_spaces(text, position + 1)
    found = _find_address(text, start)
    if found is None:
        return None
    address, end = found
    title = ""
    after = _skip_spaces(text, end)
    if after > end and (match := _TITLE.match(text, after)):
        title = match[1] or match[2] or match[3] or ""
        after = _skip_spaces(text, match.end())
    if not text.startswith(")", after):
        return None
    return FoundTarget(Target(resolve(address), resolve(title)), after + 1)


def find_label(text: str, position: int) -> tuple[str, int] | None:
    """The `[label]` that begins at a position, and where it ends."""
    match = _REFERENCE_LABEL.match(text, position)
    return (match[1], match.end()) if match else None


def resolve(text: str) -> str:
    """A text without backslash escapes and entities."""
    if "\\" in text:
        text = _ESCAPABLE.sub(r"\1", text) if "&" not in text else _resolve_both(text)
    else:
        text = resolve_entities(text)
    return text


def resolve_entities(text: str) -> str:
    """A text without entities."""
    return ENTITY.sub(decode_entity, text) if "&" in text else text


def decode_entity(match: re.Match[str]) -> str:
    """What an entity stands for; an unknown one stays as it is.

    Control characters and noncharacters become U+FFFD: they are how render marks its own things.
    """
    hexadecimal, decimal, name = match.groups()
    if name:
        return html5.get(name + ";", match[0])
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(number) if is_plain(number) else "\ufffd"


def is_plain(number: int) -> bool:
    """Whether a code point may stand in a text: no control, no surrogate, no noncharacter."""
    return (
        (number >= 0x20 or number in {0x09, 0x0A, 0x0D})
        and not 0x7F <= number <= 0x9F
        and not 0xD800 <= number <= 0xDFFF
        and not 0xFDD0 <= number <= 0xFDEF
        and number <= 0x10FFFF
        and number & 0xFFFE != 0xFFFE
    )


def _resolve_both(text: str) -> str:
    r"""Escapes and entities in one pass, for `\&amp;` is no entity."""
    return re.sub(
        f"{_ESCAPABLE.pattern}|{ENTITY.pattern}",
        lambda match: match[1] or ENTITY.sub(decode_entity, match[0]),
        text,
    )


def _find_address(text: str, start: int) -> tuple[str, int] | None:
    """The address and its end; like GitHub, this does not mind an unclosed parenthesis before white space."""
    if text.startswith("<", start):
        match = _POINTED.match(text, start)
        return (match[1], match.end()) if match else None
    position, depth = start, 0
    while position < len(text):
        if match := _BARE.match(text, position):
            position = match.end()
        elif text[position] == "(":
            depth += 1
            position += 1
            if depth > _MOST_NESTED_PARENTHESES:
                return None
        elif text[position] == ")" and depth:
            depth -= 1
            position += 1
        else:
            break
    return text[start:position], position


def _skip_spaces(text: str, position: int) -> int:
    match = _SPACES.match(text, position)
    return match.end() if match else position


def normal_label(label: str) -> str:
    """A label as it is compared: without regard to case and to how much white space it holds."""
    return " ".join(label.split()).lower().upper()  # as markdown-it-py, which reads the definitions
