"""Turns the inline tokens of a block's text into elements of Python-Markdown's tree."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from xml.etree.ElementTree import Element, SubElement

from deckgen.render.code import cloze_mark
from deckgen.render.context import Context, is_sound
from deckgen.render.marks import (
    CLOZE_END,
    CLOZE_HINT,
    DISPLAY_END,
    DISPLAY_START,
    INLINE_END,
    INLINE_START,
    SOUND_END,
    SOUND_START,
    escape,
)
from deckgen.render.raw_html import encode_address, is_link, rewrite_tag
from deckgen.syntax.cloze_marks import ClozeOpen, Piece
from deckgen.syntax.inlines import read_tag
from deckgen.syntax.reading import inlines
from deckgen.values.passage import Token

MAX_DEPTH = 50
"""Levels of emphasis; deeper emphasis is not marked."""

_FORMULA_MARKS = {"$": (INLINE_START, INLINE_END), "$$": (DISPLAY_START, DISPLAY_END)}


def fill(element: Element, token: Token, context: Context) -> None:
    """Append the content of an `inline` token to an element."""
    read = inlines(token, clozes=context.has_clozes)
    _Filler(element, token.content, context).fill(read.tokens)


def joined(pieces: Sequence[Piece], context: Context) -> str:
    """Code or TeX with marks for its clozes, for a text of the tree."""
    if context.has_clozes:
        context.numbers.update(piece.number for piece in pieces if isinstance(piece, ClozeOpen))
    return "".join(escape(piece) if isinstance(piece, str) else cloze_mark(piece) for piece in pieces)


class _Filler:
    """Writes tokens into an element; text is collected until the next element."""

    def __init__(self, element: Element, source: str, context: Context) -> None:
        self._context = context
        self._source = source
        self._stack = [element]
        self._hidden: list[bool] = []
        self._texts: list[str] = []

    def fill(self, tokens: Sequence[Token]) -> None:  # noqa: PLR0912 - one case for each kind of token
        for index, token in enumerate(tokens):
            match token.type:
                case "text":
                    self._texts.append(escape(token.content))
                case "softbreak" | "hardbreak":
                    self._break(tokens, index)
                case "code_inline":
                    self._child("code").text = joined(token.meta["pieces"], self._context)
                case "formula":
                    start, end = _FORMULA_MARKS[token.markup]
                    self._texts += [start, joined(token.meta["pieces"], self._context), end]
                case "image":
                    self._picture(token)
                case "footnote_ref":
                    sup = self._child("sup", {"class": "footnote-ref"})
                    sup.text = str(self._context.footnote_number(token.meta["label"]))
                case "html_inline":
                    self._texts.append(rewrite_tag(read_tag(token), self._source, self._context))
                case "cloze_open":
                    self._texts.append(joined((token.meta["cloze"],), self._context))
                case "cloze_hint":
                    self._texts.append(CLOZE_HINT)
                case "cloze_close":
                    self._texts.append(CLOZE_END)
                case _ if token.nesting > 0:
                    self._open(token)
                case _ if token.nesting < 0:
                    self._close()
        self._flush()

    def _flush(self) -> None:
        if not self._texts:
            return
        text = "".join(self._texts)
        self._texts.clear()
        parent = self._stack[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _child(self, tag: str, attributes: dict[str, str] | None = None) -> Element:
        self._flush()
        return SubElement(self._stack[-1], tag, attributes or {})

    def _open(self, token: Token) -> None:
        attributes: dict[str, str] = {}
        tag = "del" if token.tag == "s" else token.tag
        # GitHub marks bold within bold only once.
        hidden = len(self._stack) > MAX_DEPTH or tag == self._stack[-1].tag == "strong"
        if tag == "a":
            address, title = str(token.attrs["href"]), token.attrs.get("title")
            hidden = not is_link(address)
            attributes["href"] = escape(encode_address(address))
            if title:
                attributes["title"] = escape(str(title))
        self._hidden.append(hidden)
        if not hidden:
            self._stack.append(self._child(tag, attributes))

    def _close(self) -> None:
        if not self._hidden.pop():
            self._flush()
            self._stack.pop()

    def _picture(self, token: Token) -> None:
        media = self._context.show(str(token.attrs["src"]))
        if media is None:
            self._texts.append(escape(token.content))
        elif is_sound(media):
            self._texts += [SOUND_START, media.name, SOUND_END]
        else:
            attributes = {"src": media.name, "alt": escape(token.content)}
            if title := token.attrs.get("title"):
                attributes["title"] = escape(str(title))
            self._child("img", attributes)

    def _break(self, tokens: Sequence[Token], index: int) -> None:
        if tokens[index].type == "hardbreak":
            self._child("br").tail = "\n"
        elif not (_is_cjk(_text_beside(tokens, index, -1)) and _is_cjk(_text_beside(tokens, index, 1))):
            self._texts.append("\n")


def _text_beside(tokens: Sequence[Token], index: int, step: int) -> str:
    """The visible character before or after a token, if it is text."""
    index += step
    while 0 <= index < len(tokens) and tokens[index].nesting:
        index += step
    token = tokens[index] if 0 <= index < len(tokens) else None
    return token.content[-1 if step < 0 else 0] if token is not None and token.type == "text" else ""


@cache
def _is_cjk(character: str) -> bool:
    """Whether no space is written between two such characters; Korean has spaces."""
    return (
        bool(character)
        and unicodedata.east_asian_width(character) in "WF"
        and not "\uac00" <= character <= "\ud7af"
        and not unicodedata.category(character).startswith("So")
    )
