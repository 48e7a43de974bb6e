"""Turns a note into the text that a learner reads, folded so that one pattern finds every spelling."""

import re
import unicodedata
from html.parser import HTMLParser

from deckgen.values.outline import NoteBody

CJK = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", re.DOTALL)
_PARTING = frozenset(
    ("p", "li", "tr", "div", "pre", "table", "blockquote", "details", "summary", "br", "h3", "h4", "h5", "h6")
)
_FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_FORMULA_MARKS = re.compile(r"\\[()\[\]]")
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{CJK}])[ \t]+|[ \t]+(?=[{CJK}])")


def read_note(note: NoteBody, *, refuted: bool) -> str:
    """All that the note's cards say, a block a line, without source and key.

    Without `refuted` what stands in a CAUTION callout is left out: a claim quoted there is quoted as wrong.
    """
    without = () if refuted else ("callout-caution",)
    texts = (_FORMULA_MARKS.sub("", read_html(field, without=without)) for field in note.fields[:-2])
    return fold("\n".join(texts))


def fold(text: str) -> str:
    """Full-width signs and letters as ASCII ones, one space where there are several, none beside Chinese."""
    folded = unicodedata.normalize("NFKC", text)
    lines = (_SPACE_BESIDE_CJK.sub("", " ".join(line.split())) for line in folded.split("\n"))
    return "\n".join(line for line in lines if line)


def read_html(html: str, *, without: tuple[str, ...] = ()) -> str:
    """The text of a field, a block a line, without what stands in elements of these names or classes."""
    reader = _Reader(frozenset(without))
    reader.feed(_CLOZE.sub(r"\1", html))
    reader.close()
    return "".join(reader.texts)


def read_prose(html: str) -> str:
    """The text of a field without its code and formulas, which leave a mark where they stood."""
    return _FORMULA.sub("\ufffc", read_html(html, without=("pre", "code")))


def find_formulas(html: str) -> tuple[str, ...]:
    """The TeX of a field's formulas."""
    text = read_html(html, without=("pre", "code"))
    return tuple(match[1] or match[2] or "" for match in _FORMULA.finditer(text))


class _Reader(HTMLParser):
    def __init__(self, without: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._without = without
        self._skipped_tag = ""
        self._depth = 0
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._depth:
            self._depth += tag == self._skipped_tag
        elif not self._without.isdisjoint((tag, *(dict(attrs).get("class") or "").split())):
            self._skipped_tag, self._depth = tag, 1
            self.texts.append("\ufffc")
        self._in_code = self._in_code or tag == "pre"
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag == self._skipped_tag:
            self._depth -= 1
        self._in_code = self._in_code and tag != "pre"
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.texts.append(data if self._in_code else data.replace("\n", " "))

    def _part(self, tag: str) -> None:
        if tag in _PARTING:
            self.texts.append("\n")
        elif tag in ("td", "th"):
            self.texts.append(" ")
