"""Chooses the lines of a page that are its questions."""

from collections import Counter
from dataclasses import dataclass, replace

from deckgen.pages.page import Block, Page, PageKind
from deckgen.pages.plan.candidates import Candidate, find_candidates
from deckgen.pages.plan.contents import find_contents
from deckgen.pages.plan.families import choose_family
from deckgen.pages.plan.item_lists import with_every_line
from deckgen.pages.plan.nested import with_open_groups


@dataclass(frozen=True, slots=True)
class Choice:
    """The questions; `contents` and `asking` are places in `blocks`; `doubt` says why it may be wrong."""

    blocks: tuple[Block, ...]
    questions: tuple[Candidate, ...]
    contents: frozenset[int]
    asking: frozenset[int]
    doubt: str


def choose(page: Page) -> Choice:
    """The questions of a page whose blocks are arranged."""
    contents, chosen = _choose(page)
    if not chosen or chosen[0].place == "item":
        opened = replace(page, blocks=tuple(with_open_groups(page.blocks)))
        if len(opened.blocks) != len(page.blocks):
            inner_contents, inner = _choose(opened)
            if len(inner) >= len(chosen):
                page, contents, chosen = opened, inner_contents, inner
    if chosen:
        return Choice(page.blocks, tuple(chosen), contents, frozenset(), "")
    return Choice(page.blocks, _best(page, contents), contents, frozenset(), "no line asks anything")


def _best(page: Page, contents: frozenset[int]) -> tuple[Candidate, ...]:
    """The headings of the level that has most."""
    headings = [c for c in find_candidates(page.blocks, contents) if c.place == "heading"]
    levels = Counter(c.block.level for c in headings)
    return tuple(c for c in headings if c.block.level == max(levels, key=levels.__getitem__))


def _choose(page: Page) -> tuple[frozenset[int], list[Candidate]]:
    contents = find_contents(page.blocks)
    candidates = find_candidates(page.blocks, contents, is_dump=page.kind is PageKind.TEXT)
    return contents, with_every_line(page.blocks, choose_family(page, "page", candidates, contents))
