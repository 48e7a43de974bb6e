"""Recognises a question that stands under another key than before, so that its history goes with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz

from deckgen.values.document import Kind
from deckgen.values.text import QuestionKey

ALIKE = 0.75
"""From here on two texts are one question, edited; measured on the deck that ships with deckgen."""

PERHAPS = 0.5
"""Below this they are two questions; between the two, only the author knows."""

CLEAR_BY = 0.15
"""By so much the best must be better than the next, or it is a guess."""


TELLING = 24
"""Characters from which on an answer tells its question."""

MOST_COMPARISONS = 250_000
"""Where more was rewritten at once, nothing can be told by likeness; a second of comparing."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question of the last build whose key is no more."""

    package: str
    key: QuestionKey
    kind: Kind
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """A question of this build whose key is not in the ledger."""

    package: str
    key: QuestionKey
    kind: Kind
    question: str
    answer: str
    key_is_written: bool
    was: QuestionKey | None


@dataclass(frozen=True, slots=True)
class Match:
    """What a fresh question was before, and by what that was seen; `by` is empty where the author said it."""

    known: Known
    by: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """The fresh questions that were recognised, and those that may be an old one or a new one."""

    matches: Mapping[Fresh, Match]
    uncertain: Mapping[Fresh, Known]


def follow(fresh: Iterable[Fresh], known: Iterable[Known], retired: Iterable[Known]) -> Following:
    """Match fresh questions to known ones, the surest first; none is matched twice.

    `known` are in the packages as they were last built, `retired` were in one before that. First what the
    author said (`was=`, a key that moved to another package), then one text that is still the same, then
    the likeness of both. A key that an author wrote is never overruled by likeness.
    """
    search = _Search(dict.fromkeys(fresh), dict.fromkeys(known), {})
    search.take_same()
    present, search.known = search.known, dict.fromkeys(retired)
    search.take_same()
    search.known = present
    return Following(search.matches, search.take_alike())


_FreshTrait = Callable[[Fresh], object]
_KnownTrait = Callable[[Known], object]


@dataclass(slots=True)
class _Search:
    fresh: dict[Fresh, None]
    known: dict[Known, None]
    matches: dict[Fresh, Match]

    def take_same(self) -> None:
        """Match by what the author said, then by what stayed the same."""
        self.take("", lambda f: f.was and (f.package, f.was), lambda k: (k.package, k.key))
        self.take("", lambda f: f.was, lambda k: k.key)
        self.take("the same key in another package", lambda f: f.key, lambda k: k.key)
        self.take(
            "the same question and answer", lambda f: (f.question, f.answer), lambda k: (k.question, k.answer)
        )
        self.take("the same question", lambda f: f.question, lambda k: k.question)
        self.take("the same answer", _told_by_answer, lambda k: k.answer)

    def take(self, by: str, fresh_trait: _FreshTrait, known_trait: _KnownTrait) -> None:
        """Match those that share a trait with one other only: within a package first, then across."""
        if not self.known:
            return
        for within in (True, False):
            fresh = _by_trait(self.fresh, fresh_trait, within)
            known = _by_trait(self.known, known_trait, within)
            for trait, sharing in fresh.items():
                candidates = known.get(trait, [])
                if len(sharing) == len(candidates) == 1:
                    self._match(sharing[0], Match(candidates[0], by))

    def take_alike(self) -> dict[Fresh, Known]:
        """Match what is alike beyond doubt; what may be alike is for the author to say."""
        fresh = [f for f in self.fresh if not f.key_is_written]
        if len(fresh) * len(self.known) > MOST_COMPARISONS:
            return {}
        ranked = {
            f: sorted(((_likeness(f, k), k) for k in self.known if k.kind is f.kind), key=_score)
            for f in fresh
        }
        uncertain: dict[Fresh, Known] = {}
        for f in sorted(fresh, key=lambda f: -_score(ranked[f][-1]) if ranked[f] else 0):
            left = [(score, k) for score, k in ranked[f] if k in self.known and score >= PERHAPS]
            if not left:
                continue
            score, best = left[-1]
            if score >= ALIKE and (len(left) == 1 or score - left[-2][0] >= CLEAR_BY):
                self._match(f, Match(best, f"{score:.0%} alike"))
            else:
                uncertain[f] = best
        return uncertain

    def _match(self, fresh: Fresh, match: Match) -> None:
        self.matches[fresh] = match
        del self.fresh[fresh], self.known[match.known]


def _told_by_answer(fresh: Fresh) -> str:
    """An answer that belongs to one question: "yes" could be any one's."""
    telling = len(fresh.answer) >= TELLING and not fresh.key_is_written
    return fresh.answer if telling else ""


_One = TypeVar("_One", Fresh, Known)


def _by_trait(
    entries: Iterable[_One], trait: Callable[[_One], object], within: bool
) -> dict[object, list[_One]]:
    """Entries by trait and kind, and by package where it is within one; an empty trait is none."""
    found: dict[object, list[_One]] = {}
    for entry in entries:
        shared = trait(entry)
        if shared:
            found.setdefault((shared, entry.kind, entry.package if within else ""), []).append(entry)
    return found


def _score(ranked: tuple[float, Known]) -> float:
    return ranked[0]


def _likeness(fresh: Fresh, known: Known) -> float:
    """From 0 to 1. The question decides; an answer that stayed makes up for a question that did not."""
    question = fuzz.ratio(fresh.question, known.question) / 100
    answer = fuzz.ratio(fresh.answer, known.answer) / 100
    return max(question, 0.5 * question + 0.5 * answer)
