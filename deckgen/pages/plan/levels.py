"""Adds the questions that are headings of another level than most."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import Candidate
from deckgen.pages.words.markers import asking_weight, ends_asking


def with_other_levels(
    blocks: Sequence[Block], candidates: Sequence[Candidate], chosen: list[Candidate], contents: int
) -> list[Candidate]:
    """The chosen headings and all other headings of the page that are questions, too.

    A heading before the end of the table of contents is about the page, even if it asks something.
    """
    if not chosen[0].family.startswith("heading"):
        return chosen
    headings = [c for c in candidates if c.family.startswith("heading")]
    levels: dict[int, list[Candidate]] = defaultdict(list)
    for heading in headings:
        levels[heading.block.level].append(heading)
    level = chosen[0].block.level
    if sum(c.marker is not None for c in chosen) < 0.3 * len(chosen):
        inner = levels.get(level + 1, [])
        if len(inner) >= 0.8 * len(chosen) and _all_ask(inner):
            chosen = _on_both_levels(blocks, headings, chosen, inner)
        else:
            chosen = list(_without_groups(headings, chosen))
    outer = _outer(blocks, levels, level, {c.at for c in chosen})
    return sorted([*chosen, *(c for c in outer if c.at > contents)], key=lambda c: c.at)


def _on_both_levels(
    blocks: Sequence[Block],
    headings: Sequence[Candidate],
    chosen: Sequence[Candidate],
    inner: Sequence[Candidate],
) -> list[Candidate]:
    """Questions of both levels: an outer heading is one if text or a heading that asks nothing follows."""
    after = {before.at: heading.at for before, heading in pairwise(headings)}
    silent = {c.at for c in inner if not asking_weight(c.block.text)}

    def is_question(heading: Candidate) -> bool:
        return _is_answered(blocks, heading) or (
            after.get(heading.at) in silent and ends_asking(heading.block.text)
        )

    return [*filter(is_question, chosen), *(c for c in inner if c.at not in silent)]


def _without_groups(headings: Sequence[Candidate], chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Replace each chosen heading that asks nothing with the headings below it, if those ask."""
    places = {c.at: n for n, c in enumerate(headings)}
    for candidate in chosen:
        below: list[Candidate] = []
        for at in range(places.get(candidate.at, len(headings)) + 1, len(headings)):
            if headings[at].block.level <= candidate.block.level:
                break
            below.append(headings[at])
        top = min((c.block.level for c in below), default=0)
        below = [c for c in below if c.block.level == top]
        asking = sum(asking_weight(c.block.text) for c in below)
        if len(below) >= 2 and asking >= 0.6 * len(below) and not asking_weight(candidate.block.text):
            yield from below
        else:
            yield candidate


def _outer(
    blocks: Sequence[Block], levels: dict[int, list[Candidate]], level: int, taken: set[int]
) -> Iterator[Candidate]:
    """Headings above the level of the questions that ask something and have text directly below."""
    next_heading = dict(pairwise(n for n, b in enumerate(blocks) if b.shape is Shape.HEADING))
    for other in range(1, level):
        members = levels.get(other, [])
        surely = sum(asking_weight(m.block.text) for m in members) >= 0.7 * len(members)
        is_alike = len(members) > 2 and surely
        for candidate in members:
            if candidate.at in taken or not _is_answered(blocks, candidate):
                continue
            after = next_heading.get(candidate.at)
            asks = asking_weight(candidate.block.text) >= 1
            is_apart = after is None or after not in taken or blocks[after].level <= other
            if asks and (is_alike or (other > 1 and is_apart)):
                yield candidate


def _all_ask(members: Sequence[Candidate]) -> bool:
    surely = sum(asking_weight(m.block.text) for m in members)
    marked = sum(ends_asking(m.block.text) for m in members)
    return surely >= 0.7 * len(members) and marked >= 0.5 * len(members)


def _is_answered(blocks: Sequence[Block], candidate: Candidate) -> bool:
    following = blocks[candidate.at + 1 : candidate.at + 2]
    return bool(following) and following[0].shape is not Shape.HEADING
