"""Turns the HTML of a note into lines for people."""

import re

from deckgen.syntax.html_formatting import ANKI_TEXT
from deckgen.syntax.html_text import (
    BLOCKS,
    attribute_values,
    split_tags,
    tighten_formulas,
    without_classes,
)


def read_lines(html: str, *, sign: str = "") -> str:
    """A field as lines of Markdown that a person can read, with names in place of pictures.

    Each line of a code block is indented by four spaces, and each row of a table begins and ends with `|`.
    The character `sign` is written after each mark that is not in the text, and after Anki's own marks.
    """
    lines = _Lines(sign)
    if sign:
        html = _CLOZE.sub(rf"\1{sign}\2{sign}", _ANKI_TEXT.sub(rf"\g<0>{sign}", html))
    muted = ""
    for closes, name, attributes, text in split_tags(tighten_formulas(without_classes(html))):
        if muted:
            muted = "" if closes and name == muted else muted
        elif name in _MUTE:
            muted = "" if closes else name
        elif name == "pre":
            lines.open_pre(bool(closes))
        elif name == "code":
            lines.open_code(bool(closes))
        elif name == "hr":
            lines.end()
            lines.write(f"———{sign}")
            lines.end()
        elif name in BLOCKS:
            lines.end()
            if name in ("tr", "table"):
                lines.open_row(name == "tr" and not closes)
            if name == "li":
                lines.prefix = "" if closes else f"• {sign}"
        elif name and not closes:
            mark = _INLINES.get(name, "") or _describe(name, attributes)
            lines.write(f"{mark}{sign}" if mark else "")
        if text and not muted:
            lines.write(text if lines.is_code else _DELIMITER.sub(_as_dollars, text))
    return lines.text()


INDENT = "    "
"""Begins the lines of code; spaces elsewhere are one."""

_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_MUTE = frozenset(("script", "style", "template"))
_INLINES = {"sub": "_", "sup": "^", "td": " | ", "th": " | "}
_PICTURES = ("img", "audio", "video", "object", "source", "embed")


_ANKI_TEXT = re.compile(rf"\[(?={ANKI_TEXT})", re.IGNORECASE)
_CLOZE = re.compile(r"(\{\{c\d+::)(.*?\}\})", re.DOTALL)

# Text like these delimiters, which is not a formula, has a tag within it; two backslashes end a line of TeX.
_DELIMITER = re.compile(r"\\\\|\\([()\[\]])")


def _as_dollars(match: re.Match[str]) -> str:
    return match[0] if match[1] is None else "$" if match[1] in "()" else "$$"


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
    """The lines written so far; white space is kept only in `<pre>`, and a row of a table is one line."""

    def __init__(self, sign: str) -> None:
        self._sign = sign
        self._done: list[str] = []
        self._parts: list[str] = []
        self._pre = self._code = 0
        self._in_row = False
        self.prefix = ""

    @property
    def is_code(self) -> bool:
        return bool(self._pre or self._code)

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

    def open_code(self, closes: bool) -> None:
        if not self._pre and self._code >= closes:
            self._parts.append(f"`{self._sign}")
        self._code = max(0, self._code + (-1 if closes else 1))

    def open_row(self, opens: bool) -> None:
        was_row, self._in_row = self._in_row, False
        self.end(is_row=was_row)
        self._in_row = opens

    def end(self, *, is_row: bool = False) -> None:
        if self._in_row:
            self._parts.append(" ")
            return
        line = "".join(self._parts)
        if self._pre:
            line = f"{INDENT}{line.rstrip()}" if line.strip() else ""
        else:
            line = _SPACES.sub(" ", line).strip()
            line = f"{line} |{self._sign}" if line and is_row else line.removeprefix(f"| {self._sign}")
        if line:
            self._done.append(self.prefix + line)
            self.prefix = ""
        self._parts = []

    def text(self) -> str:
        self.open_row(False)
        return "\n".join(self._done)
