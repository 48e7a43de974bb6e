"""Hides what is not text in the text of a block: code, formulas, tags, addresses, escaped characters."""

import re
from collections.abc import Iterator

from deckgen.syntax.autolinks import IN_ADDRESS
from deckgen.syntax.html_tags import Tag, TagKind, split_html
from deckgen.syntax.inlines import is_plain
from deckgen.syntax.reading import inlines
from deckgen.values.passage import Token

OUTSIDE = "\0"
"""In place of a character outside the texts of blocks, such as the mark of a list; no source holds it."""

HIDDEN = "\x02"
"""In place of a character within a text that is not text itself, such as one of a formula."""

_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_ADDRESS = re.compile(
    r"(?:(?:https?|ftp)://(?!github\.com/user-attachments/|user-images\.githubusercontent\.)|www\.)"
    rf"{IN_ADDRESS}+"
)
"""A bare address; GitHub shows the file in place of an address of its own attachments."""
_DESTINATION = re.compile(r"\](?:\((?:[^()\\]|\\.|\([^()]*\))*+\)|\[[^\[\]]*\])?", re.DOTALL)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^[^\]]*+\]")
_AUTOLINK = re.compile(r"<[^<>]*+>")
_VERBATIM = frozenset({"pre", "code", "script", "style", "kbd", "samp"})


def mask_inlines(token: Token) -> str:
    """The content of an `inline` token, as long as it is, with `HIDDEN` for what is not text."""
    content = token.content
    if is_plain(content):
        return content
    masked = _hide(content, sorted(_spans(content, inlines(token).tokens)))
    if "\\" in masked:
        masked = _ESCAPED.sub(_blank, masked)
    return _ADDRESS.sub(_blank, masked) if "://" in masked or "www." in masked else masked


def mask_html(html: str) -> str:
    """A block of HTML, as long as it is, with `HIDDEN` for tags, comments and code."""
    spans: list[tuple[int, int]] = []
    verbatim = 0
    for part in split_html(html):
        if not isinstance(part, Tag):
            continue
        spans.append((part.position, part.end))
        if part.name in _VERBATIM and part.kind is TagKind.OPEN:
            verbatim, opened = verbatim + 1, part.end
        elif part.name in _VERBATIM and part.kind is TagKind.CLOSE and verbatim:
            verbatim -= 1
            spans.append((opened, part.position))
    return _hide(html, sorted(spans))


def _spans(content: str, tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    for token in tokens:
        start = token.meta.get("position")
        if start is None:
            continue
        match token.type:
            case "code_inline" | "formula":
                yield start, _end_of(content, token, start)
            case "html_inline":
                yield start, start + len(token.content)
            case "link_open":
                opening = start - 1 if content[start - 1 : start] == "[" else start
                yield opening, _end(_AUTOLINK, content, start) if token.markup == "autolink" else start
            case "link_close" if content.startswith("]", start):
                yield start, _end(_DESTINATION, content, start)
            case "image":
                yield start, _end(_DESTINATION, content, _label_end(content, start))
            case "footnote_ref":
                yield start, _end(_FOOTNOTE, content, start)


def _end_of(content: str, token: Token, start: int) -> int:
    """Where code or a formula ends: after the mark that closes it."""
    inner = start + len(token.markup)
    if token.type == "formula":
        return content.find(token.content, inner) + len(token.content) + len(token.markup)
    closing = re.compile(rf"(?<!`){token.markup}(?!`)").search(content, inner)
    return closing.end() if closing else inner


def _label_end(content: str, start: int) -> int:
    """The place of the `]` that matches the first `[`."""
    depth = 0
    for match in _BRACKET.finditer(content, start):
        depth += {"[": 1, "]": -1}.get(match[0], 0)
        if depth == 0 and match[0] == "]":
            return match.start()
    return start


def _end(pattern: re.Pattern[str], content: str, start: int) -> int:
    match = pattern.match(content, start)
    return match.end() if match else start


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    parts, done = [], 0
    for start, end in spans:
        if end > max(start, done):
            begin = max(start, done)
            parts += [text[done:begin], HIDDEN * (end - begin)]
            done = end
    return "".join((*parts, text[done:]))


def _blank(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])
