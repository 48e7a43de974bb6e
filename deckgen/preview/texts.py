"""Reads the text of a face, as a learner sees it, from its HTML."""

import re
from html.parser import HTMLParser

_BLOCKS = re.compile(
    r"address|article|aside|blockquote|br|d[dlt]|details|div|fig\w+|footer|h[1-6r]|header|li|[ou]l|p|pre|section|summary"
    r"|table|tr"
)
_UNSEEN = frozenset({"style", "script", "annotation"})


def lines_of(face: str) -> list[str]:
    """The lines of a face that are not empty, one for each block; code keeps its own lines."""
    parser = _Text()
    parser.feed(face)
    parser.close()
    return [line for line in map(str.strip, "".join(parser.pieces).split("\n")) if line]


def answer_of(front: str, back: str) -> str:
    """The back without the front that it repeats."""
    return back.replace(front, "", 1) if front else back


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _BLOCKS.fullmatch(tag):
            self.pieces.append("\n")
        self._unseen += tag in _UNSEEN
        self._code += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if _BLOCKS.fullmatch(tag):
            self.pieces.append("\n")
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._code = max(0, self._code - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data if self._code else " ".join(data.split("\n")))
