"""Tells whether a text states the words that a pattern found, or asks or denies them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Self

from deckgen.answers.negation import clause_before, count_negations, find_negations
from deckgen.errata.patterns import Pattern

if TYPE_CHECKING:
    import regex

_MOST_AROUND = 300
_MOST_TRIED = 8
_CLOSING = re.escape("”\"'’」』)] ")

_SENTENCE_END = re.compile(r"[。!?;]|\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[,;:。!?(]|\.(?=\s|$)|—")
_ASKS = re.compile(rf"(?:\?|[吗呢][{_CLOSING}。!.]*)[{_CLOSING}]*$")
_POLAR = re.compile(rf"吗[{_CLOSING}]*\??[{_CLOSING}]*$")
_WHETHER = re.compile(
    r"[是能可会]否|会不会|能不能|是不是|要不要|有没有|需不需要|对不对|对还是错|判断正误|\bwhether\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"为什么|为何|怎么|怎样|如何|\b(?:why|how)\b", re.IGNORECASE)
_WHAT = re.compile(
    r"(?:什么|哪[种些个]?)(?!情况|条件|时候|场景|意思)|谁|多少|几|\b(?:what|which|who|where)\b", re.IGNORECASE
)
_WHAT_IS = re.compile(r"什么是|\bwhat (?:is|are)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|「[^「」]*」")
_DOUBTS = re.compile(
    r"说法|观点|结论|[对错]|正确|成立|认为|觉得|[^说]说|有问题|质疑"
    r"|\b(?:claims?|said?|says?|true|think|believe)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:误区|误解|错误|错|谬误|谣言|\b(?:wrong|false|myth|misconception|mistake)\b)[^:]{0,8}:$",
    re.IGNORECASE,
)
_AS_A_WHOLE = re.compile(
    r"[”\"」』]|(?:的|这[种个]?|该)(?:说法|观点|看法|结论|理解|想法|印象|直觉|做法)|这一?[点步]"
)
"""What follows a claim in its clause if the clause speaks of it."""

_REFERS_BACK = re.compile(
    r"""
    \s? (?: 但是? | 可是? | 不过 | 而 | 然而 | but \b )? \s?
    (?: [这那此该] (?! 样 | 时 | 里 ) | 其实 | 实际上 | 事实上 | 不(?: 对 | 成立 | 准确 | 正确 | 然 )
      | \b (?: this | that | it | which | is ) \b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""How a clause begins that speaks of the claim before it."""

_AGREES = re.compile(r"^.{0,12}?(?:没有?错|不错|无误|没有?问题|毫无疑问)")


class _Place(NamedTuple):
    """What a pattern matched, with the text around it, but no other line."""

    before: str
    said: str
    after: str

    @classmethod
    def of(cls, match: "regex.Match[str]") -> Self:
        """The place of a match."""
        text = match.string
        before = text[max(0, match.start() - _MOST_AROUND) : match.start()]
        after = text[match.end() : match.end() + _MOST_AROUND]
        return cls(before.rpartition("\n")[2], match[0], after.partition("\n")[0])

    @property
    def clause(self) -> str:
        """What stands before the match in its clause."""
        return clause_before(self.before, len(self.before))


def is_stated(pattern: Pattern, match: "regex.Match[str]") -> bool:
    """Whether a folded text states what a pattern matched in it, as the erratum's claim does."""
    place = _Place.of(match)
    return not (_is_asked(place) or _is_denied(pattern, place))


def is_asked(match: "regex.Match[str]") -> bool:
    """Whether the question in which a pattern matched leaves open what it matched."""
    return _is_asked(_Place.of(match))


def count_denials(pattern: Pattern, match: "regex.Match[str]") -> int:
    """How many words deny what was matched without being a part of it."""
    return _count_denials(pattern, _Place.of(match))


def _count_denials(pattern: Pattern, place: _Place) -> int:
    """The denials before the match in its clause, and those in the last clause of the match.

    A word is a part of what is matched if the pattern does not match without it, such as 不 in 不会.
    """
    clause, said = place.clause, place.said
    text = clause + said
    first, last = len(clause), len(text)
    last_clause = last - len(clause_before(text, last))
    denials = 0
    within = []
    for begins, ends in find_negations(text):
        if begins < first:
            denials += 1
        elif begins >= last_clause:
            within.append((begins, ends))
    for begins, ends in within[-_MOST_TRIED:]:
        found = pattern.search(text[:begins] + text[ends:] + place.after)
        denials += found is not None and found.start() <= first and found.end() <= last
    return denials


def _is_asked(place: _Place) -> bool:
    """Whether a question leaves open what was matched.

    One that asks why or how takes it for granted, and so does one that asks for something else below it.
    """
    begins = max((end.end() for end in _SENTENCE_END.finditer(place.before)), default=0)
    end = _SENTENCE_END.search(place.after)
    before = place.before[begins:]
    rest = place.said + place.after[: end.end() if end else None]
    if not _ASKS.search(before + rest):
        return bool(_WHETHER.search(place.clause + place.said))
    if _POLAR.search(rest) or _DOUBTS.search(before + rest):
        return True
    before, rest = (_QUOTED.sub("", text) for text in (before, rest))
    return not (_HOW.search(before + rest) or _WHAT_IS.search(before) or _WHAT.search(rest))


def _is_denied(pattern: Pattern, place: _Place) -> bool:
    if _count_denials(pattern, place) % 2 != pattern.denials % 2:
        return True
    label = place.before[: len(place.before) - len(place.clause)].rstrip()
    if _LABEL.search(label):
        return True
    return any(
        not _AGREES.search(verdict) and count_negations(verdict) % 2 == 1
        for verdict in _verdicts(place.said[-1:], place.after)
    )


def _verdicts(last: str, after: str) -> Iterator[str]:
    """What the rest of its clause and the next clause say of a claim that ends in `last`."""
    end = _CLAUSE_END.search(after)
    rest = last + after[: end.start() if end else None]
    if about := _AS_A_WHOLE.search(rest):
        yield rest[about.start() :]
    if end and end[0] in ",—(" and _REFERS_BACK.match(after, end.end()):
        following = _CLAUSE_END.search(after, end.end())
        yield after[end.end() : following.start() if following else None]
