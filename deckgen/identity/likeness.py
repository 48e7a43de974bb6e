"""How alike two texts are, and whether they differ in something that changes what is said.

A letter more or less makes two texts alike to a measure of letters, and may turn a question into its
opposite. So numbers, signs, brackets, negations, terms in code, and Latin terms in Chinese text are compared
apart, in their order.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from deckgen.syntax.html_text import fold
from deckgen.values.characters import CJK, has_han

_LETTER = rf"(?![{CJK}])[^\W\d_]"
_TOKEN = re.compile(
    rf"""
    (?P<code>`[^`]*`)
    | (?P<number>\d+(?:[.,:]\d+)*|[零〇一二两三四五六七八九十百千万亿半双])
    | (?P<word>\\?{_LETTER}(?:(?![{CJK}])[\w.'’]|[-+\#](?![{CJK}])\w|\+\+|\#)*)
    | (?P<negation>[不没无非未勿否])
    | (?P<bracket>[()\[\]{{}}])
    | (?P<sign>[-+*/=<>^%&|~!_\u2190-\u22ff×÷±]|(?<=\d),|,(?=\s*\d))
    """,
    re.VERBOSE,
)
_END = re.compile(r"[\s?!.。…;:,、]+$")
_WORD = re.compile(rf"{_LETTER}+|[{CJK}]")

_SPOKEN = re.compile(
    r"""zero | one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve | hundred
    | thousand | million | billion | first | second | third | once | twice | half | double | both
    | not? | never | none | neither | nor | nothing | without | cannot | \w+n't | hardly
    | except | unless | only | also | always | sometimes | often | usually | all | most | least | more | less
    | before | after
    """,
    re.VERBOSE,
)
"""Numbers, negations, restrictions and comparisons as words."""
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "anti", "de", "mis")


def likeness(one: str, other: str) -> float:
    """How many letters of two texts are the same, from 0 to 1."""
    return fuzz.ratio(plain(one), plain(other)) / 100


def find_alike(text: str, plain_texts: Sequence[str], least: float) -> list[tuple[int, float]]:
    """The numbers of the texts that are at least so alike, and how alike, the most alike first."""
    found = process.extract(plain(text), plain_texts, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None)
    return [(number, score / 100) for _, score, number in found]


def is_same(one: str, other: str) -> bool:
    """Whether two texts say the same: only spaces, full-width forms and the last punctuation may differ."""
    return plain(one) == plain(other)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text without what does not matter to `likeness` and `is_same`."""
    return _END.sub("", fold(text.replace("`", "")))


def differs_in_meaning(one: str, other: str) -> bool:
    """Whether one text has a number, sign, bracket, negation or term that the other has not at this place."""
    return telling(one) != telling(other) or _is_negated(_words(one), _words(other))


def is_only_longer(one: str, other: str) -> bool:
    """Whether one text has all words of the other in their order, so that no word was exchanged."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    rest = iter(longer)
    return all(word in rest for word in shorter)


@lru_cache(maxsize=4096)
def telling(text: str) -> tuple[str, ...]:
    """The parts of a text that change its meaning, in order."""
    folded = fold(text)
    chinese = has_han(folded)
    return tuple(
        match[0].casefold() if match.lastgroup == "word" else match[0]
        for match in _TOKEN.finditer(folded)
        if match.lastgroup != "word" or chinese or _is_term(match)
    )


def _is_term(found: re.Match[str]) -> bool:
    """Whether a word between others is a name, a symbol, a number or a negation."""
    word, after = found[0], found.string[found.end() : found.end() + 1]
    if len(word) == 1:
        return not (word in ("a", "I") or (word == "A" and found.start() == 0))
    if after == "(":
        return True
    said = word.casefold().replace("’", "'").rstrip(".")
    if _SPOKEN.fullmatch(said):
        return True
    return word[1:] != word[1:].lower() or re.search(r"[\d_\\#+]|\.\w", word) is not None


def _is_negated(one: list[str], other: list[str]) -> bool:
    """Whether a word of one text is in the other with a prefix like un-."""
    left, right = set(one) - set(other), set(other) - set(one)
    return any(
        prefix + word in b for a, b in ((left, right), (right, left)) for word in a for prefix in _PREFIXES
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text).casefold())
