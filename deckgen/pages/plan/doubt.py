"""Says why a page may not be a page of questions."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from deckgen.pages.page import LINES, Block, Page, Shape
from deckgen.pages.plan.candidates import ASKED, LISTED, Candidate
from deckgen.pages.words.labels import label_length
from deckgen.pages.words.markers import INTERVIEW, MENTIONS_INTERVIEW, Style, is_worded, read_marker
from deckgen.pages.words.noise_rules import CLOSING, REFERENCES

_HEAD = 12
"""The introduction of a page is among this many first blocks."""
_TOP = 40
"""A top heading among this many first blocks says what the page is about."""
_WORDS = 300
"""Letters of a block of the introduction that are read."""
_FEW, _MANY = 3, 6
"""Lines that may be alike by chance, and lines that are not."""
_MOST = 0.6
_NEARLY_ALL = 0.8
"""Questions of a page that have numbers; the author forgot some."""
_HALF = 0.5
_NEARLY_HALF = 0.45
_QUARTER = 0.25
_THIRD = 1 / 3
_SIXTH = 1 / 6
_RARE = 1 / 30
"""One question for 30 blocks: answers of several pages; lines that ask are rarer in other texts."""
_OFTEN = 1 / 6
"""One question for six blocks: rhetorical questions are rarer."""
_BELOW_ALL = 7
"""The level of a line that is not a heading."""
_GUIDE = 1 / 8
"""If more pieces of a page are links, its topics have no answers: github.com/iamarunbrahma, 94fef68d."""

_LINK = re.compile(r"\[[^\]]*\]\((?!#)")
"""A link to another page, at the start of a line."""
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}[，,]|\d{1,2}\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a group of lines as the questions of a page; shares are from 0 to 1."""

    count: int
    asking: float
    marked: float
    """Lines that have a question mark."""
    worded: float
    numbered: float
    answered: float
    labelled: float
    """Lines followed by the label of an answer: `答：`, `Answer:`."""
    links: float
    """Pieces of the page that begin with a link to another page."""
    share: float
    """Lines of the group per block of the page."""
    is_line: bool
    """Whether the lines have no structure of their own: items of lists, and lines without a mark."""
    is_dotted: bool
    """Whether the numbers are those of the sections of a book: `1.2`, `一，`."""
    is_folded: bool
    """Whether these lines are the summaries of folded text."""
    is_untitled: bool
    """Whether these lines are headings, and the page has neither a title nor the headings of an article."""
    is_begun: bool
    """Whether the page begins with a heading."""
    is_named: bool
    """Whether the title or a top heading names questions."""
    is_about: bool
    """Whether it does, or the introduction or another heading mentions an interview."""


Reason = Callable[[Evidence], bool]


def _in_words(e: Evidence) -> bool:
    """Questions or answers are marked in words: `Q1.`, `问题一：`, `Answer:`."""
    return e.worded >= _MOST or (e.labelled >= _HALF and e.asking > 0)


def _about(e: Evidence) -> bool:
    """The page is about an interview, and a quarter of the lines asks."""
    enough = not e.is_line or e.share >= _OFTEN or (e.share >= _RARE and e.count >= _FEW)
    return e.is_about and e.asking >= _QUARTER and enough


def _asks(e: Evidence) -> bool:
    """Nearly half of the headings, bold or numbered lines ask, or a third of many; or many other lines do.

    Witness of a third: github.com/FrankCCCQ/llm_interview_note, 693dd158.
    """
    is_dense = e.asking >= _MOST and e.share >= _OFTEN
    if e.count <= _FEW:
        return is_dense and e.marked == 1 and (e.count > 1 or not e.is_line)
    return is_dense if e.is_line else e.asking >= (_THIRD if e.count >= 2 * _MANY else _NEARLY_HALF)


