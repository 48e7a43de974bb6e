"""Recognises a question whose key or place has changed, so that it keeps its history."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from deckgen.identity.likeness import (
    differs_in_meaning,
    find_alike,
    is_only_longer,
    is_same,
    likeness,
    plain,
)
from deckgen.identity.notes import Name, NoteLine, NoteSummary, name_of
from deckgen.values.characters import count_han
from deckgen.values.document import Kind

ALIKE = 0.75
"""Texts that are at least so alike are one question, edited; measured on the deck that ships with deckgen."""

PERHAPS = 0.5
"""Texts that are less alike are two questions; between the two limits the author must decide."""

CLEAR_BY = 0.15
"""The best match must be better than the second best by so much."""

TELLING = 24
"""The shortest answer that is hardly that of another question too, in letters; a Chinese one counts twice."""

MOST_COMPARISONS = 20_000_000
"""A few seconds of comparing; if more questions were rewritten at once, all of them are doubtful."""


@dataclass(frozen=True, slots=True)
class Match:
    """The note that a question was before; `by` says how that was seen, empty if the author said it."""

    known: NoteLine
    by: str = ""


class Reason(Enum):
    """Why only the author can say whether a question is an old one."""

    REWORDED = "it is like the old one"
    NAMESAKE = "it has the key of the old one, and another text"
    WAITS = "the package of the old one cannot be built"
    MANY = "too many questions were rewritten at once"


@dataclass(frozen=True, slots=True)
class Doubt:
    """The note that a question may have been before."""

    known: NoteLine
    reason: Reason


@dataclass(frozen=True, slots=True)
class Following:
    """The fresh questions that were recognised, and those that may be an old one or a new one."""

    matches: Mapping[NoteSummary, Match]
    doubts: Mapping[NoteSummary, Doubt]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the ledger that no question claims.

    `gone` were in the last build and `retired` only in an earlier one. The package of a `withheld` line
    cannot be built, so its question may still be there.
    """

    gone: Sequence[NoteLine]
    retired: Sequence[NoteLine] = ()
    withheld: Sequence[NoteLine] = ()


def claims(note: NoteSummary, line: NoteLine, rivals: Container[object]) -> bool:
    """Whether a question is surely the one of this line, which has its package, key and kind.

    A key that an author wrote names the question whatever its text becomes, unless the line was retired. A
    made key is the beginning of the text: other questions that begin in the same way may have got it, or an
    author may have written it above another one. `rivals` are the traits of questions without a line.
    """
    if note.digest and note.digest == line.digest:
        return True
    if not note.key_is_written:
        return is_same_question(note, line)
    if note.was == note.key or not (line.made or line.retired):
        return True
    return is_same_question(note, line) or (_is_related(note, line) and trait_of(line) not in rivals)


def trait_of(note: NoteSummary | NoteLine) -> object:
    """What two entries for the same question of a package have in common."""
    return note.package, note.kind, plain(note.question)


def is_same_question(note: NoteSummary, line: NoteLine) -> bool:
    """Whether the question is the same to the letter; many clozes may stand under one heading."""
    is_other_cloze = note.kind is Kind.CLOZE and likeness(note.answer, line.answer) < PERHAPS
    return is_same(note.question, line.question) and not is_other_cloze


def follow(fresh: Iterable[NoteSummary], lines: Lines, names: Mapping[Name, NoteLine]) -> Following:
    """Match questions that claim no line to lines that no question claims; none is matched twice.

    First comes what the author said (`was=`, a written key that moved to another package), then a question
    that is still the same, then a question without a key that was reworded and whose answer is the same. Of
    the lines, those that are gone come before the retired ones. If one of all `names` is that of a fresh
    question, which did not claim its line, then no other line is matched to this question.
    """
    search = _Search(dict.fromkeys(fresh), names)
    search.take_own()
    for known in (lines.gone, lines.retired):
        search.take_said(known)
        search.take_same(known)
    search.take_alike(lines)
    search.wait(lines.withheld)
    return Following(search.matches, search.open_doubts())


