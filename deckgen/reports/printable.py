"""Makes text safe for a terminal, which obeys characters that nobody sees."""

import re

# Controls but the tab and the line end, what reverses or hides text, separators, and halves of characters.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""A text with escapes like `\u001b`, which are also those of JSON."""
    return _OBEYED.sub(_escape, text)


def printable_line(text: str) -> str:
    """A text that must be one line, as `printable` makes it."""
    return printable(text).replace("\n", "\\u000a")


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
