"""Adds lines to the group that asks most, and takes lines from it, step by step."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import ASKED, LISTED, TOPIC, Candidate
from deckgen.pages.plan.groups import best_group
from deckgen.pages.plan.noise import find_noise
from deckgen.pages.words.markers import asks, bare_words, ends_asking, is_worded
from deckgen.pages.words.noise_rules import REFERENCES

_MOST = 0.6
_NEARLY_ALL = 0.7
_HALF = 0.5
_FEWEST = 3
"""Fewer lines may be alike by chance."""
_MANY_INSIDE = 4
"""This many headings below a heading without text of its own are not the parts of one answer."""
_HEAD = 4
"""Letters that a question and its entry in a list have in common at their beginning."""
_BEGINS_ALIKE = 0.8
_SHORT = 12
"""An entry of fewer letters stands as a whole at the beginning of its question."""
_FEW = 0.3
"""If a larger share of the short lines of a dump asks, the others are parts of answers."""
_FEWEST_AFTER = 8
"""So many lines after the last question are more than what its answer asks."""
_NO_LEVEL = 7
"""Where the questions are not headings, every heading begins a section."""
_STATES = re.compile(r"(?s).*(?:。|다\.)$|\*\*[^*]+\*\*\s*[^\s*]|\[?https?://|\[[^\]]*\]\(http")
"""An item that is a sentence, an explained term or an address."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all steps look at: `listed` are the lines that the contents repeat."""

    blocks: tuple[Block, ...]
    contents: frozenset[int]
    listed: frozenset[int]
    candidates: tuple[Candidate, ...]

    @property
    def headings(self) -> list[Candidate]:
        """The headings that may be questions."""
        return [c for c in self.candidates if c.place == "heading"]


def _in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    unique = {(c.at, c.item): c for c in candidates}
    return sorted(unique.values(), key=lambda c: (c.at, -1 if c.item is None else c.item))


def _asking(candidates: Sequence[Candidate]) -> float:
    """The share of lines that ask."""
    return sum(c.worth for c in candidates) / len(candidates) if candidates else 0


