"""Makes mistakes in the terms of a text: two of them swapped, or one of the question in place of another."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from itertools import combinations, pairwise

from deckgen.answers.mutants.edit import Edit, Mutation
from deckgen.answers.mutants.opposites import ALTERNATIVES
from deckgen.values.characters import HAN, has_han

MOST_TERMS = 8
"""How many terms of a lead, and of a question, are compared."""

_WORD = r"(?<![A-Za-z0-9\\_.])[A-Za-z][A-Za-z0-9]*(?:[-_.]?[A-Za-z0-9]+)*_?"
_LATIN = re.compile(_WORD)
_WORDS = re.compile(rf"{_WORD}(?: {_WORD}){{0,3}}")
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z]+")
_NO_TERM = re.compile(
    r"[a-z]|[A-Za-z]-\w|(?:a|an|the|of|to|in|on|at|by|for|and|or|is|it|with|as|vs|True|False|None)"
)
_GLOSS = re.compile(r"\([^()\n]*[A-Za-z][^()\n]*\s[^()\n]*\)|\b[a-z]+ [a-z]+(?: [a-z]+)*\b")
_SAME_BOTH_WAYS = (
    r"\s*(?:和|与|跟|同|及|以及|或|、|/|,|\+|×|=|==|≈|≡|等于|等价于|相当于|正交于|and|or|vs\.?|equals?|"
    r"is equivalent to|is the same as)\s*"
)
_CHOICE = re.compile(r"([^,;:。?!\n]{2,8})还是([^,;:。?!\n]{2,8})")
_PAIR = re.compile(rf"([{HAN}]{{2,8}})(?:与|和|、|及|跟)([{HAN}]{{2,8}})")
_GAP = "[...]"
_FUNCTION = re.compile("[的是在了它其这那个有不一用把和与或]")
_FAMILIES = tuple(tuple(family.split()) for family in ALTERNATIVES)
# A Chinese term that is part of a longer one which means something else.
_NOT_AFTER = {"训练": "[预可]", "编码器": "自", "副本": "[多新]", "解码": "束"}
_NOT_BEFORE = {
    "解码": "器",
    "训练": "集",
    "梯度": "累加|下降|裁剪|检查点|消失|爆炸",
    "方差": "分析",
    "输入": "法",
}


def change_terms(text: str, question: str) -> Iterator[Edit]:
    """Two terms swapped, then one term in place of another of the question or of its kind."""
    yield from _swap_each(text, [*_pairs_of_question(text, question)])
    yield from _change_alternatives(text)
    yield from _from_question(text, question)
    yield from _swap_each(text, [*_pairs_of_code(text)])


def change_gaps(text: str, question: str) -> Iterator[Edit]:
    """The hidden texts of two gaps of a cloze swapped, then one of them in both."""
    hidden = text.split("\n")
    _, *between = question.split(_GAP)
    if len(hidden) != len(between):
        return
    pairs = [
        (one, other)
        for one, other in pairwise(range(len(hidden)))
        if hidden[one] != hidden[other] and not re.fullmatch(_SAME_BOTH_WAYS, between[one])
    ]
    for one, other in pairs:
        swapped = f"{hidden[other]}\n{hidden[one]}"
        yield _change_gaps(hidden, one, f"{hidden[one]}\n{hidden[other]}", swapped)
    for one, other in pairs:
        yield _change_gaps(
            hidden, one, f"{hidden[one]}\n{hidden[other]}", f"{hidden[other]}\n{hidden[other]}"
        )


def _change_gaps(hidden: list[str], place: int, was: str, now: str) -> Edit:
    lines = [*hidden[:place], now, *hidden[place + 2 :]]
    start = sum(len(text) + 1 for text in hidden[:place])
    shown, shown_now = (text.replace("\n", " … ") for text in (was, now))
    return Edit(Mutation.TERM, start, shown, shown_now, "\n".join(lines))


def _pairs_of_code(text: str) -> Iterator[tuple[str, str]]:
    """Neighbouring names of a program, which a question need not name."""
    names = [term for term in _terms(text) if re.search(r"\w[._]\w", term)]
    return pairwise(names[:MOST_TERMS])


def _pairs_of_question(text: str, question: str) -> Iterator[tuple[str, str]]:
    asked = set(_terms(question))
    both = [term for term in _terms(text) if term in asked][:MOST_TERMS]
    yield from ((one, other) for one, other in combinations(both, 2) if _form(one) == _form(other))
    for match in _PAIR.finditer(question):
        left, right = _common(match[1], text), _common(match[2], text)
        if left and right and left not in right and right not in left:
            yield left, right


def _swap_each(text: str, pairs: list[tuple[str, str]]) -> Iterator[Edit]:
    for one, other in pairs:
        pattern = re.compile(f"({_alone(one)})|({_alone(other)})")
        if _says_the_same(text, one, other) or not (match := pattern.search(text)):
            continue
        partner = {one: other, other: one}
        swapped = pattern.sub(partial(_partner, partner), text)
        first, second = match[0], partner[match[0]]
        yield Edit(Mutation.TERM, match.start(), f"{first}, {second}", f"{second}, {first}", swapped)


def _partner(partner: Mapping[str, str], match: re.Match[str]) -> str:
    return partner[match[0]]


def _change_alternatives(text: str) -> Iterator[Edit]:
    """Terms of one kind, of which both are in the text, swapped; else one that is in it replaced."""
    for family in _FAMILIES:
        found = [term for term in family if _is_in(text, term)]
        if len(found) >= 2:
            yield from _swap_each(text, list(combinations(found[:3], 2)))
        elif found:
            place = family.index(found[0])
            yield from _replace_each(text, found[0], family[(place + 1) % len(family)])


def _from_question(text: str, question: str) -> Iterator[Edit]:
    for match in _CHOICE.finditer(question):
        one, other = match[1], match[2].removesuffix("呢")
        said_one, said_other = _common(one, text), _common(other, text)
        if said_one and not said_other:
            yield from _replace_each(text, said_one, other)
        elif said_other and not said_one:
            yield from _replace_each(text, said_other, one)
    asked = [term for term in _terms(_GLOSS.sub(" ", question)) if not _is_in(text, term)][:MOST_TERMS]
    for term in _terms(text)[:MOST_TERMS]:
        if other := next((other for other in asked if _form(other) == _form(term)), None):
            yield from _replace_each(text, term, other)


def _replace_each(text: str, term: str, other: str) -> Iterator[Edit]:
    pattern = _pattern(term)
    glosses = [match.span() for match in _GLOSS.finditer(text)]
    match = pattern.search(text)
    if match and not any(start <= match.start() < end for start, end in glosses):
        yield Edit(Mutation.TERM, match.start(), term, other, pattern.sub(lambda _: other, text))


def _terms(text: str) -> list[str]:
    """The Latin terms of a text: in Chinese each Latin word, in English what is not a plain word."""
    is_chinese = has_han(text)
    found = (match[0] for match in (_WORDS if is_chinese else _LATIN).finditer(text))
    return [
        term
        for term in dict.fromkeys(found)
        if not _NO_TERM.fullmatch(term) and (is_chinese or not _PLAIN_WORD.fullmatch(term))
    ]


def _form(term: str) -> tuple[str, int, bool, bool]:
    """How a term is written: terms of one form can be mistaken for each other."""
    case = (
        "letter" if len(term) == 1 else "upper" if term.isupper() else "lower" if term.islower() else "mixed"
    )
    return case, term.count(" "), "_" in term, "-" in term


def _alone(term: str) -> str:
    """A pattern for a term that is not a part of a longer one."""
    before = r"(?<![A-Za-z0-9_\\])(?<![A-Za-z][-–])" if term[0].isascii() else ""
    after = r"(?![A-Za-z0-9_])(?![-–][A-Za-z])" if term[-1].isascii() else ""
    if term in _NOT_AFTER:
        before = f"(?<!{_NOT_AFTER[term]})"
    if term in _NOT_BEFORE:
        after = f"(?!{_NOT_BEFORE[term]})"
    return before + re.escape(term) + after


def _is_in(text: str, term: str) -> bool:
    return term in text and _pattern(term).search(text) is not None


@lru_cache(maxsize=1024)
def _pattern(term: str) -> re.Pattern[str]:
    return re.compile(_alone(term))


def _says_the_same(text: str, one: str, other: str) -> bool:
    """Whether the text names the two only side by side, as in `A 与 B 等价`."""
    a, b = _alone(one), _alone(other)
    rest = re.sub(f"{a}{_SAME_BOTH_WAYS}{b}|{b}{_SAME_BOTH_WAYS}{a}", "", text)
    return not (re.search(a, rest) or re.search(b, rest))


def _common(term: str, text: str) -> str:
    """The longest part of a Chinese term, of at least two characters, that the text has."""
    for length in range(len(term), 1, -1):
        for start in range(len(term) - length + 1):
            part = term[start : start + length]
            if part in text and not _FUNCTION.search(part):
                return part
    return ""