def _topics(e: Evidence) -> bool:
    """Headings or numbered lines name topics: the title names questions, or they are many and some ask."""
    enough = e.count >= _MANY or (e.count >= _FEW and e.numbered >= _NEARLY_ALL)
    is_named = e.is_named and enough and e.links < _GUIDE
    some_ask = e.count >= 2 * _MANY and e.asking >= _SIXTH
    return not e.is_line and not e.is_dotted and e.answered >= _MOST and (is_named or some_ask)


def _notes(e: Evidence) -> bool:
    """Headings with text below, of a page without a title: notes; an article has a title.

    Witnesses: github.com/3alili/AndroidBaGu, d319230b; github.com/Inas-07/Unity-InterviewQuestion, b203f9e3.
    """
    begins = e.is_begun or e.asking >= _QUARTER
    enough = e.count >= _FEW and e.answered >= _MOST and e.links < _GUIDE
    return e.is_untitled and begins and enough and not e.is_dotted


def _folded(e: Evidence) -> bool:
    """The page is nothing but folded answers below their lines, such as sentences with a blank.

    Witness: github.com/katademy-decks/kubernetes, 82a57ca9.
    """
    return e.is_folded and e.count >= _FEW and e.answered >= _MOST and e.share >= _THIRD


REASONS: tuple[Reason, ...] = (_in_words, _about, _asks, _topics, _notes, _folded)
"""Any of these is enough."""


def find_doubt(page: Page, blocks: Sequence[Block], chosen: Sequence[Candidate]) -> str:
    """Why these lines may not be questions, in one sentence; empty if they look like questions."""
    if not chosen:
        return "no line of the page asks something"
    evidence = _weigh(page, blocks, chosen)
    if sum(_is_link(c.block) for c in chosen) >= _MOST * len(chosen) > len(chosen) * evidence.asking:
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
    pieces = [part for block in blocks for part in block.walk() if part.shape in LINES]
    return Evidence(
        count=different,
        asking=sum(c.worth for c in chosen) / count,
        marked=sum("?" in c.block.text or "？" in c.block.text for c in chosen) / count,
        worded=sum(is_worded(c.marker) for c in chosen) / count,
        numbered=sum(c.marker is not None or c.family == "item number" for c in chosen) / count,
        answered=sum(_has_text(blocks, c, places) for c in chosen) / count,
        labelled=sum(any(map(label_length, blocks[c.at + 1 : c.at + 2])) for c in chosen) / count,
        links=sum(map(_is_link, pieces)) / max(1, len(pieces)),
        share=count / len(blocks),
        is_line=chosen[0].place == "item" or chosen[0].family in (ASKED, LISTED),
        is_dotted=2 * sum(_is_chapter(c.block) for c in chosen) >= count,
        is_folded=chosen[0].place == "summary",
        is_untitled=not page.title
        and chosen[0].place == "heading"
        and not any(map(_is_of_article, headings)),
        is_begun=blocks[0].shape is Shape.HEADING,
        is_named=is_named,
        is_about=is_named or bool(MENTIONS_INTERVIEW.search(head)),
    )


def _has_text(blocks: Sequence[Block], candidate: Candidate, places: Collection[int]) -> bool:
    """Whether text or a deeper heading follows directly, and not the next of these lines."""
    if candidate.item is not None:
        return len(blocks[candidate.at].children[candidate.item].children) > 1
    after = blocks[candidate.at + 1 : candidate.at + 2]
    level = candidate.block.level or _BELOW_ALL
    return bool(after) and candidate.at + 1 not in places and not 0 < after[0].level <= level


def _is_of_article(heading: Block) -> bool:
    """Whether a heading opens or closes an article."""
    marker = read_marker(heading.text)
    name = heading.text[marker.length if marker else 0 :].strip()
    return bool(CLOSING.fullmatch(name) or REFERENCES.fullmatch(name))


def _is_chapter(heading: Block) -> bool:
    marker = read_marker(heading.text)
    return marker.style is Style.DOTTED if marker else bool(_CHAPTER.match(heading.text))


def _is_link(block: Block) -> bool:
    return bool(_LINK.match(block.markdown))
