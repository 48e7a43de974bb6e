"""Turns the inline tokens of a block's text into text for Python-Markdown's tree, with marks for its tags."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import quote

from deckgen.render.code import cloze_mark
from deckgen.render.context import Context
from deckgen.render.formula_clozes import with_classes
from deckgen.render.marks import CLOZE_END, CLOZE_HINT, FORMULAS, escape
from deckgen.render.raw_html import is_link, picture, rewrite_tag, write_tag
from deckgen.render.unbroken import CLOSE, OPEN, keep_together
from deckgen.syntax.cloze_marks import ClozeOpen, Piece
from deckgen.syntax.inlines import read_tag
from deckgen.syntax.reading import inlines
from deckgen.values.passage import Token

MAX_DEPTH = 50
"""Levels of emphasis; deeper emphasis is not marked."""

_SAFE_IN_ADDRESS = "!#$%&'()*+,-./:;=?@_~"
"""GitHub writes other characters of an address with percent-encoding."""


_SIGNS = {"lt": "<", "gt": ">", "amp": "&", "nbsp": " "}
_ENTITY = re.compile(rf"&({'|'.join(_SIGNS)});")


def write_inlines(token: Token, context: Context) -> str:
    """The content of an `inline` token, for a text of the tree."""
    read = inlines(token, clozes=context.has_clozes)
    return "".join(_Writer(context).write(keep_together(read.tokens)))


def joined(pieces: Sequence[Piece], context: Context) -> str:
    """Code or TeX with marks for its clozes, for a text of the tree."""
    if context.has_clozes:
        context.numbers.update(piece.number for piece in pieces if isinstance(piece, ClozeOpen))
    return "".join(escape(piece) if isinstance(piece, str) else cloze_mark(piece) for piece in pieces)


def formula(pieces: Sequence[Piece], context: Context) -> str:
    """TeX with marks for its clozes; an entity of HTML, as in the source of a page, is its character."""
    read = (
        _ENTITY.sub(lambda match: _SIGNS[match[1]], one) if isinstance(one, str) else one for one in pieces
    )
    return joined(tuple(read), context)


class _Writer:
    """Writes tokens. `_hidden` says of each open tag whether it is left out; `_shown` has the others."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._shown: list[str] = []
        self._hidden: list[bool] = []

    def write(self, tokens: Sequence[Token]) -> Iterator[str]:  # noqa: PLR0912 - one case for each kind of token
        for index, token in enumerate(tokens):
            match token.type:
                case "text":
                    yield escape(token.content)
                case "softbreak":
                    if not all(_is_cjk(_text_beside(tokens, index, step)) for step in (-1, 1)):
                        yield "\n"
                case "hardbreak":
                    yield write_tag("br") + "\n"
                case "code_inline":
                    yield write_tag("code") + joined(token.meta["pieces"], self._context) + write_tag("/code")
                case "formula":
                    pieces = with_classes(token.meta["pieces"])
                    yield formula(pieces, self._context).join(FORMULAS[token.markup])
                case "image":
                    attributes = {"alt": "", **token.attrs} | {"alt": token.content}
                    yield picture(attributes, self._context, in_link="a" in self._shown)
                case "footnote_ref":
                    number = self._context.footnote_number(token.meta["label"])
                    yield f"{write_tag('sup', {'class': 'footnote-ref'})}{number}{write_tag('/sup')}"
                case "html_inline":
                    yield rewrite_tag(read_tag(token), token.content, self._context)
                case "cloze_open":
                    yield joined((token.meta["cloze"],), self._context)
                case "cloze_hint":
                    yield CLOZE_HINT
                case "cloze_close":
                    yield CLOZE_END
                case t if t == OPEN:
                    yield write_tag("span", {"class": "unbroken"})
                case t if t == CLOSE:
                    yield write_tag("/span")
                case _ if token.nesting > 0:
                    yield self._open(token)
                case _ if token.nesting < 0 and not self._hidden.pop():
                    yield write_tag(f"/{self._shown.pop()}")

    def _open(self, token: Token) -> str:
        tag = "del" if token.tag == "s" else token.tag
        attributes = dict(token.attrs)
        if tag == "a":
            address = str(attributes["href"])
            attributes["href"] = quote(address, safe=_SAFE_IN_ADDRESS, errors="replace")
            hidden = not is_link(address)
        else:
            # GitHub marks bold within bold only once.
            hidden = len(self._shown) >= MAX_DEPTH or self._shown[-1:] == [tag] == ["strong"]
        self._hidden.append(hidden)
        if hidden:
            return ""
        self._shown.append(tag)
        return write_tag(tag, attributes)


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
