"""What a learner reads on a rendered card, without code, formulas and what is not shown."""

import re
from html.parser import HTMLParser

_UNREAD = {"style", "script", "code", "pre", "svg", "kbd"}
_FORMULA = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
_LEFTOVERS = {
    "a raw field or cloze": re.compile(r"\{\{|\}\}"),
    "a formula in dollars": re.compile(
        r"\$\$|(?<![A-Za-z0-9$])\$[^\s$](?:[^$\n]*[^\s$\\])?\$(?![A-Za-z0-9$])"
    ),
    "emphasis": re.compile(r"\*\*|(?<!\w)\*\w[^*\n]*\*(?!\w)|(?<![\w_])__\w"),
    "a strike-through": re.compile(r"~~"),
    "inline code or a fence": re.compile(r"`"),
    "a link or picture": re.compile(r"\]\("),
    "a heading": re.compile(r"^ {0,3}#{1,6}(?: |$)", re.MULTILINE),
    "a list": re.compile(r"^ *(?:[-*+]|\d+\.) ", re.MULTILINE),
    "a quote": re.compile(r"^ {0,3}> ", re.MULTILINE),
    "a table": re.compile(r"^\s*\|.*\|\s*$|\|\s*:?-{3,}", re.MULTILINE),
    "a callout or task": re.compile(r"\[!\w+\]|\[[ xX]\] "),
    "an attribute list": re.compile(r"\{[#.:][\w-]+"),
    "an HTML entity": re.compile(r"&(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot|nbsp);"),
}


def read_text(html: str) -> str:
    """The text of a card, without code and formulas."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _FORMULA.sub("", "".join(reader.texts))


def find_leftovers(html: str) -> list[str]:
    """What of the Markdown was not understood, and so stands on the card as it was typed."""
    text = read_text(html)
    return [
        f"{what}: {text[max(0, found.start() - 20) : found.end() + 20]!r}"
        for what, pattern in _LEFTOVERS.items()
        if (found := pattern.search(text))
    ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:
            while self._unread.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)
