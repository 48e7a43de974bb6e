"""Turns the parts of a block's text into elements of Python-Markdown's tree."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from xml.etree.ElementTree import Element, SubElement

from deckgen.notes.code import cloze_mark
from deckgen.notes.context import Context, is_sound
from deckgen.notes.marks import (
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
from deckgen.notes.raw_html import encode_address, is_link, rewrite_tag
from deckgen.syntax.cloze_marks import ClozeClose, ClozeHint, ClozeOpen, Piece
from deckgen.syntax.html import Tag
from deckgen.syntax.inlines import parse_inlines
from deckgen.syntax.parts import Break, Close, Code, FootnoteMark, Formula, Open, Part, Picture

MAX_DEPTH = 50
"""Emphasis within emphasis; deeper, it is not marked any more."""


def fill(element: Element, text: str, context: Context) -> None:
    """Parse a block's text into an element, before its children."""
    parts = parse_inlines(text, context.definitions, clozes=context.has_clozes).parts
    children = list(element)
    element[:] = []
    element.text = None
    _Filler(element, text, context).fill(parts)
    element.extend(children)


def joined(pieces: Sequence[Piece], context: Context) -> str:
    """Code or TeX with marks for its clozes, for a text of the tree."""
    if context.has_clozes:
        context.numbers.update(piece.number for piece in pieces if isinstance(piece, ClozeOpen))
    return "".join(escape(piece) if isinstance(piece, str) else cloze_mark(piece) for piece in pieces)


class _Filler:
    """Writes parts into an element; text is gathered until an element ends it."""

    def __init__(self, element: Element, source: str, context: Context) -> None:
        self._context = context
        self._source = source
        self._stack = [element]
        self._hidden: list[bool] = []
        self._texts: list[str] = []

    def fill(self, parts: Sequence[Part]) -> None:  # noqa: PLR0912 - one case for each kind of part
        for index, part in enumerate(parts):
            match part:
                case str():
                    self._texts.append(escape(part))
                case Break():
                    self._break(parts, index, hard=part.hard)
                case Open():
                    self._open(part)
                case Close():
                    self._close()
                case Code():
                    self._child("code").text = joined(part.pieces, self._context)
                case Formula():
                    start, end = (DISPLAY_START, DISPLAY_END) if part.display else (INLINE_START, INLINE_END)
                    self._texts += [start, joined(part.pieces, self._context), end]
                case Picture():
                    self._picture(part)
                case FootnoteMark():
                    sup = self._child("sup", {"class": "footnote-ref"})
                    sup.text = str(self._context.footnote_number(part.label))
                case Tag():
                    self._texts.append(rewrite_tag(part, self._source, self._context))
                case ClozeOpen():
                    self._texts.append(joined((part,), self._context))
                case ClozeHint():
                    self._texts.append(CLOZE_HINT)
                case ClozeClose():
                    self._texts.append(CLOZE_END)
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

    def _open(self, part: Open) -> None:
        attributes: dict[str, str] = {}
        # GitHub marks bold within bold only once.
        hidden = len(self._stack) > MAX_DEPTH or part.tag == self._stack[-1].tag == "strong"
        if part.target is not None:
            hidden = not is_link(part.target.address)
            attributes["href"] = escape(encode_address(part.target.address))
            if part.target.title:
                attributes["title"] = escape(part.target.title)
        self._hidden.append(hidden)
        if not hidden:
            self._stack.append(self._child(part.tag, attributes))

    def _close(self) -> None:
        if not self._hidden.pop():
            self._flush()
            self._stack.pop()

    def _picture(self, part: Picture) -> None:
        media = self._context.show(part.target.address)
        if media is None:
            self._texts.append(escape(part.alt))
        elif is_sound(media):
            self._texts += [SOUND_START, media.name, SOUND_END]
        else:
            attributes = {"src": media.name, "alt": escape(part.alt)}
            if part.target.title:
                attributes["title"] = escape(part.target.title)
            self._child("img", attributes)

    def _break(self, parts: Sequence[Part], index: int, *, hard: bool) -> None:
        if hard:
            self._child("br").tail = "\n"
        elif not (_is_cjk(_text_beside(parts, index, -1)) and _is_cjk(_text_beside(parts, index, 1))):
            self._texts.append("\n")


def _text_beside(parts: Sequence[Part], index: int, step: int) -> str:
    """The character that a reader sees before or after a part, if it is of a text."""
    index += step
    while 0 <= index < len(parts) and isinstance(parts[index], Open | Close | ClozeOpen | ClozeClose):
        index += step
    part = parts[index] if 0 <= index < len(parts) else ""
    return part[-1 if step < 0 else 0] if isinstance(part, str) and part else ""


@cache
def _is_cjk(character: str) -> bool:
    """Whether no space is written between this and another such character; Korean has spaces."""
    return (
        bool(character)
        and unicodedata.east_asian_width(character) in "WF"
        and not "\uac00" <= character <= "\ud7af"
        and not unicodedata.category(character).startswith("So")
    )
