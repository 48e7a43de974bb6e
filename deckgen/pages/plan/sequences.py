"""Follows the numbers of a page, to tell the count of its questions from counts within answers."""

import re
from collections.abc import Sequence
from dataclasses import replace

from deckgen.pages.plan.candidates import Candidate
from deckgen.pages.words.markers import Marker, Style, asking_weight, ends_asking

_BARE_NUMBER = re.compile(r"(\d{1,3})[ \u3000]+(?=\S)")
_LINK = 0.3
_RESTART = 0.5


def with_bare_numbers(members: Sequence[Candidate]) -> list[Candidate]:
    """The members; `4 slices` also gets a mark if 4 continues the count of the lines around it."""
    found: list[Candidate] = []
    numbers = [_leading_number(member) for member in members]
    for at, member in enumerate(members):
        number = numbers[at]
        fits = number is not None and (
            (at > 0 and numbers[at - 1] == number - 1)
            or (at + 1 < len(members) and numbers[at + 1] == number + 1)
        )
        bare = _BARE_NUMBER.match(member.block.text) if member.marker is None and fits else None
        mark = Marker(Style.NUMBER, number, bare.end()) if bare else member.marker
        found.append(replace(member, marker=mark) if bare else member)
    return found


def _leading_number(member: Candidate) -> int | None:
    if member.marker:
        return member.marker.number
    bare = _BARE_NUMBER.match(member.block.text)
    return int(bare[1]) if bare else None


def without_inner_counts(members: Sequence[Candidate]) -> list[Candidate]:
    """The members without those that count the points of an answer: `2、` between question 1 and question 2.

    All members are kept if few of them ask, or if the count never starts again.
    """
    counted = [n for n, m in enumerate(members) if m.marker and m.marker.number is not None]
    if len(counted) < 4:
        return list(members)
    chain = _best_chain(members, counted)
    asking = sum(asking_weight(members[n].block.text) >= 1 for n in chain)
    if len(chain) == len(counted) or asking < 0.5 * len(chain):
        return list(members)
    kept = set(chain)
    inner = {n for n in counted if n not in kept and not ends_asking(members[n].block.text.split("\n")[0])}
    return [member for n, member in enumerate(members) if n not in inner]


def _best_chain(members: Sequence[Candidate], counted: Sequence[int]) -> list[int]:
    """The members of the count that asks most: each number is one more than the last, or starts again."""
    best: dict[int, tuple[float, int]] = {}
    before: dict[int, int] = {}
    top: tuple[float, int] = (0.0, -1)
    reached = 0
    for at in counted:
        marker = members[at].marker
        number = marker.number if marker and marker.number is not None else 0
        worth = asking_weight(members[at].block.text)
        ways = [(worth, -1)]
        if number - 1 in best:
            total, previous = best[number - 1]
            ways.append((total + worth + (_LINK if worth else 0.05), previous))
        if number - 2 in best:
            total, previous = best[number - 2]
            ways.append((total + worth, previous))
        # A count may start again, and may leave out some numbers.
        if top[1] >= 0 and (number <= 1 or number > reached):
            ways.append((top[0] + worth - _RESTART, top[1]))
        total, previous = max(ways)
        before[at] = previous
        if total >= best.get(number, (-1.0, 0))[0]:
            best[number] = (total, at)
        if (total, at) > top:
            top, reached = (total, at), number
    chain = []
    at = top[1]
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
