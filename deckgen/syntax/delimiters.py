"""Pairs `*`, `_` and `~` as CommonMark does, in time linear in their number."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_WHITE_SPACE = frozenset("\t\n\f\r \u00a0\u1680\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)


@dataclass(slots=True)
class Delimiter:
    """A run of one of `*_~`; `count` are the characters that no pair has used yet.

    In the text, `closes` stand before the unused characters and `opens` after them.
    """

    character: str
    length: int
    can_open: bool
    can_close: bool
    count: int
    position: int
    opens: list[str] = field(default_factory=list)
    closes: list[str] = field(default_factory=list)


def make_delimiter(text: str, start: int, end: int, before: int, after: int) -> Delimiter:
    """A run in a text, judged by what stands left of `before` and right of `after`."""
    character, length = text[start], end - start
    if character != "~":  # GitHub looks past a tilde for what stands beside an asterisk
        while before > 0 and text[before - 1] == "~":
            before -= 1
        while after < len(text) and text[after] == "~":
            after += 1
    left, right = _flanks(text[before - 1] if before else "\n", text[after] if after < len(text) else "\n")
    if character == "_":
        left, right = (
            left and (not right or is_punctuation(text[before - 1])),
            right and (not left or is_punctuation(text[after])),
        )
    elif character == "~" and length > 2:
        left = right = False
    return Delimiter(character, length, left, right, length, start)


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Whether a run between two characters is left-flanking, and right-flanking."""
    punctuation_before, punctuation_after = is_punctuation(before), is_punctuation(after)
    space_before, space_after = before in _WHITE_SPACE, after in _WHITE_SPACE
    return (
        not space_after and (not punctuation_after or space_before or punctuation_before),
        not space_before and (not punctuation_before or space_after or punctuation_after),
    )


def pair_delimiters(delimiters: Sequence[Delimiter]) -> None:
    """Mark in each delimiter what it opens and closes.

    `bottoms` remembers, for a kind of closer, below which height of the stack there is no opener for it:
    without that, a text of many closers would be searched again and again.
    """
    openers: list[Delimiter] = []
    bottoms: dict[tuple[str, int], int] = {}
    for closer in delimiters:
        while closer.can_close and closer.count:
            kind = (closer.character, closer.length % 3)
            height = _find_opener(openers, closer, bottoms.get(kind, 0))
            if height is None:
                bottoms[kind] = len(openers)
                break
            opener = openers[height]
            fits = closer.character != "~" or opener.length == closer.length
            if fits:
                _join(opener, closer)
            del openers[height + (1 if fits and opener.count else 0) :]
            for known, bottom in bottoms.items():
                bottoms[known] = min(bottom, len(openers))
            if not fits:  # neither of two runs of tildes that differ in length is of any further use
                closer.can_open = False
                break
        if closer.can_open and closer.count:
            openers.append(closer)


def _find_opener(openers: Sequence[Delimiter], closer: Delimiter, bottom: int) -> int | None:
    for height in range(len(openers) - 1, bottom - 1, -1):
        opener = openers[height]
        if opener.character == closer.character and (
            not (closer.can_open or opener.can_close)
            or closer.length % 3 == 0
            or (opener.length + closer.length) % 3 != 0
        ):
            return height
    return None


def _join(opener: Delimiter, closer: Delimiter) -> None:
    if closer.character == "~":
        used, tag = closer.count, "del"
    elif opener.count > 1 and closer.count > 1:
        used, tag = 2, "strong"
    else:
        used, tag = 1, "em"
    opener.count -= used
    closer.count -= used
    opener.opens.insert(0, tag)
    closer.closes.append(tag)


def is_punctuation(character: str) -> bool:
    """Whether CommonMark counts a character as punctuation: ASCII's all, Unicode's category P."""
    if character < "\u0080":
        return character in _ASCII_PUNCTUATION
    return _is_unicode_punctuation(character)


@cache
def _is_unicode_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")