def _lists_alike(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """Where most lists at the end of a section are questions, all are: some only name topics or tasks."""
    if chosen[0].place != "item":
        return chosen
    above: Block | None = None
    ends: set[int] = set()
    for at, block in enumerate(sheet.blocks):
        after = sheet.blocks[at + 1 : at + 2]
        is_last = not after or after[0].shape in (Shape.HEADING, Shape.RULE)
        if block.shape is Shape.HEADING:
            above = block
        elif block.shape is Shape.LIST and is_last and above and not REFERENCES.fullmatch(above.text):
            ends.add(at)
    lists: dict[int, list[Candidate]] = defaultdict(list)
    for c in sheet.candidates:
        if c.family == chosen[0].family and c.at in ends:
            lists[c.at].append(c)
    taken = {c.at for c in chosen}
    if 2 * sum(at in taken for at in lists) < len(lists):
        return chosen
    more = (
        c
        for at, items in lists.items()
        if at not in taken and 2 * sum(bool(_STATES.match(i.block.markdown)) for i in items) < len(items)
        for c in items
    )
    return _in_order([*chosen, *more])


def _silent_topics(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """In a dump that has lost its headings, topics above lists are questions if there are many."""
    topics = [c for c in sheet.candidates if c.family == TOPIC]
    few_ask = len(chosen) <= _FEW * (len(topics) + len(chosen))
    return _in_order([*chosen, *topics]) if chosen[0].family == ASKED and few_ask else chosen


def _open_groups(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """Replace each chosen heading that asks nothing with the headings below it, if those ask.

    If there are many below a heading without text of its own, one that asks is enough. Witnesses:
    github.com/Cora093/notes, df59d1ee; github.com/GUO-Edward/Code-notes, c735d923.
    """
    if chosen[0].place != "heading":
        return chosen
    below: dict[int, list[Candidate]] = {c.at: [] for c in chosen if not c.worth}
    group: Candidate | None = None
    for c in sheet.headings:
        if c.at in below or (group and c.block.level <= group.block.level):
            group = c if c.at in below else None
        elif group:
            below[group.at].append(c)
    found = []
    for c in chosen:
        inner = below.get(c.at, [])
        top = min((i.block.level for i in inner), default=0)
        inner = [i for i in inner if i.block.level == top]
        is_group = (len(inner) > 1 and _asking(inner) >= _MOST) or _is_hollow(sheet, c, inner)
        found += inner if is_group else [c]
    return found


def _is_hollow(sheet: Sheet, heading: Candidate, inner: Sequence[Candidate]) -> bool:
    """Whether a heading has no text of its own, but many headings below it, one of which surely asks."""
    is_many = len(inner) >= _MANY_INSIDE and any(c.worth >= 1 for c in inner)
    return is_many and not _has_text(sheet, heading)


def _other_headings(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """Headings that ask and have text: of outer levels, or, among lines, of levels that mostly ask.

    Those before the contents are about the page; so is a top heading, unless most top headings ask.
    Witnesses: github.com/HK-CH2018/interview, be1e8455; github.com/xinglu2/question, 18ea46c9.
    """
    if chosen[0].place not in ("heading", "bold", "p") or is_worded(chosen[0].marker):
        return chosen
    level, start = chosen[0].block.level or _NO_LEVEL, max(sheet.contents, default=-1)
    levels = {n: [c for c in sheet.headings if c.block.level == n] for n in range(1, _NO_LEVEL)}
    asking = {n: _asking(headings) for n, headings in levels.items()}
    top = 1 if len(levels[1]) >= _FEWEST and asking[1] >= _MOST else 2
    others = (
        c
        for c in sheet.headings
        if c.at > start and c.worth >= 1 and _has_text(sheet, c)
        if top <= c.block.level < level and (level < _NO_LEVEL or asking[c.block.level] >= _HALF)
    )
    return _in_order([*chosen, *others])


def _has_text(sheet: Sheet, candidate: Candidate) -> bool:
    after = sheet.blocks[candidate.at + 1 : candidate.at + 2]
    return bool(after) and after[0].shape is not Shape.HEADING


def _without_group_names(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """Where most ask or have a number, a line that does neither names a group or is part of an answer."""
    place = chosen[0].place
    asking = sum(c.worth > 0 for c in chosen) >= _MOST * len(chosen)
    numbered = sum(c.marker is not None for c in chosen) >= _NEARLY_ALL * len(chosen)
    if chosen[0].family in (LISTED, TOPIC) or place in ("item", "summary") or not (asking or numbered):
        return chosen
    if place == "heading" and not numbered:
        places = {c.at for c in chosen}
        return [c for c in chosen if c.marker or c.worth or not _is_bare(sheet, c.at, places)]
    return [c for c in chosen if c.marker or c.worth]


def _is_bare(sheet: Sheet, at: int, places: set[int]) -> bool:
    """Whether nothing stands between a heading and the next question, or only contents."""
    for below in range(at + 1, len(sheet.blocks)):
        block = sheet.blocks[below]
        if below in places or (block.shape is Shape.HEADING and block.level < sheet.blocks[at].level):
            return True
        if not (below in sheet.contents or block.shape in (Shape.RULE, Shape.SUMMARY) or find_noise(block)):
            return False
    return False


def elsewhere(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """Questions with marks of their own, in sections that have none of the chosen ones."""
    if len(chosen) < 2:
        return chosen
    level = min((c.block.level for c in chosen if c.place == "heading"), default=_NO_LEVEL)
    first, last = chosen[0].at, chosen[-1].at
    questions = {c.at for c in sheet.headings}
    starts = [0]
    for at, block in enumerate(sheet.blocks):
        if block.shape is Shape.HEADING and block.level <= level - (at in questions):
            starts.append(at)
    ends = [*starts[1:], len(sheet.blocks)]
    parts = [*zip(starts, ends, strict=True), (0, first), (last + 1, len(sheet.blocks))]
    lines: dict[int, list[Candidate]] = defaultdict(list)
    for c in sheet.candidates:
        lines[c.at].append(c)
    taken = {c.at for c in chosen}
    found = list(chosen)
    for start, end in parts:
        if any(at in taken for at in range(start, end)):
            continue
        inside = [c for at in range(start, end) for c in lines.get(at, ())]
        others = best_group(sheet.blocks, inside, sheet.listed)
        few = _FEWEST_AFTER if start == last + 1 else _FEWEST
        if len(others) >= few and (_asking(others) >= _MOST or _counts(others)):
            found += (c for c in others if c.worth or c.at + 1 not in taken)
    return _in_order(found)


def _counts(members: Sequence[Candidate]) -> bool:
    """Whether these are headings with the numbers 1, 2, 3 and so on, without a gap."""
    is_heading = members[0].place == "heading"
    return (
        is_heading
        and len(members) > _FEWEST
        and [c.number for c in members] == list(range(1, len(members) + 1))
    )


def worded(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """Lines of any kind that say in words that they are questions: `## Q1.`, `**Q:** …`.

    Witnesses: github.com/vaibhav-raj/SD2-Sheet, cc83ff58; github.com/buoylee/interview, b1da1541.
    """
    others = (c for c in sheet.candidates if c.item is None and is_worded(c.marker))
    return _in_order([*chosen, *(c for c in others if asks(c.block.text))])


def _missing_numbers(sheet: Sheet, chosen: list[Candidate]) -> list[Candidate]:
    """Lines that ask and have the number that is missing between two questions.

    Witness: github.com/AlanLee97/blog, a8a07633.
    """
    found = list(chosen)
    for before, after in pairwise(chosen):
        if before.number and after.number and 1 < after.number - before.number <= _FEWEST:
            missing = range(before.number + 1, after.number)
            found += (
                c
                for c in sheet.candidates
                if before.at < c.at < after.at and c.number in missing and ends_asking(c.block.text)
            )
    return _in_order(found)


def without_entries(sheet: Sheet, chosen: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Split off the questions that have no answer and stand again with one: they are a table of contents."""
    places = {(c.at, c.item) for c in chosen}
    words = [bare_words(c.block.text) for c in chosen]
    is_bare = [_is_alone(sheet, c, places) for c in chosen]
    answered = {word for word, bare in zip(words, is_bare, strict=True) if not bare}
    listed = {word for word, bare in zip(words, is_bare, strict=True) if bare}
    others: dict[str, list[str]] = defaultdict(list)
    if answered & listed:
        for word in answered - listed:
            others[word[:_HEAD]].append(word)
    entries = [
        c
        for c, word, bare in zip(chosen, words, is_bare, strict=True)
        if bare and (word in answered or any(_is_reworded(word, other) for other in others[word[:_HEAD]]))
    ]
    left_out = {id(c) for c in entries}
    return [c for c in chosen if id(c) not in left_out], entries


def _is_reworded(entry: str, other: str) -> bool:
    """Whether two questions of about the same length begin alike.

    Witness: github.com/goldsudo/interview-record, c45f151e.
    """
    short, long = sorted((len(entry), len(other)))
    least = short if short < _SHORT else int(_BEGINS_ALIKE * short)
    return 2 * short >= long and entry[:least] == other[:least]


def _is_alone(sheet: Sheet, candidate: Candidate, places: Set[tuple[int, int | None]]) -> bool:
    """Whether the next question, or a heading, follows a line directly."""
    after = sheet.blocks[candidate.at + 1 : candidate.at + 2]
    if candidate.item is not None:
        return len(sheet.blocks[candidate.at].children[candidate.item].children) < 2
    return (
        not after
        or after[0].shape is Shape.HEADING
        or bool({(candidate.at + 1, None), (candidate.at + 1, 0)} & places)
    )


Step = Callable[[Sheet, list[Candidate]], list[Candidate]]
STEPS: tuple[Step, ...] = (
    _lists_alike,
    _silent_topics,
    _open_groups,
    _other_headings,
    worded,
    _missing_numbers,
    _without_group_names,
    elsewhere,
)
"""What is added to the group that asks most, and taken from it, in this order."""
