"""Keeps a formula and the punctuation beside it on one line.

A browser may break a line on both sides of a formula, although it would not part a letter from a comma: to it
a formula is an atomic inline (CSS Text Level 3, 5.1). So the two are put into an element of the class
`unbroken`, which the style sheet keeps on one line. A word joiner would be simpler, but Chromium ignores it
after an atomic inline.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

from deckgen.syntax.html_tags import TagKind
from deckgen.syntax.inlines import read_tag
from deckgen.values.passage import Token

OPEN, CLOSE = "unbroken_open", "unbroken_close"
"""The types of the tokens around what is kept together."""

_MOST = 4
"""Characters of punctuation on one side; a longer row of signs may be broken."""

_SHORT = 12
"""Characters that are kept with a formula because they are with it in one element, as in `[by $k$](…),`."""

_CLOSING = frozenset(("Pe", "Pf", "Po", "Pd"))
_OPENING = frozenset(("Ps", "Pi"))
"""Categories of Unicode."""


def keep_together(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a text, with a pair of new ones around each formula that has punctuation beside it."""
    if not any(map(_is_formula, tokens)):
        return tokens
    parted = [part for token in tokens for part in _part(token)]
    places = [place for place, token in enumerate(parted) if _is_formula(token)]
    for start, end in reversed([_reach(parted, place) for place in places]):
        if start < end:
            parted[start : end + 1] = [Token(OPEN, "", 1), *parted[start : end + 1], Token(CLOSE, "", -1)]
    return parted


def _is_formula(token: Token) -> bool:
    return token.type == "formula" and token.markup == "$"


def _part(token: Token) -> Iterator[Token]:
    """A text as what may belong to a formula before it, the rest, and what may belong to one after it."""
    if token.type != "text":
        yield token
        return
    text = token.content
    begun = sum(1 for _ in takewhile(_closes, text[:_MOST]))
    rest = text[begun:]
    done = len(rest) - sum(1 for _ in takewhile(_opens, reversed(rest[-_MOST:])))
    for content, side in ((text[:begun], 1), (rest[:done], 0), (rest[done:], -1)):
        if content:
            yield Token("text", "", 0, content=content, meta={"beside": side})


def _reach(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """The first and the last token to keep with a formula, such as `（**$x$**）`; its own if it stands alone.

    The element that it begins or ends is kept, too, if it is short.
    """
    start = end = place
    reach = start, end
    begins = ends = True
    while True:
        before, after = begins and _beside(tokens, start - 1) == -1, ends and _beside(tokens, end + 1) == 1
        start, end = start - before, end + after
        reach = (start, end) if before or after else reach
        element = _element_of(tokens, start, end)
        if element is None:
            return reach
        begins, ends = begins and element[0] == start - 1, ends and element[1] == end + 1
        start, end = element


def _element_of(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
    """The begin and the end of the element around some tokens, if all else in it is a short text."""
    first, last, size = start - 1, end + 1, 0
    while first >= 0 and tokens[first].type == "text":
        size, first = size + len(tokens[first].content), first - 1
    while last < len(tokens) and tokens[last].type == "text":
        size, last = size + len(tokens[last].content), last + 1
    is_whole = first >= 0 and last < len(tokens) and size <= _SHORT and _is_pair(tokens[first], tokens[last])
    return (first, last) if is_whole else None


def _beside(tokens: Sequence[Token], place: int) -> int:
    is_there = 0 <= place < len(tokens)
    return tokens[place].meta.get("beside", 0) if is_there else 0


def _is_pair(opening: Token, closing: Token) -> bool:
    """Whether two tokens with nothing open between them begin and end one element."""
    if opening.type == closing.type == "html_inline":
        first, last = read_tag(opening), read_tag(closing)
        return (first.kind, last.kind, first.name) == (TagKind.OPEN, TagKind.CLOSE, last.name)
    return opening.nesting > 0 > closing.nesting


def _closes(character: str) -> bool:
    return unicodedata.category(character) in _CLOSING or character == "～"


def _opens(character: str) -> bool:
    return unicodedata.category(character) in _OPENING or character in "\"'"
