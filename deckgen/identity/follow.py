"""Recognises a question whose key has changed, so that it keeps its history."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz

from deckgen.identity.notes import NoteLine, NoteSummary

ALIKE = 0.75
"""Texts that are at least so alike are one question, edited; measured on the deck that ships with deckgen."""

PERHAPS = 0.5
"""Texts that are less alike are two questions; between the two limits the author must decide."""

CLEAR_BY = 0.15
"""The best match must be better than the second best by so much."""

TELLING = 24
"""The shortest answer, in characters, that identifies its question."""

MOST_COMPARISONS = 250_000
"""About a second of comparing; if more questions were rewritten at once, likeness is not used."""


@dataclass(frozen=True, slots=True)
class Match:
    """The note that a question was before; `by` says how that was seen, empty if the author said it."""

    known: NoteLine
    by: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """The fresh questions that were recognised, and those that may be an old one or a new one."""

    matches: Mapping[NoteSummary, Match]
    uncertain: Mapping[NoteSummary, NoteLine]


def follow(fresh: Iterable[NoteSummary], known: Iterable[NoteLine], retired: Iterable[NoteLine]) -> Following:
    """Match questions whose key is new to notes whose key is gone, the surest first; none is matched twice.

    `known` were in the last build, `retired` only in an earlier one. First comes what the author said
    (`was=`, a key that moved to another package), then a text that is still the same, then likeness. A key
    that an author wrote is never overruled by likeness.
    """
    search = _Search(dict.fromkeys(fresh), dict.fromkeys(known), {})
    search.take_same()
    present, search.known = search.known, dict.fromkeys(retired)
    search.take_same()
    search.known = present
    return Following(search.matches, search.take_alike())


@dataclass(slots=True)
class _Search:
    fresh: dict[NoteSummary, None]
    known: dict[NoteLine, None]
    matches: dict[NoteSummary, Match]

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

    def take(
        self, by: str, fresh_trait: Callable[[NoteSummary], object], known_trait: Callable[[NoteLine], object]
    ) -> None:
        """Match the pairs that alone share a trait: within a package first, then across packages."""
        if not self.known:
            return
        for within in (True, False):
            fresh = _by_trait(self.fresh, fresh_trait, within)
            known = _by_trait(self.known, known_trait, within)
            for trait, sharing in fresh.items():
                candidates = known.get(trait, [])
                if len(sharing) == len(candidates) == 1:
                    self._match(sharing[0], Match(candidates[0], by))

    def take_alike(self) -> dict[NoteSummary, NoteLine]:
        """Match what is alike beyond doubt, and return what the author must decide."""
        fresh = [f for f in self.fresh if not f.key_is_written]
        if len(fresh) * len(self.known) > MOST_COMPARISONS:
            return {}
        ranked = {
            f: sorted(((_likeness(f, k), k) for k in self.known if k.kind is f.kind), key=_score)
            for f in fresh
        }
        uncertain: dict[NoteSummary, NoteLine] = {}
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

    def _match(self, fresh: NoteSummary, match: Match) -> None:
        self.matches[fresh] = match
        del self.fresh[fresh], self.known[match.known]


def _told_by_answer(fresh: NoteSummary) -> str:
    """An answer that is long enough to belong to one question only."""
    telling = len(fresh.answer) >= TELLING and not fresh.key_is_written
    return fresh.answer if telling else ""


_One = TypeVar("_One", NoteSummary, NoteLine)


def _by_trait(
    entries: Iterable[_One], trait: Callable[[_One], object], within: bool
) -> dict[object, list[_One]]:
    """Entries by trait and kind, and by package if `within` one; an empty trait does not count."""
    found: dict[object, list[_One]] = {}
    for entry in entries:
        shared = trait(entry)
        if shared:
            found.setdefault((shared, entry.kind, entry.package if within else ""), []).append(entry)
    return found


def _score(ranked: tuple[float, NoteLine]) -> float:
    return ranked[0]


def _likeness(fresh: NoteSummary, known: NoteLine) -> float:
    """From 0 to 1. The question decides; an answer that stayed makes up for a question that did not."""
    question = fuzz.ratio(fresh.question, known.question) / 100
    answer = fuzz.ratio(fresh.answer, known.answer) / 100
    return max(question, 0.5 * question + 0.5 * answer)