class _Search:
    def __init__(self, fresh: dict[NoteSummary, None], names: Mapping[Name, NoteLine]) -> None:
        self.matches: dict[NoteSummary, Match] = {}
        self._doubts = {
            f: Doubt(names[name_of(f)], Reason.NAMESAKE if f.key_is_written else Reason.REWORDED)
            for f in fresh
            if name_of(f) in names
        }
        self._fresh = fresh
        self._used: set[str] = set()

    def open_doubts(self) -> dict[NoteSummary, Doubt]:
        """The doubts about lines that were not matched to another question."""
        return {f: doubt for f, doubt in self._doubts.items() if doubt.known.guid not in self._used}

    def take_own(self) -> None:
        """Match a question whose made key stayed the same if it was surely reworded."""
        for f, doubt in [*self._doubts.items()]:
            if not (f.key_is_written or doubt.known.retired) and _is_reworded(f, doubt.known):
                self._match(f, Match(doubt.known))

    def take_said(self, known: Iterable[NoteLine]) -> None:
        """Match by what the author said; a written key in another package must have a related text."""
        named = [f for f in self._fresh if f.was]
        for related in (True, False):
            for f in named:
                lines = [k for k in known if (k.key, k.kind) == (f.was, f.kind) and k.guid not in self._used]
                lines = [k for k in lines if _is_related(f, k)] if related else lines
                own = [k for k in lines if k.package == f.package]
                if f in self._fresh and (len(own) == 1 or len(lines) == 1):
                    self._match(f, Match((own or lines)[0]))
        for f, k in self._pairs(known, lambda f: f.key_is_written and f.key, lambda k: k.key):
            if f in self._doubts:
                continue
            if _is_related(f, k):
                self._match(f, Match(k, "the same key in another package"))
            else:
                self._doubts.setdefault(f, Doubt(k, Reason.NAMESAKE))

    def take_same(self, known: Iterable[NoteLine]) -> None:
        """Match by a question that stayed the same to the letter."""
        by = "the same question and answer"
        self._take(known, by, lambda f: (f.question, f.answer), lambda k: (k.question, k.answer))
        for f, k in self._pairs(known, lambda f: f.question, lambda k: k.question):
            if is_same_question(f, k):
                self._match(f, Match(k, "the same question"))
            elif not f.key_is_written:
                self._doubts.setdefault(f, Doubt(k, Reason.REWORDED))

    def take_alike(self, lines: Lines) -> None:
        """Match questions without a key that are surely reworded, and doubt those that may be."""
        left = [k for k in lines.gone if k.guid not in self._used]
        held = set(lines.withheld)
        fresh = [f for f in self._fresh if not f.key_is_written and f not in self._doubts]
        if fresh and len(fresh) * (len(left) + len(held)) > MOST_COMPARISONS:
            self._doubts |= {f: Doubt((left or [*held])[0], Reason.MANY) for f in fresh}
            return
        ranked = _rank(fresh, (*left, *held))
        for f in sorted((f for f in fresh if ranked[f]), key=lambda f: -ranked[f][0][0]):
            candidates = [(score, k) for score, k in ranked[f] if k.guid not in self._used]
            if not candidates:
                continue
            score, best = candidates[0]
            is_clear = len(candidates) == 1 or score - candidates[1][0] >= CLEAR_BY
            if best in held:
                self._doubts[f] = Doubt(best, Reason.WAITS)
            elif is_clear and _is_reworded(f, best):
                self._match(f, Match(best, f"{score:.0%} alike, and the same answer"))
            else:
                self._doubts[f] = Doubt(best, Reason.REWORDED)

        fresh = [f for f in fresh if f in self._fresh and f not in self._doubts]
        for f, candidates in _rank(fresh, lines.retired).items():
            if candidates and candidates[0][0] >= ALIKE:
                self._doubts[f] = Doubt(candidates[0][1], Reason.REWORDED)

    def wait(self, withheld: Iterable[NoteLine]) -> None:
        """Doubt the questions that would be matched to a line if its package could be built."""
        traits: tuple[tuple[_Trait[NoteSummary], _Trait[NoteLine]], ...] = (
            (lambda f: f.was, lambda k: k.key),
            (lambda f: f.key_is_written and f.key, lambda k: k.key),
            (lambda f: f.question, lambda k: k.question),
        )
        for of_fresh, of_known in traits:
            known = {(of_known(k), k.kind): k for k in withheld}
            for f in self._fresh:
                if (trait := of_fresh(f)) and (k := known.get((trait, f.kind))):
                    self._doubts[f] = Doubt(k, Reason.WAITS)

    def _take(
        self,
        known: Iterable[NoteLine],
        by: str,
        fresh_trait: "_Trait[NoteSummary]",
        known_trait: "_Trait[NoteLine]",
    ) -> None:
        for f, k in self._pairs(known, fresh_trait, known_trait):
            self._match(f, Match(k, by))

    def _pairs(
        self, known: Iterable[NoteLine], fresh_trait: "_Trait[NoteSummary]", known_trait: "_Trait[NoteLine]"
    ) -> list[tuple[NoteSummary, NoteLine]]:
        """The pairs that alone share a trait: within a package first, then across packages."""
        pairs: list[tuple[NoteSummary, NoteLine]] = []
        for within in (True, False):
            done = {f for f, _ in pairs}
            used = self._used | {k.guid for _, k in pairs}
            fresh = _by_trait((f for f in self._fresh if f not in done), fresh_trait, within)
            left = _by_trait((k for k in known if k.guid not in used), known_trait, within)
            for trait, sharing in fresh.items():
                candidates = left.get(trait, [])
                if len(sharing) == len(candidates) == 1:
                    pairs.append((sharing[0], candidates[0]))
        return pairs

    def _match(self, fresh: NoteSummary, match: Match) -> None:
        if fresh in self._doubts and match.known != self._doubts[fresh].known:
            return
        self._doubts.pop(fresh, None)
        self.matches[fresh] = match
        self._used.add(match.known.guid)
        del self._fresh[fresh]


