"""Turns a note into the text that a learner reads, folded so that one pattern finds every spelling."""

import re
import unicodedata
from html.parser import HTMLParser

from deckgen.values.note import Note

_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", re.DOTALL)
_PARTING = frozenset(
    ("p", "li", "tr", "div", "pre", "table", "blockquote", "details", "summary", "br", "h3", "h4", "h5", "h6")
)
_FORMULA_MARKS = re.compile(r"\\[()\[\]]")
_CJK = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}])[ \t]+|[ \t]+(?=[{_CJK}])")


def read_note(note: Note, *, refuted: bool) -> str:
    """All that the note's cards say, a block a line, without source and key.

    Without `refuted` what stands in a CAUTION callout is left out: a claim quoted there is quoted as wrong.
    """
    return fold("\n".join(_read(field, refuted=refuted) for field in note.fields[:-2]))


def fold(text: str) -> str:
    """Full-width signs and letters as ASCII ones, one space where there are several, none beside Chinese."""
    folded = unicodedata.normalize("NFKC", text)
    lines = (_SPACE_BESIDE_CJK.sub("", " ".join(line.split())) for line in folded.split("\n"))
    return "\n".join(line for line in lines if line)


def _read(html: str, *, refuted: bool) -> str:
    reader = _Reader(refuted=refuted)
    reader.feed(_CLOZE.sub(r"\1", html))
    reader.close()
    return _FORMULA_MARKS.sub("", "".join(reader.texts))


class _Reader(HTMLParser):
    def __init__(self, *, refuted: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._refuted = refuted
        self._skipped = 0
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._skipped += tag == "div"
        elif (
            not self._refuted
            and tag == "div"
            and "callout-caution" in (dict(attrs).get("class") or "").split()
        ):
            self._skipped = 1
        self._in_code = self._in_code or tag == "pre"
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == "div":
            self._skipped -= 1
        self._in_code = self._in_code and tag != "pre"
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.texts.append(data if self._in_code else data.replace("\n", " "))

    def _part(self, tag: str) -> None:
        if tag in _PARTING:
            self.texts.append("\n")
        elif tag in ("td", "th"):
            self.texts.append(" ")
