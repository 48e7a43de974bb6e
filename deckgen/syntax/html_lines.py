"""Turns the HTML of a note into lines for people."""

import re

from deckgen.syntax.html_text import BLOCKS, attribute_values, split_tags


def read_lines(html: str) -> str:
    """A field for people to read: one line per block, names in place of pictures, formulas unchanged."""
    lines = _Lines()
    muted = ""
    for closes, name, attributes, text in split_tags(html):
        if muted:
            muted = "" if closes and name == muted else muted
        elif name in _MUTE:
            muted = "" if closes else name
        elif name == "pre":
            lines.open_pre(bool(closes))
        elif name == "hr":
            lines.end()
            lines.write("———")
            lines.end()
        elif name in BLOCKS:
            lines.end()
            if name == "li":
                lines.prefix = "" if closes else "• "
        elif name and not closes:
            lines.write(_INLINES.get(name, "") or _describe(name, attributes))
        if text and not muted:
            lines.write(text)
    return lines.text()


_SPACES = re.compile(r"[ \t\r\n\f]+")
_MUTE = frozenset(("script", "style", "template"))
_INLINES = {"sub": "_", "sup": "^", "td": " | ", "th": " | "}
_PICTURES = ("img", "audio", "video", "object", "source", "embed")


def _describe(name: str, attributes: str) -> str:
    """The text in place of an element without text."""
    if name == "input":
        return "[x] " if re.search(r"\bchecked\b", attributes, re.IGNORECASE) else "[ ] "
    if name not in _PICTURES:
        return ""
    values = attribute_values(attributes)
    words = ("picture" if name == "img" else name, values.get("alt"), values.get("src") or values.get("data"))
    return f"[{' '.join(word for word in words if word)}]"


class _Lines:
    """The lines written so far; white space is kept only in `<pre>`."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._parts: list[str] = []
        self._pre = 0
        self.prefix = ""

    def write(self, text: str) -> None:
        if not self._pre or "\n" not in text:
            self._parts.append(text)
            return
        first, *others = text.split("\n")
        self._parts.append(first)
        for line in others:
            self.end()
            self._parts.append(line)

    def open_pre(self, closes: bool) -> None:
        self.end()
        self._pre = max(0, self._pre + (-1 if closes else 1))

    def end(self) -> None:
        line = "".join(self._parts)
        line = line.rstrip() if self._pre else _SPACES.sub(" ", line).strip().removeprefix("| ")
        if line:
            self._done.append(self.prefix + line)
            self.prefix = ""
        self._parts = []

    def text(self) -> str:
        self.end()
        return "\n".join(self._done)
