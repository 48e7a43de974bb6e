"""Takes the title of a page as its one question, as in a folder where each file is a question."""

from collections.abc import Sequence

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.candidates import Candidate
from deckgen.pages.words.markers import INTERVIEW, asking_weight

_FEWEST = 5
_SHARE = 0.75
"""So many headings of one level ask something where they are the questions; of an article, only some do."""


def title_question(
    blocks: Sequence[Block], candidates: Sequence[Candidate], chosen: Sequence[Candidate]
) -> Candidate | None:
    """The first heading, if it asks, is above all others, and these are only parts of its answer.

    Witnesses that have a file for each question: github.com/Kirchhoff-/Android-Interview-Questions, c5f8d07a,
    and, with titles in the front matter, github.com/yangshun/top-javascript-interview-questions, be199fa5.
    """
    headings = [block for block in blocks if block.shape is Shape.HEADING]
    if not headings or blocks[-1] is headings[0]:
        return None
    title, *others = headings
    if any(other.level <= title.level for other in others) or not _asks(title):
        return None
    if chosen and chosen[0].block is not title and not _are_parts(others, chosen):
        return None
    return next((candidate for candidate in candidates if candidate.block is title), None)


def _asks(title: Block) -> bool:
    return asking_weight(title.text) >= 1 and not INTERVIEW.search(title.text)


def _are_parts(headings: Sequence[Block], chosen: Sequence[Candidate]) -> bool:
    """Whether the chosen lines are headings of an answer: few, or among others that ask nothing."""
    if any(candidate.place != "heading" for candidate in chosen):
        return False
    level = chosen[0].block.level
    beside = [heading for heading in headings if heading.level == level]
    asking = sum(asking_weight(heading.text) >= 1 for heading in beside)
    return asking < max(_FEWEST, _SHARE * len(beside))
