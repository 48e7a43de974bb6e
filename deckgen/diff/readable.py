"""Turn the HTML of a field into readable text, in a time that depends only on its length."""

import html
import re


def read_html(field: str) -> str:
    """Return what a learner reads: one line for each block, names for pictures, formulas as they are."""
    lines = _Lines()
    muted = ""
    for match in _TOKEN.finditer(field):
        closes, name, attributes = match["closes"], (match["name"] or "").lower(), match["attributes"] or ""
        if muted:
            muted = "" if closes and name == muted else muted
        elif not name:
            lines.write(html.unescape(match["text"] or match["broken"] or ""))
        elif name in _MUTE:
            muted = "" if closes else name
        elif name == "pre":
            lines.open_pre(bool(closes))
        elif name == "hr":
            lines.end()
            lines.write("———")
            lines.end()
        elif name in _BLOCKS:
            lines.end()
            if name == "li":
                lines.prefix = "" if closes else "• "
        elif not closes:
            lines.write(_INLINES.get(name, "") or _describe(name, attributes))
    return lines.text()


# A tag ends at the first `>` outside a quoted value. A tag that never ends takes the rest of the text, as in
# a browser, so nothing is read twice; html.parser reads twice, and takes seconds for 64 KiB of `<a "`.
_TOKEN = re.compile(
    r"""
      (?P<text> [^<]++ | <(?![A-Za-z/!?]) )
    | <!--.*?(?:-->|\Z)
    | <(?P<closes>/?)(?P<name>[A-Za-z][^\s/>]*+)
        (?=(?P<attributes>(?: =\s*+"[^"]*+" | =\s*+'[^']*+' | [^>] )*))(?P=attributes)>
    | <[/!?](?![A-Za-z])[^>]*+>
    | <![A-Za-z][^>]*+>
    | <\?[^>]*+>
    | (?P<broken> <.*+ )
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?<![a-z-])([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MUTE = frozenset(("script", "style", "template"))
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
        ),
        *("dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main"),
        *("ol", "p", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_INLINES = {"sub": "_", "sup": "^", "td": " | ", "th": " | "}
_PICTURES = ("img", "audio", "video", "object", "source", "embed")


def _describe(name: str, attributes: str) -> str:
    """The text that is shown for an element without text of its own."""
    if name not in (*_PICTURES, "input"):
        return ""
    values = {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(attributes)
    }
    if name == "input":
        return "[x] " if re.search(r"\bchecked\b", attributes, re.IGNORECASE) else "[ ] "
    words = ("picture" if name == "img" else name, values.get("alt"), values.get("src") or values.get("data"))
    return f"[{' '.join(word for word in words if word)}]"


class _Lines:
    """The lines written so far; white space is kept only within `<pre>`."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._parts: list[str] = []
        self._pre = 0
        self.prefix = ""

    def write(self, text: str) -> None:
        if not self._pre:
            self._parts.append(_SPACES.sub(" ", text))
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