def _is_related(note: NoteSummary, line: NoteLine) -> bool:
    """Whether a question with a line's key has something in common with it besides the key."""
    same_answer = note.answer and is_same(note.answer, line.answer)
    return bool(same_answer) or likeness(note.question, line.question) >= PERHAPS


def _rank(
    fresh: Iterable[NoteSummary], known: Sequence[NoteLine]
) -> dict[NoteSummary, list[tuple[float, NoteLine]]]:
    """For each question the lines that it may have had, the most alike first.

    The question decides; a heading that stayed, or an answer that is long enough to belong to one question,
    makes a line possible whatever else changed.
    """
    by_kind: dict[Kind, list[NoteLine]] = {}
    by_heading: dict[tuple[Kind, str], list[NoteLine]] = {}
    for line in known:
        by_kind.setdefault(line.kind, []).append(line)
        by_heading.setdefault((line.kind, _heading_of(line)), []).append(line)
    questions = {kind: [plain(line.question) for line in lines] for kind, lines in by_kind.items()}
    answers = {kind: [plain(line.answer) for line in lines] for kind, lines in by_kind.items()}
    ranked = {}
    for note in fresh:
        lines = by_kind.get(note.kind, [])
        scores = dict.fromkeys(by_heading.get((note.kind, _heading_of(note)), ()), PERHAPS)
        if _is_telling(note.answer):
            found = find_alike(note.answer, answers.get(note.kind, ()), ALIKE)
            scores |= {lines[number]: PERHAPS for number, _ in found}
        found = find_alike(note.question, questions.get(note.kind, ()), PERHAPS)
        scores |= {lines[number]: score for number, score in found}
        ranked[note] = sorted(((score, line) for line, score in scores.items()), key=lambda pair: -pair[0])
    return ranked


def _heading_of(entry: NoteSummary | NoteLine) -> str:
    """The heading of a question, whose prompt is on a line of its own."""
    return plain(entry.question.partition("\n")[0])


def _is_telling(answer: str) -> bool:
    """Whether an answer is long enough to belong to one question; a Chinese character says much."""
    return len(answer) + count_han(answer) >= TELLING


def _is_reworded(note: NoteSummary, line: NoteLine) -> bool:
    """Whether nothing else can be meant: neither the answer nor the meaning of the question changed."""
    return (
        is_same(note.answer, line.answer)
        and likeness(note.question, line.question) >= ALIKE
        and not differs_in_meaning(note.question, line.question)
        and (_is_telling(note.answer) or is_only_longer(note.question, line.question))
    )


_One = TypeVar("_One", NoteSummary, NoteLine)
_Trait = Callable[[_One], object]


def _by_trait(entries: Iterable[_One], trait: _Trait[_One], within: bool) -> dict[object, list[_One]]:
    """Entries by trait and kind, and by package if `within` one; an empty trait does not count."""
    found: dict[object, list[_One]] = {}
    for entry in entries:
        shared = trait(entry)
        if shared:
            found.setdefault((shared, entry.kind, entry.package if within else ""), []).append(entry)
    return found
