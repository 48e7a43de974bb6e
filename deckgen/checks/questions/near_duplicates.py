"""Finds questions that are almost the same, in time that grows with their number."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz, process

from deckgen.identity.likeness import telling
from deckgen.syntax.html_text import fold
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Problem

LIKE = 90
"""How alike two questions must be, of 100."""

RAREST = 8
"""How many of its rarest words or pairs of characters stand for a question; similar questions share two."""

MOST_SHARED = 100
"""How many questions that share two pieces are compared; what more of them share says little."""

_FEW = 3
_QUOTED = re.compile(rf"[\"“«„「『]([^\s\"“”«»「」『』{CJK}]{{1,20}}|[{CJK}]{{1,3}})[\"”»“」』]")
"""A word in quotes, by which alone two questions may differ."""
_CHINESE = re.compile(rf"[{CJK}]")
_CHINESE_RUN = re.compile(rf"[{CJK}]+")


def check_near_duplicates(package: PackageOutline) -> Iterator[Problem]:
    """Questions that are almost the same as an earlier one."""
    asked = list(package.questions())
    texts = tuple(f"{question.heading} {question.prompt}" for question, _ in asked)
    for number, like in _found_again(texts):
        message = f"the question is almost the one at {asked[like][1]}; delete one, or say how they differ"
        yield Problem(asked[number][1], Code.NEAR_DUPLICATE_QUESTION, message)


@lru_cache(maxsize=16)
def _found_again(texts: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """What was found last: while a preview follows the edits of answers, the questions stay as they are."""
    return tuple(find_near_duplicates(texts))


def find_near_duplicates(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The number of each text that is almost the same as an earlier one, and the number of the earlier one.

    Only texts that share two of their rarest pieces are compared: all pairs of 10,000 would take minutes.
    Texts whose meaning differs, be it only in a number, a sign or a quoted word, are not compared at all. A
    text that is the same as an earlier one is left out.
    """
    words = [words_of(text) for text in texts]
    pieces = [_pieces(text) for text in words]
    counts = Counter(piece for found in pieces for piece in found)
    seen: defaultdict[object, list[int]] = defaultdict(list)
    known: set[str] = set()
    for number, found in enumerate(pieces):
        if words[number] in known:
            continue
        known.add(words[number])
        rarest = sorted(found, key=lambda piece: (counts[piece], piece))[:RAREST]
        meaning = (telling(texts[number]), tuple(_QUOTED.findall(texts[number])))
        traits = [(meaning, *pair) for pair in combinations(sorted(rarest), min(2, len(rarest)))]
        earlier = sorted({place for trait in traits for place in seen[trait]})
        for trait in traits:
            if len(seen[trait]) < MOST_SHARED:
                seen[trait].append(number)
        candidates = [words[place] for place in earlier]
        best = process.extractOne(words[number], candidates, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
        if best:
            yield number, earlier[best[2]]


def _pieces(text: str) -> set[str]:
    """The words and pairs of Chinese characters in a text; if it has few words, pairs of letters too."""
    pieces = {word for word in text.split() if not _CHINESE.search(word)}
    runs = _CHINESE_RUN.findall(text) if len(pieces) >= _FEW or _CHINESE.search(text) else text.split()
    for run in runs:
        pieces |= {run[place : place + 2] for place in range(max(1, len(run) - 1))}
    return pieces


def words_of(text: str) -> str:
    """What is compared of a text: its words, without punctuation."""
    return re.sub(r"[^\w\s]+", " ", fold(text).casefold())
