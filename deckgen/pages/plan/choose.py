"""Chooses the lines of a page that are its questions, or says in one sentence why they may not be."""

from collections.abc import Sequence
from dataclasses import dataclass

from deckgen.pages.page import Block, Page, PageKind
from deckgen.pages.plan.candidates import ASKED, LISTED, TOPIC, Candidate, find_candidates
from deckgen.pages.plan.contents import find_contents
from deckgen.pages.plan.doubt import find_doubt
from deckgen.pages.plan.groups import best_group
from deckgen.pages.plan.nested import with_open_groups
from deckgen.pages.plan.steps import STEPS, Sheet, elsewhere, without_entries, worded
from deckgen.pages.plan.title_question import title_question
from deckgen.pages.words.markers import bare_words, ends_asking

_MORE = 1.1
"""Items of lists name groups only if so much more is asked within them: github.com/javaDuQing, 51130628."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The best guess at the questions of a page, in order.

    `blocks` are those of the page, with lists of groups opened; all places count in them. `contents` are the
    ids of the blocks and items of tables of contents. `doubt` is empty, or one sentence that says why the
    page may not hold questions. `asking` are blocks within answers that ask something.
    """

    blocks: tuple[Block, ...]
    questions: tuple[Candidate, ...]
    contents: frozenset[int]
    doubt: str
    asking: frozenset[int]


def choose(page: Page) -> Choice:
    """Choose the questions of a page by its text alone."""
    best = _choose(page, page.blocks)
    opened = tuple(with_open_groups(page.blocks))
    if len(opened) == len(page.blocks):
        return best
    inner = _choose(page, opened)
    asked, more = (sum(c.worth for c in choice.questions) for choice in (best, inner))
    is_better = bool(best.doubt) > bool(inner.doubt) or (
        bool(best.doubt) == bool(inner.doubt) and more >= _MORE * asked
    )
    return inner if is_better else best


def _choose(page: Page, blocks: tuple[Block, ...]) -> Choice:
    contents = find_contents(blocks)
    words = {bare_words(part.text) for at in contents for part in blocks[at].walk() if part.text}
    candidates = find_candidates(blocks, contents, page.title, is_dump=page.kind is PageKind.TEXT)
    listed = frozenset(c.at for c in candidates if bare_words(c.block.text) in words)
    sheet = Sheet(blocks, contents, listed, candidates)
    stated = [c for c in candidates if c.item is None and c.block.is_stated]
    if stated:
        taken = worded(sheet, elsewhere(sheet, stated))
        return Choice(blocks, tuple(taken), _ids(blocks, contents, ()), "", frozenset())
    chosen = best_group(blocks, candidates, listed)
    for step in STEPS:
        chosen = step(sheet, chosen) if chosen else []
    chosen, entries = without_entries(sheet, chosen)
    doubt = find_doubt(page, blocks, chosen)
    alone = title_question(blocks, candidates, chosen)
    if alone is not None:
        chosen, doubt = [alone], ""
    left_out = _ids(blocks, contents, entries)
    return Choice(blocks, tuple(chosen), left_out, doubt, _asking_inside(sheet, chosen))


def _ids(blocks: Sequence[Block], contents: frozenset[int], entries: Sequence[Candidate]) -> frozenset[int]:
    """The ids of all parts of the contents, and of these lines."""
    lines = (blocks[c.at] if c.item is None else blocks[c.at].children[c.item] for c in entries)
    return frozenset({id(part) for at in contents for part in blocks[at].walk()} | set(map(id, lines)))


def _asking_inside(sheet: Sheet, chosen: Sequence[Candidate]) -> frozenset[int]:
    """Bold and numbered lines in answers that end in a question mark, and headings that ask."""
    if not chosen:
        return frozenset()
    taken = {c.at for c in chosen}
    return frozenset(
        c.at
        for c in sheet.candidates
        if c.at > chosen[0].at
        and c.at not in taken
        and c.item is None
        and c.family not in (ASKED, LISTED, TOPIC)
        if ends_asking(c.block.text.strip("*_ ")) or (c.place == "heading" and c.worth >= 1)
    )
