"""Highlights code with Pygments' short classes, for a style sheet to colour."""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

from deckgen.render.lines import enclose_lines
from deckgen.render.marks import CLOZE_END, CLOZE_START, CLOZE_TEXT
from deckgen.syntax.cloze_marks import ClozeOpen, Piece

MOST_HIGHLIGHTED = 20_000
"""Characters; with unusual texts a lexer can be slow."""


def highlight(pieces: Sequence[Piece], language: str) -> str:
    """Code as HTML in lines, with marks in place of the `<` and `>` of its tags.

    The colours are those of the code without clozes; a cloze mark is always outside tags.
    """
    code = "".join(piece for piece in pieces if isinstance(piece, str))
    lexer = _lexer(language)
    tokens = _tokens(lexer, code) if lexer is not None and len(code) <= MOST_HIGHLIGHTED else [("", code)]
    return escape(enclose_lines(_with_clozes(tokens, pieces)), quote=False)


def is_language(name: str) -> bool:
    """Whether code of this language is coloured."""
    return _lexer(name) is not None


def cloze_mark(piece: Piece) -> str:
    """The mark of a piece that is not text."""
    return f"{CLOZE_START}{piece.number}{CLOZE_TEXT}" if isinstance(piece, ClozeOpen) else CLOZE_END


def _tokens(lexer: Lexer, code: str) -> list[tuple[str, str]]:
    """The code as pairs of class and text, with equal neighbours joined; one pair if the lexer fails."""
    tokens: list[tuple[str, str]] = []
    try:
        for _, kind, text in lexer.get_tokens_unprocessed(code + "\n"):
            css_class = _css_class(kind)
            if not text:  # the lexers of sessions end with an empty output, which hid the end of the line
                continue
            if tokens and tokens[-1][0] == css_class:
                tokens[-1] = (css_class, tokens[-1][1] + text)
            else:
                tokens.append((css_class, text))
    except Exception:
        return [("", code)]
    if "".join(text for _, text in tokens) != code + "\n":
        return [("", code)]
    css_class, text = tokens.pop()
    tokens.append((css_class, text.removesuffix("\n")))
    return tokens


def _with_clozes(tokens: Sequence[tuple[str, str]], pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """The tokens, split where clozes begin and end, with the marks of the clozes."""
    cuts: list[tuple[int, str]] = []
    position = 0
    for piece in pieces:
        if isinstance(piece, str):
            position += len(piece)
        else:
            cuts.append((position, cloze_mark(piece)))
    cuts.reverse()
    position = 0
    for css_class, text in tokens:
        while cuts and cuts[-1][0] <= position + len(text):
            cut, mark = cuts.pop()
            if cut > position:
                yield css_class, text[: cut - position]
            yield "", mark
            text = text[cut - position :]  # noqa: PLW2901 - the rest of the token
            position = cut
        if text:
            yield css_class, text
        position += len(text)
    for _, mark in reversed(cuts):
        yield "", mark


@cache
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    try:
        return get_lexer_by_name(language.lower())
    except ClassNotFound:
        return None


@cache
def _css_class(kind: _TokenType) -> str:
    known: _TokenType | None = kind
    while known is not None and known not in STANDARD_TYPES:
        known = known.parent
    css_class = STANDARD_TYPES[known] if known is not None else ""
    return "" if css_class == "w" else css_class  # white space has no colour
