"""Groups the lines that may be questions by mark and level, and finds the group that asks most."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import ASKED, Candidate
from deckgen.pages.words.markers import Style

HINT = 0.25
"""What a number or an entry in the contents is worth: as much as a word that only hints at a question."""
_EXISTS = 0.05
"""What any other line is worth: of two groups that ask nothing, the larger one is taken."""
_ALONE = 0.05
"""What one line is worth that is not a heading and has no other like it: it asks within a text.

Witness: github.com/lhyscau/llm_interview, f5c2cbe2.
"""
_LONGEST_GAP = 3
"""So many numbers may be left out, or ask nothing, between two questions."""
_HALF = 0.5
_DENSE = 0.8
"""If this share of the lines follows the line before directly, the page has no answers."""
PLACES = {"heading": 1.0, "summary": 1.0, "bold": 0.8, "p": 0.7, "item": 0.5, "line": 0.3, "title": 0.3}
"""How much the place of a line says: structure says more than a number, and words alone say least."""


def best_group(
    blocks: Sequence[Block], candidates: Sequence[Candidate], listed: Collection[int]
) -> list[Candidate]:
    """The group with the most lines that ask, for its size; `listed` are lines that the contents repeat."""
    groups = list(_groups(blocks, candidates).values())
    scores = [
        _score(group, listed) * part
        for group, part in zip(groups, _parts_reached(blocks, groups), strict=True)
    ]
    return groups[scores.index(max(scores))] if groups else []


def _parts_reached(blocks: Sequence[Block], groups: Sequence[Sequence[Candidate]]) -> list[float]:
    """1 for headings whose sections are at least half as much text as those of any level; else less.

    A level that asks most may only be within a few answers: github.com/theydy/notebook, fef80395.
    """
    reach = [_reach(blocks, group) for group in groups]
    enough = max(1, _HALF * max(reach, default=0))
    return [min(1, wide / enough) if wide else 1 for wide in reach]


def _reach(blocks: Sequence[Block], group: Sequence[Candidate]) -> int:
    """How many blocks are in the sections of these headings; 0 for other lines."""
    if group[0].place != "heading":
        return 0
    level, places = group[0].block.level, {c.at for c in group}
    inside, count = False, 0
    for at in range(group[0].at, len(blocks)):
        if blocks[at].shape is Shape.HEADING:
            inside = at in places or (inside and blocks[at].level > level)
        if not inside and at > group[-1].at:
            break
        count += inside
    return count


def _score(group: Sequence[Candidate], listed: Collection[int]) -> float:
    hints = HINT * (_counting(group) + sum(c.at in listed for c in group)) + _EXISTS * len(group)
    total = sum(c.worth for c in group) + hints
    if len(group) == 1 and _place(group) in ("bold", "p", "line"):
        total *= _ALONE
    return PLACES[_place(group)] * total * total / len(group)


def _counting(group: Sequence[Candidate]) -> int:
    """How many numbers go on after the number before; each that does not takes away two.

    Numbers of two parts do not count, because any book has them.
    """
    numbers = [c.number for c in group if c.marker and c.marker.style is not Style.DOTTED]
    known = [number for number in numbers if number is not None]
    rising = [after > before for before, after in pairwise(known)]
    return max(0, 3 * sum(rising) - 2 * len(rising) + bool(known))


def _place(group: Sequence[Candidate]) -> str:
    family = group[0].family
    if family == ASKED:
        return "line"
    return "title" if family == "heading1" and len(group) == 1 else group[0].place


def _groups(blocks: Sequence[Block], candidates: Sequence[Candidate]) -> Mapping[str, list[Candidate]]:
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for key in KEYS:
            name = key(candidate)
            if name:
                found[name].append(candidate)
    for name, members in found.items():
        if name.startswith("p "):
            found[name] = without_inner_counts(members)
        elif name in ("item", "item bullet", "item number", "item bold"):
            found[name] = of_asking_lists(blocks, members)
    return {name: members for name, members in found.items() if members}


def _same_kind(candidate: Candidate) -> str:
    return candidate.family


def _same_sign(candidate: Candidate) -> str:
    """`1、` and `1.` may be different marks."""
    if candidate.family != "p number" or not candidate.marker:
        return ""
    return "p number " + candidate.block.text[: candidate.marker.length].strip()[-1:].replace("．", ".")


def _any_item(candidate: Candidate) -> str:
    """Some items of a list may be bold, and others not: github.com/Cyma-s/Cyma-s.github.io, e0b123ff."""
    return "item" if candidate.family in ("item bullet", "item bold") else ""


KEYS: tuple[Callable[[Candidate], str], ...] = (_same_kind, _same_sign, _any_item)
"""The ways in which lines are alike; each gives the name of a group."""


def of_asking_lists(blocks: Sequence[Block], members: Sequence[Candidate]) -> list[Candidate]:
    """The items of lists in which at least half the items ask; a list whose numbers go on is one list.

    So are all lists of one item: github.com/chowc/interview-QA, 61e9802d; the one that asks is always taken.
    """
    lists: list[list[Candidate]] = []
    for member in members:
        if lists and (lists[-1][-1].at == member.at or _goes_on(blocks, lists[-1][-1], member)):
            lists[-1].append(member)
        else:
            lists.append([member])
    found = [items for items in lists if len(items) > 1 and _half_ask(items)]
    singles = [items[0] for items in lists if len(items) == 1]
    found += [singles] if _half_ask(singles) else [[c] for c in singles if c.worth >= _HALF]
    return sorted((c for items in found for c in items), key=lambda c: c.at)


def _half_ask(members: Sequence[Candidate]) -> bool:
    return sum(c.worth for c in members) >= _HALF * len(members)


def _goes_on(blocks: Sequence[Block], before: Candidate, after: Candidate) -> bool:
    first, second = (blocks[c.at].children[c.item or 0].ordinal for c in (before, after))
    return first is not None and second == first + 1


def without_inner_counts(members: Sequence[Candidate]) -> list[Candidate]:
    """The members without the points of answers: lines that ask nothing, whose numbers do not lie between.

    If question 4 follows question 3, then `1、`, `2、` and `3、` between them are points of an answer.
    """
    dense = sum(after.at == before.at + 1 for before, after in pairwise(members))
    if dense >= _DENSE * len(members):
        return list(members)
    found: list[Candidate] = []
    silent: list[Candidate] = []
    last = points = 0
    for member in members:
        if member.worth < 1 or member.number is None:
            silent.append(member)
            continue
        between = silent
        if last < member.number <= last + _LONGEST_GAP:
            between = [c for c in silent if c.number is None or last < c.number < member.number]
        points += len(silent) - len(between)
        found += [*between, member]
        silent, last = [], member.number
    return [*found, *(c for c in silent if not points or c.number is None or c.number > last)]
