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

_WORDS = 300
"""Letters of a block of the introduction that are read."""
_MOST = 0.6
"""Questions of a page that ask; the others are topics and tasks."""
_NEARLY_ALL = 0.8
"""Questions of a page that have numbers; the author forgot some."""
_HALF = 0.5
_NEARLY_HALF = 0.4
"""Numbered sections of books ask less; those of a book of questions more: DeepLearning-500-questions."""
_SOME = 0.3
_RARE = 1 / 30
"""One question for 30 blocks: answers of several pages; lines that ask are rarer in other texts."""
_OFTEN = 1 / 6
"""One question for six blocks: rhetorical questions are rarer."""
_FEW, _MANY = 3, 6
"""Lines that may be alike by chance, and lines that are not."""


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
    return e.worded >= _MOST or (e.labelled >= _HALF and e.asking > 0)


def _about(e: Evidence) -> bool:
    """The page is about an interview, and some lines ask."""
    enough = e.count >= _FEW or not e.is_line
    return e.is_about and e.asking >= _SOME and e.share >= _RARE and enough


def _structure(e: Evidence) -> bool:
    """Most headings, bold lines or numbered lines ask; or half of them, if there are many with answers."""
    most = _HALF if e.count >= 2 * _MANY and e.answered >= _MOST else _MOST
    return not e.is_line and e.count > _FEW and e.asking >= most


def _share(e: Evidence) -> bool:
    """A fair part of the page asks; any long text has a few rhetorical questions."""
    enough = e.count > 1 or (not e.is_line and e.marked == 1)
    return enough and e.asking >= _MOST and e.share >= _OFTEN


def _counted(e: Evidence) -> bool:
    """Many numbered lines, of which nearly half ask or a third has a question mark."""
    asking = e.marked >= _SOME or (e.count >= 2 * _MANY and e.asking >= _NEARLY_HALF)
    return not e.is_line and e.count > _MANY and e.numbered >= _NEARLY_ALL and asking


def _topics(e: Evidence) -> bool:
    """The title names questions, and headings or numbered lines name topics or tasks."""
    enough = e.count >= _MANY or (e.count >= _FEW and e.numbered >= _NEARLY_ALL)
    return e.is_named and not e.is_line and enough and e.answered >= _MOST and e.dotted < _HALF


REASONS: tuple[Reason, ...] = (_in_words, _about, _structure, _share, _counted, _topics)
"""Any of these is enough."""


def find_doubt(page: Page, blocks: Sequence[Block], chosen: Sequence[Candidate]) -> str:
    """Why these lines may not be questions, in one sentence; empty if they look like questions."""
    if not chosen:
        return "no line of the page asks something"
    evidence = _weigh(page, blocks, chosen)
    if evidence.links >= _MOST > evidence.asking:
        return "most of these lines are links to other pages"
    if any(reason(evidence) for reason in REASONS):
        return ""
    asking = sum(c.worth >= 1 for c in chosen)
    kind = {"heading": "headings", "summary": "folded lines", "bold": "bold lines", "item": "list items"}.get(
        chosen[0].place, "lines"
    )
    about = "" if evidence.is_about else ", and neither the title nor the text mentions questions"
    if not asking:
        return f"none of these {kind} asks something{about}"
    number = f"{asking} of {len(chosen)}" if asking < len(chosen) else str(asking)
    return f"only {number} {kind} ask something{about}"


def _weigh(page: Page, blocks: Sequence[Block], chosen: Sequence[Candidate]) -> Evidence:
    count, different = len(chosen), len({c.block.text for c in chosen})
    headings = [b for b in blocks if b.shape is Shape.HEADING]
    tops = " ".join(b.text for b in blocks[:_TOP] if b.shape is Shape.HEADING and b.level == 1)
    head = " ".join(b.text[:_WORDS] for b in (*blocks[:_HEAD], *headings))
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
