"""Sets of characters that several stages must agree on, written as between the brackets of a pattern."""

import re

FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
"""What XML, UTF-8 and Anki cannot hold, and the noncharacters that render uses as marks of its own."""

_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")


def find_forbidden(text: str) -> dict[int, str]:
    """By line, from 1, the first character there that no note can hold."""
    if not _FORBIDDEN.search(text):
        return {}
    lines = enumerate(text.split("\n"), 1)
    return {number: match[0] for number, line in lines if (match := _FORBIDDEN.search(line))}


def without_forbidden(text: str) -> str:
    """The text with U+FFFD in place of each character that no note can hold."""
    return _FORBIDDEN.sub("\ufffd", text)
