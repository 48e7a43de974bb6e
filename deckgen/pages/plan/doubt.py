"""Says why a page may not be a page of questions."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from deckgen.pages.page import Block, Page, Shape
from deckgen.pages.plan.candidates import ASKED, LISTED, Candidate
from deckgen.pages.words.labels import label_length
from deckgen.pages.words.markers import INTERVIEW, MENTIONS_INTERVIEW, Style, is_worded

_HEAD = 12
"""The introduction of a page is among this many first blocks."""
_TOP = 40
"""A top heading among this many first blocks says what the page is about."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a group of lines as the questions of a page; shares are from 0 to 1."""

    count: int
    asking: float
    marked: float
    worded: float
    numbered: float
    dotted: float
    """Numbers of two parts, as the sections of a book have them."""
    answered: float
    labelled: float
    """Lines followed by the label of an answer: `答：`, `Answer:`."""
    links: float
    share: float
    """Lines of the group per block of the page."""
    is_line: bool
    """Whether the lines have no structure of their own: items of lists, and lines without a mark."""
    is_named: bool
    """Whether the title or a top heading names questions."""
    is_about: bool
    """Whether it does, or the introduction or another heading mentions an interview."""


Reason = Callable[[Evidence], bool]


def _in_words(e: Evidence) -> bool:
    """Questions or answers are marked in words: `Q1.`, `问题一：`, `Answer:`."""
    return e.worded >= 0.6 or (e.labelled >= 0.5 and e.asking > 0)


def _about(e: Evidence) -> bool:
    """The page is about an interview, and some lines ask."""
    return e.is_about and e.asking >= 0.3 and e.share >= 1 / 30 and (e.count > 2 or not e.is_line)


def _structure(e: Evidence) -> bool:
    """Most headings, bold lines or numbered lines ask."""
    return not e.is_line and e.count >= 4 and e.asking >= 0.6


def _share(e: Evidence) -> bool:
    """A fair part of the page asks; any long text has a few rhetorical questions."""
    return e.count >= 2 and e.asking >= 0.6 and e.share >= 1 / 6


def _counted(e: Evidence) -> bool:
    """Many numbered lines, of which nearly half ask or a third has a question mark."""
    asking = e.marked >= 0.3 if e.count < 12 else e.asking >= 0.4 or e.marked >= 0.3
    return not e.is_line and e.count >= 8 and e.numbered >= 0.8 and asking


def _topics(e: Evidence) -> bool:
    """The title names questions, and headings or numbered lines name topics or tasks."""
    enough = e.count >= 6 or (e.count >= 3 and e.numbered >= 0.8)
    return e.is_named and not e.is_line and enough and e.answered >= 0.7 and e.dotted < 0.5


REASONS: tuple[Reason, ...] = (_in_words, _about, _structure, _share, _counted, _topics)
"""Any of these is enough."""


def find_doubt(page: Page, blocks: Sequence[Block], chosen: Sequence[Candidate]) -> str:
    """Why these lines may not be questions, in one sentence; empty if they look like questions."""
    if not chosen:
        return "no line of the page asks something"
    evidence = _weigh(page, blocks, chosen)
    if evidence.links >= 0.7 and evidence.asking < 0.7:
        return "most of these lines are links to other pages"
    if any(reason(evidence) for reason in REASONS):
        return ""
    asking = sum(c.worth >= 1 for c in chosen)
    kind = {"heading": "headings", "summary": "folded lines", "bold": "bold lines", "item": "list items"}.get(
        chosen[0].place, "lines"
    )
    about = "" if evidence.is_about else ", and neither the title nor the text mentions questions"
    number = f"{asking} of {len(chosen)}" if asking < len(chosen) else str(asking)
    return f"only {number} {kind} ask something{about}"


def _weigh(page: Page, blocks: Sequence[Block], chosen: Sequence[Candidate]) -> Evidence:
    count, different = len(chosen), len({c.block.text for c in chosen})
    headings = [b for b in blocks if b.shape is Shape.HEADING]
    tops = " ".join(b.text for b in blocks[:_TOP] if b.shape is Shape.HEADING and b.level == 1)
    head = " ".join(b.text[:300] for b in (*blocks[:_HEAD], *headings))
    is_named = bool(INTERVIEW.search(f"{page.title} {tops}"))
    places = {c.at for c in chosen}
    return Evidence(
        count=different,
        asking=sum(c.worth for c in chosen) / count,
        marked=sum("?" in c.block.text or "？" in c.block.text for c in chosen) / count,
        worded=sum(is_worded(c.marker) for c in chosen) / count,
        numbered=sum(c.marker is not None or c.family == "item number" for c in chosen) / count,
        dotted=sum(c.marker is not None and c.marker.style is Style.DOTTED for c in chosen) / count,
        answered=sum(_has_text(blocks, c, places) for c in chosen) / count,
        labelled=sum(any(map(label_length, blocks[c.at + 1 : c.at + 2])) for c in chosen) / count,
        links=sum(_is_link(c.block) for c in chosen) / count,
        share=count / len(blocks),
        is_line=chosen[0].place == "item" or chosen[0].family in (ASKED, LISTED),
        is_named=is_named,
        is_about=is_named or bool(MENTIONS_INTERVIEW.search(head)),
    )


def _has_text(blocks: Sequence[Block], candidate: Candidate, places: Collection[int]) -> bool:
    """Whether text follows directly, and not the next of these lines or another heading."""
    if candidate.item is not None:
        return len(blocks[candidate.at].children[candidate.item].children) > 1
    after = blocks[candidate.at + 1 : candidate.at + 2]
    return bool(after) and candidate.at + 1 not in places and after[0].shape is not Shape.HEADING


def _is_link(block: Block) -> bool:
    return block.markdown.startswith("[") and "](http" in block.markdown
