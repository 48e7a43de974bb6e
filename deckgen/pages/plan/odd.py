"""Removes lines from a family that are marked like its questions but are not questions."""

from collections.abc import Collection, Sequence

from deckgen.pages.page import Block, Page, Shape
from deckgen.pages.plan.candidates import Candidate
from deckgen.pages.plan.noise import find_noise
from deckgen.pages.plan.sections import section_name
from deckgen.pages.words.markers import asks, ends_asking, is_asking, is_worded, strip_ornament
from deckgen.pages.words.noise_rules import CLOSING, REFERENCES


def without_odd(
    blocks: Sequence[Block], contents: frozenset[int], chosen: list[Candidate]
) -> list[Candidate]:
    """If nearly all are numbered, a heading without a number that asks nothing is part of an answer."""
    asking = sum(asks(c.block.text) for c in chosen)
    if chosen[0].place == "heading" and asking >= 0.6 * len(chosen):
        # If most headings ask, one that asks nothing and has nothing below it names a group.
        places = {c.at for c in chosen}
        silent = {
            c.at
            for c in chosen
            if not c.marker and not asks(c.block.text) and _is_bare(blocks, contents, c.at, places)
        }
        if asking >= 0.85 * (len(chosen) - len(silent)):
            chosen = [c for c in chosen if c.at not in silent]
    if chosen[0].place in ("bold", "p") and asking >= 0.6 * len(chosen):
        return [c for c in chosen if c.marker is not None or is_asking(c.block.text)]
    worded = [c.at for c in chosen if is_worded(c.marker)]
    if len(worded) >= 0.7 * len(chosen):
        return [c for c in chosen if is_worded(c.marker) or (c.at > worded[0] and ends_asking(c.block.text))]
    numbered = sum(c.marker is not None for c in chosen)
    if numbered < 0.7 * len(chosen) or numbered == len(chosen):
        return chosen
    return [c for c in chosen if c.marker is not None or is_asking(c.block.text)]


def _is_bare(blocks: Sequence[Block], contents: frozenset[int], at: int, places: Collection[int]) -> bool:
    """Whether nothing stands below a heading, or only a table of the contents that follow."""
    for below in range(at + 1, len(blocks)):
        if below in places:
            return True
        block = blocks[below]
        if block.shape is Shape.HEADING and block.level < blocks[at].level:
            return True
        if below in contents or block.shape in (Shape.RULE, Shape.SUMMARY) or find_noise(block):
            continue
        return False
    return False


def is_closing(candidate: Candidate) -> bool:
    """Whether a line does not name one question: `Conclusion`, `Frequently asked questions`."""
    text = candidate.block.text
    names_all = candidate.place == "heading" and not ends_asking(text) and not section_name(text)
    return names_all or closes(text)


def closes(text: str) -> bool:
    """Whether a heading closes a page or opens its references."""
    text = strip_ornament(text).strip()
    return bool(CLOSING.fullmatch(text) or REFERENCES.fullmatch(text))


def is_title(page: Page, candidate: Candidate, members: Sequence[Candidate]) -> bool:
    """Whether the first of several headings on the level of the questions is the title of the page."""
    if candidate is not members[0] or len(members) < 3 or not candidate.family.startswith("heading"):
        return False
    text = candidate.block.text.strip()
    return candidate.marker is None and text == page.title.strip() and not ends_asking(text)
