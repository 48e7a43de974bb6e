"""Finds questions that are almost the same, in time that grows with their number."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz, process

from deckgen.syntax.html_text import fold
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline, QuestionOutline
from deckgen.values.problem import Problem

LIKE = 90
"""How alike two questions must be, of 100."""

RAREST = 6
"""How many of its rarest words or pairs of characters stand for a question; similar questions share two."""

MOST_SHARED = 100
"""How many questions that share two pieces are compared; what more of them share says little."""

_FEW = 3
_CHINESE = re.compile(rf"[{CJK}]")
_CHINESE_RUN = re.compile(rf"[{CJK}]+")
_WORDS = re.compile(r"[a-z0-9][a-z0-9_.+#-]*")
_DIGITS = re.compile(r"\d+")


def check_near_duplicates(package: PackageOutline) -> Iterator[Problem]:
    """Questions that are almost the same as an earlier one."""
    asked = list(package.questions())
    texts = [_words_of(question) for question, _ in asked]
    for number, like in find_alike(texts):
        message = f"the question is almost the one at {asked[like][1]}; delete one, or say how they differ"
        yield Problem(asked[number][1], Code.NEAR_DUPLICATE_QUESTION, message)


def find_alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The number of each text that is almost the same as an earlier one, and the number of the earlier one.

    Only texts that share two of their rarest pieces are compared: all pairs of 10,000 would take minutes. A
    text that is the same as an earlier one is left out.
    """
    pieces = [_pieces(text) for text in texts]
    counts = Counter(piece for found in pieces for piece in found)
    seen: defaultdict[object, list[int]] = defaultdict(list)
    known: set[str] = set()
    for number, (text, found) in enumerate(zip(texts, pieces, strict=True)):
        if text in known:
            continue
        known.add(text)
        rarest = sorted(found, key=lambda piece: (counts[piece], piece))[:RAREST]
        terms = _terms(text)
        traits = [(terms, *pair) for pair in combinations(sorted(rarest), min(2, len(rarest)))]
        earlier = sorted({place for trait in traits for place in seen[trait]})
        for trait in traits:
            if len(seen[trait]) < MOST_SHARED:
                seen[trait].append(number)
        candidates = [texts[place] for place in earlier]
        best = process.extractOne(text, candidates, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
        if best:
            yield number, earlier[best[2]]


def _pieces(text: str) -> set[str]:
    """The words and pairs of Chinese characters in a text; if it has few words, pairs of letters too."""
    pieces = {word for word in text.split() if not _CHINESE.search(word)}
    runs = _CHINESE_RUN.findall(text) if len(pieces) >= _FEW or _CHINESE.search(text) else text.split()
    for run in runs:
        pieces |= {run[place : place + 2] for place in range(max(1, len(run) - 1))}
    return pieces


def _terms(text: str) -> tuple[str, ...]:
    """What may not differ between similar questions: numbers and, in Chinese text, Latin terms."""
    return tuple(sorted((_WORDS if _CHINESE.search(text) else _DIGITS).findall(text)))


def _words_of(question: QuestionOutline) -> str:
    return re.sub(r"[^\w\s]+", " ", fold(f"{question.heading} {question.prompt}").casefold())
