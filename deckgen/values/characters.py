"""Sets of characters that several rooms share, as they are written between the brackets of a pattern."""

import re

FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
"""What XML, UTF-8 and Anki cannot hold, and the noncharacters that `render/` uses as marks."""

LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
"""What Word, PDF and web pages write where a line or a page ends, and Markdown reads as text."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters."""

CJK = f"\u2e80-\u2fdf\u3001-\u30ff{HAN}"
"""Chinese and Japanese characters and their punctuation: no space is written between two of them."""

_HAN = re.compile(f"[{HAN}]")
_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")


def has_han(text: str) -> bool:
    """Whether the text contains a Chinese character."""
    return bool(_HAN.search(text))


def count_han(text: str) -> int:
    """The number of Chinese characters in the text."""
    return len(_HAN.findall(text))


def find_forbidden(text: str) -> dict[int, str]:
    """By line, from 1, the first character that a note cannot hold."""
    if not _FORBIDDEN.search(text):
        return {}
    lines = enumerate(text.split("\n"), 1)
    return {number: match[0] for number, line in lines if (match := _FORBIDDEN.search(line))}


def without_forbidden(text: str) -> str:
    """The text with U+FFFD in place of each character that a note cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
