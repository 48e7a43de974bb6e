"""Finds what a reader can see of a raw page, without the readers that ingest uses.

The markup of HTML is told apart as in the HTML standard (13.2.5, Tokenization). There is no tree, so no end
tag, frame or second `<html>` hides what follows.
"""

import html
import json
import re
from collections.abc import Iterator

from deckgen.pages.open.characters import unescape_again
from deckgen.pages.page import PageKind

_REST = r"""[^>"'=]*+(?:(?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?|["'])[^>"'=]*+)*+(?:>|\Z)"""
"""A tag after its name: a `>` between the quotes of an attribute does not end it."""
_END = r"(?=[\s/>]|\Z)"
_HTML = re.compile(
    rf"""
      <!--(?:-?>|.*?(?:--!?>|\Z))
    | <!\[CDATA\[                                 # its text is seen in a drawing or a formula
    | <(?:textarea|title){_END}{_REST}(?P<text>.*?)(?:</(?:textarea|title){_END}[^>]*+>|\Z)
    | <(?:script{_END}(?![^>]*math/tex)|style{_END}){_REST}.*?(?:</(?:script|style){_END}[^>]*+>|\Z)
    | <iframe(?=\s)[^>]*?\ssrcdoc\s*+=\s*+(?:"(?P<page>[^"]*+)"|'(?P<quoted>[^']*+)'){_REST}
    | </?[A-Za-z]{_REST}
    | <[!?/][^>]*+(?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ADDRESS = (
    r"""(?<=\])\(\s*+(?:<[^<>\n]*+>|[^()\s]*+(?:\([^()]*+\)[^()\s]*+)*+)"""
    r"""(?:\s++"[^"\n]*+")?\s*+(?:=\d*x\d*)?\)"""
)
"""The address of a link or a picture of Markdown, with its title and its size."""
_MARKS = r"[ >\t]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+"
"""What may stand before a fence: quotes, and the marks of the items whose first block it is."""
_MARKDOWN = re.compile(
    rf"""
    (?=^|[`<(\[|{{-]|(?<=!\[))(?:                        # one look, because most characters begin nothing
      ^{_MARKS}(?P<fence>`{{3,}}+|~{{3,}}+)[^\n`]*\n(?P<text>.*?)(?:^[ >\t]*+(?P=fence)[`~]*+[ \t]*$|\Z)
    | (?<!`)`(?P<span>[^`\n]++)`(?!`)
    | <!--|-->
    | (?<=!\[)(?:img|image|图片|在这里插入图片描述|[\w-]+\.(?:png|jpe?g|gif|webp))(?=\])   # by an editor
    | (?<!\\)</?[A-Za-z][\w-]*+(?:\s[^<>]*+)?/?>         # a tag, but not an address
    | \|\d++(?:x\d++)?(?=\]\()                          # the size of a picture
    | {_ADDRESS}
    | (?<=\))\{{width=[^{{}}\n]*+\}}
    | (?<=\])\[[^\[\]\n]*+\]
    | ^[ ]{{0,3}}\[[^\[\]\n]++\]:[ \t]*+\S++(?:[ \t]++"[^"\n]*+")?[ \t]*+$
    )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_PATTERNS = {
    PageKind.HTML: _HTML,
    PageKind.MARKDOWN: _MARKDOWN,
    PageKind.TEXT: re.compile("\n"),
    PageKind.CARDS: _HTML,
    PageKind.HASHCARDS: _MARKDOWN,
}
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_SHOWN = re.compile(
    rf'"(?P<name>source|text|text/plain|traceback)"\s*+:\s*+(?P<text>{_STRING}|\[(?:\s*+{_STRING}\s*+,?)*+)',
    re.DOTALL,
)
"""What a notebook shows: the texts of its cells, and what they printed."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def seen_text(text: str, kind: PageKind) -> str:
    """All that a reader can see of a page, with a blank where markup stood."""
    if kind is PageKind.NOTEBOOK:
        return seen_text("\n\n".join(shown for _, shown in _shown_by_notebook(text)), PageKind.MARKDOWN)
    pattern = _PATTERNS[kind]
    parts, width = pattern.split(text), pattern.groups + 1
    pages: list[str] = []
    for name in pattern.groupindex.keys() & {"page", "quoted", "fence"}:
        group = slice(pattern.groupindex[name], None, width)
        pages += filter(None, parts[group] if name != "fence" else ())
        parts[group] = [""] * (len(parts) // width)
    parts += (seen_text(html.unescape(page), kind) for page in pages)
    return plain(" ".join(filter(None, parts)))


def seen_pieces(text: str, kind: PageKind) -> Iterator[tuple[int, str]]:
    """The same text in pieces, each with the line of the page where it begins."""
    if kind is PageKind.NOTEBOOK:
        yield from ((line, plain(shown)) for line, shown in _shown_by_notebook(text))
        return
    line, end = 1, 0
    for match in _PATTERNS[kind].finditer(text):
        yield line, plain(text[end : match.start()])
        line += text.count("\n", end, match.start())
        for name, inside in match.groupdict("").items():
            if inside and name in ("page", "quoted"):
                yield line, seen_text(html.unescape(inside), kind)
            elif inside and name != "fence":
                yield line + text.count("\n", match.start(), match.start(name)), plain(inside)
        line += text.count("\n", match.start(), match.end())
        end = match.end()
    yield line, plain(text[end:])


def _shown_by_notebook(text: str) -> Iterator[tuple[int, str]]:
    """The texts that a notebook shows, with their lines; in the file, an output stands before its code."""
    outputs: list[tuple[int, str]] = []
    line, end = 1, 0
    for match in _SHOWN.finditer(text):
        line, end = line + text.count("\n", end, match.start()), match.start()
        joint = "\n" if match["name"] == "traceback" else ""
        shown = joint.join(json.loads(string[0]) for string in re.finditer(_STRING, match["text"], re.DOTALL))
        outputs.append((line, _COLOURS.sub("", shown)))
        if match["name"] == "source":
            yield outputs.pop()
            yield from outputs
            outputs = []
    yield from outputs


def plain(text: str) -> str:
    """The text with characters in place of its references, also of those that were escaped twice."""
    return unescape_again(html.unescape(text)) if "&" in text else text
