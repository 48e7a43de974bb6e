"""Finds the family of marks by which a page marks its questions; other marks are part of answers."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deckgen.pages.page import Page, PageKind, Shape
from deckgen.pages.plan.candidates import Candidate
from deckgen.pages.plan.item_lists import of_asking_lists, whole_lists
from deckgen.pages.plan.levels import with_other_levels
from deckgen.pages.plan.merits import Merit, weigh
from deckgen.pages.plan.odd import closes, is_closing, is_title, without_odd
from deckgen.pages.plan.sequences import with_bare_numbers, without_inner_counts
from deckgen.pages.plan.silent_lines import with_silent_lines
from deckgen.pages.plan.title_question import title_question
from deckgen.pages.words.markers import (
    INTERVIEW,
    MENTIONS_INTERVIEW,
    Style,
    asking_weight,
    asks,
    bare_words,
    is_worded,
)

_PLACES = {"heading": 1.0, "summary": 1.2, "bold": 0.6, "p": 0.4, "item": 0.0}
_RANKS = {"heading": 0, "worded": 1, "summary": 7, "word": 8, "bold": 8, "p": 9, "item": 10}
_FEWEST = 3
_HEAD_OF_PAGE = 40
"""A top heading among this many first blocks says what the page is about."""
_MANY = 5
_SOME = 0.34
_LOWEST_HEADING = 6
_INSIDE = 3.0
"""What a family loses if it stands in the answers of another: up to twice as much if it is rare there."""


@dataclass(frozen=True, slots=True)
class _Family:
    name: str
    members: list[Candidate]
    merit: Merit
    score: float

    @property
    def rank(self) -> int:
        place = self.name.split(" ")[0]
        return int(place[7:]) if place.startswith("heading") else _RANKS[place]


def choose_family(
    page: Page, name: str, candidates: Sequence[Candidate], contents: frozenset[int]
) -> list[Candidate]:
    """The candidates that are the questions of the page; none if it is not a page of questions."""
    listed = {bare_words(p.text) for n in contents for p in page.blocks[n].walk() if p.text}
    stated = [c for c in candidates if c.item is None and c.block.is_stated]
    if stated:
        return sorted([*stated, *_elsewhere(page, candidates, listed, stated)], key=lambda c: c.at)
    trust = _trust(page, name)
    chosen = _choose(page, candidates, listed, trust)
    alone = title_question(page.blocks, candidates, chosen)
    if alone is not None:
        return [alone]
    if not chosen:
        return []
    if page.kind is PageKind.TEXT and trust.named:
        chosen = with_silent_lines(page.blocks, contents, page.title, chosen)
    chosen = without_odd(
        page.blocks, contents, with_other_levels(page.blocks, candidates, chosen, max(contents, default=0))
    )
    return sorted([*chosen, *_elsewhere(page, candidates, listed, chosen)], key=lambda c: c.at)


def _choose(
    page: Page, candidates: Sequence[Candidate], listed: set[str], trust: "_Trust"
) -> list[Candidate]:
    gathered = _gather(candidates)
    askers = len({c.at for c in candidates if c.item is None and asks(c.block.text)})
    families = []
    for family, members in gathered.items():
        questions = [m for m in members if not is_closing(m) and not is_title(page, m, members)]
        if not questions:
            continue
        merit = weigh(page.blocks, family, questions, listed)
        score = _score(family, questions, merit, trust)
        if score <= 0:
            continue
        score += 0.8 * merit.asking * merit.count / max(1, askers)
        # Bold lines with and without a number are the same way to mark questions.
        everyone = gathered["bold any"] if family.startswith("bold") else questions
        families.append(_Family(family, everyone, merit, score))
    if not families:
        return []
    if any(f.merit.count >= _MANY and max(f.merit.asking, f.merit.repeated) >= _SOME for f in families):
        # If one family marks many questions, a single line that asks is not a family.
        families = [family for family in families if family.merit.count > 1]
    chosen = max(families, key=lambda f: f.score - max(_loss(outer, f) for outer in families))
    return whole_lists(page.blocks, _within_groups(chosen, families).members, candidates)


def _within_groups(chosen: _Family, families: Sequence[_Family]) -> _Family:
    """The numbered questions below the chosen headings, if these ask nothing and so name groups."""
    if chosen.rank > _LOWEST_HEADING or chosen.merit.asking or chosen.merit.numbered:
        return chosen
    inner = [
        family
        for family in families
        if family.members[0].place in ("bold", "p")
        and family.merit.count >= _MANY * chosen.merit.count
        and family.merit.numbered >= 0.8
    ]
    return max(inner, key=lambda f: f.merit.count, default=chosen)


def _elsewhere(
    page: Page, candidates: Sequence[Candidate], listed: set[str], chosen: Sequence[Candidate]
) -> list[Candidate]:
    """Questions with other marks, before the chosen ones and in sections after them."""
    level = max((c.block.level for c in chosen), default=0) or 6
    first, last = chosen[0].at, chosen[-1].at
    behind = next(
        (
            n
            for n, b in enumerate(page.blocks)
            if n > last and b.shape is Shape.HEADING and b.level <= level and not closes(b.text)
        ),
        len(page.blocks),
    )
    found = []
    for part in ([c for c in candidates if c.at < first], [c for c in candidates if c.at > behind]):
        others = (
            _choose(page, part, listed, _Trust(named=True, mentioned=True, size=len(page.blocks)))
            if len(part) >= _FEWEST
            else []
        )
        asking = sum(asking_weight(c.block.text) for c in others)
        if len(others) >= _FEWEST and (asking >= 0.6 * len(others) or _counts_from_one(others)):
            found += others
    return found


def _counts_from_one(members: Sequence[Candidate]) -> bool:
    """Whether the numbers begin with 1, go on nearly without a gap, and are as many as for questions."""
    numbers = [m.marker.number for m in members if m.marker and m.marker.number is not None]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    return numbers[:1] == [1] and steps >= max(_MANY, 0.75 * len(members))


def _gather(candidates: Sequence[Candidate]) -> Mapping[str, list[Candidate]]:
    families: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        families[candidate.family].append(candidate)
        if candidate.family.startswith("bold ") or candidate.family == "bold":
            families["bold any"].append(candidate)
        if candidate.family == "p number":
            families[f"p number {_separator(candidate)}"].append(candidate)
        marker = candidate.marker
        if marker and marker.style is Style.WORD and candidate.place != "item":
            families["word"].append(candidate)
    worded = [c for c in candidates if c.place == "heading" and is_worded(c.marker)]
    if len({c.family for c in worded}) > 1:
        families["worded headings"] = worded
    for family, members in families.items():
        if family.startswith("heading"):
            families[family] = with_bare_numbers(members)
        elif family == "p bare":
            families[family] = [m for m in with_bare_numbers(members) if m.marker]
        elif family.startswith("p "):
            families[family] = without_inner_counts(members)
        elif family == "item bullet":
            families[family] = with_bare_numbers(of_asking_lists(members))
    return families


def _separator(candidate: Candidate) -> str:
    """The sign after the number: `1、` and `1.` are different marks."""
    length = candidate.marker.length if candidate.marker else 0
    mark = candidate.block.text[:length]
    return "\t" if mark.strip()[-1:].isdigit() else mark.strip()[-1:].replace("．", ".")


@dataclass(frozen=True, slots=True)
class _Trust:
    """How likely it is, before any mark is read, that a page has questions."""

    named: bool
    mentioned: bool
    size: int
    """How many blocks the page has."""

    @property
    def fewest_lines(self) -> float:
        """How many lines without a mark must ask: any long text may have a few rhetorical questions."""
        if self.named:
            return 2
        return max(3, self.size / (30 if self.mentioned else 12))


def _trust(page: Page, name: str) -> _Trust:
    first = page.blocks[:_HEAD_OF_PAGE]
    tops = " ".join(b.text for b in first if b.shape is Shape.HEADING and b.level == 1)
    head = " ".join(b.text[:300] for b in page.blocks[:12] if b.shape in (Shape.PARAGRAPH, Shape.HEADING))
    headings = " ".join(b.text for b in page.blocks if b.shape is Shape.HEADING)
    return _Trust(
        bool(INTERVIEW.search(f"{page.title} {name} {page.address} {tops}")),
        bool(MENTIONS_INTERVIEW.search(f"{head} {headings}")),
        len(page.blocks),
    )


def _loss(outer: _Family, inner: _Family) -> float:
    """What the inner family loses if it stands in the answers of the outer one."""
    rare = max(0.0, 1 - inner.merit.count / outer.merit.count)
    return _INSIDE * (1 + rare) if _holds(outer, inner) else 0


def _holds(outer: _Family, inner: _Family) -> bool:
    """Whether the inner family stands in the answers of the outer one."""
    if outer.rank >= inner.rank or outer.merit.count < 3 or outer.merit.answered < 0.5:
        return False
    if inner.merit.words >= 0.6 > outer.merit.words and inner.merit.count >= 0.5 * outer.merit.count:
        return False
    merit = outer.merit
    strong = merit.surely >= 0.5 or (merit.surely >= 0.25 and merit.counting >= 0.7)
    strong = strong or (merit.counting >= 0.75 and merit.count >= 2 * _MANY)
    # The headings of a page of tasks ask nothing, but nearly all of them have text below.
    tasks = merit.count >= 6 and merit.answered >= 0.8 and inner.merit.count <= 0.4 * merit.count
    if not tasks and (not strong or merit.surely < inner.merit.surely - 0.6):
        return False
    first = outer.members[0].at
    return sum(member.at >= first for member in inner.members) >= 0.9 * len(inner.members)


def _score(family: str, members: Sequence[Candidate], merit: Merit, trust: _Trust) -> float:
    place = members[0].place
    is_heading = family.startswith("heading")
    asks_alone = (merit.marked and place in ("heading", "summary", "bold")) or (
        is_heading and merit.surely >= 1
    )
    if merit.count == 1 and not (merit.words or asks_alone):
        return 0
    if family == "p asked" and merit.count < trust.fewest_lines:
        return 0
    if not _is_enough(family, merit, trust) or (merit.asking < 0.2 and merit.links >= 0.7):
        return 0
    numbers = [m.marker.number for m in members if m.marker and m.marker.number is not None]
    restarts = sum(b <= a for a, b in pairwise(numbers))
    score = 2.5 * merit.asking + 1.5 * merit.marked + 2.5 * merit.words + 2.5 * merit.repeated
    score += _PLACES[place] + 0.8 * merit.answered + 0.6 * min(merit.count, 6) / 6
    score += 0.2 * math.log2(max(1, min(merit.count, 60) / 6))
    score += 0.8 * (
        merit.numbered if not restarts else merit.numbered * (0.3 - min(0.8, restarts / max(1, len(numbers))))
    )
    if family == "p asked":
        score -= 1.2
    if is_heading:
        score -= 0.1 * int(family[-1])
        if family == "heading1" and merit.count == 1:
            score -= 3
    return score


def _is_enough(family: str, merit: Merit, trust: _Trust) -> bool:
    """Whether a family looks enough like the questions of a page."""
    place = family.split(" ", maxsplit=1)[0].rstrip("123456")
    is_line = place == "heading" or family == "p asked"
    trusted = trust.named or trust.mentioned
    counts = merit.numbered >= 0.8 and merit.count >= 3
    # Any text may have headings without a number that ask nothing; a list of topics has more of them.
    fewest = 4 if merit.asking or merit.numbered or merit.repeated else 6
    enough = (
        merit.words >= 0.6
        or merit.marked >= (0.3 if trusted else 0.5)
        or (trusted and (merit.surely >= 0.3 or (merit.repeated >= 0.6 and merit.count > 1)))
        or (trust.named and merit.asking >= 0.3)
        or (trusted and counts and place != "item" and merit.answered > 0.5)
        or (counts and merit.surely >= 0.6)
        or (is_line and merit.surely >= 0.6 and merit.count >= 4 and merit.answered >= 0.7)
        or (merit.repeated >= 0.6 and merit.counting >= 0.8 and merit.surely >= 0.07 and merit.count >= 20)
        or (trust.named and place == "heading" and merit.count >= fewest and merit.answered > 0.7)
        or (trusted and place == "item" and merit.numbered >= 0.8 and merit.count >= 5)
    )
    if not enough or place != "item":
        return enough
    unanswered = trusted and merit.numbered > 0.8 and merit.answered < 0.2
    asking = trusted and merit.asking >= 0.6
    return merit.marked >= 0.4 or asking or merit.words > 0.5 or unanswered
