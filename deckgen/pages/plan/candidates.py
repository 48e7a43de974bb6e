"""Finds every line that may be a question: its kind, its mark, and how surely it asks something."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.noise import find_noise, is_ornament
from deckgen.pages.plan.sections import section_name
from deckgen.pages.words.labels import LABEL_IN_LINE, answer_label, is_answer_summary, label_length
from deckgen.pages.words.markers import (
    MENTIONS_INTERVIEW,
    Marker,
    Style,
    asking_weight,
    asks,
    ends_asking,
    is_whole_bold,
    is_worded,
    read_marker,
    strip_ornament,
)
from deckgen.pages.words.noise_rules import CLOSING, REFERENCES

ASKED, LISTED, TOPIC = "p asked", "p listed", "p topic"
"""Families of lines without a mark: those that ask, all of a mere list, and short ones above a list."""
_BARE = "p bare"
_LONGEST_NUMBER = 6
_LONGEST_QUESTION = 250
_LONGEST_HEADING = 60
_LONGEST_TOPIC = 40
_LONGEST_LISTED = 300
_FEWEST_LISTED = 8
_OFTEN = 3
"""A line that stands so often is not by chance the same."""
_OF_LISTS = (Shape.PARAGRAPH, Shape.HEADING, Shape.RULE)
_MOST = 0.6
"""The share of lines that must ask where a dump is nothing but a list of questions."""
_NEARLY_ALL = 0.8
_BARE_NUMBER = re.compile(r"(\d{1,3})[ \u3000]+(?=\S)")
"""`4 slices`: a mark only if the line before or after it continues the count."""
_BOLD_HEAD = re.compile(r"\*\*[^*]+\*\*")
_STOP_AT_END = re.compile(r"[.?!。？！]\W*$")
_STOPS = re.compile(r"[。；;]")
_STOPS_AND_COMMAS = re.compile(r"[。；;，]|, ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a question: block `at` of the page, or item `item` of that block if it is a list.

    `worth` says how surely it asks: 1; 0.25 if only a word hints at it; else 0.
    """

    at: int
    item: int | None
    family: str
    block: Block
    marker: Marker | None
    worth: float

    @property
    def place(self) -> str:
        """The kind of line: the first word of the family, without a level."""
        return self.family.split(" ")[0].rstrip("123456")

    @property
    def number(self) -> int | None:
        """The number in the mark of the line."""
        return self.marker.number if self.marker else None


def find_candidates(
    blocks: Sequence[Block], contents: frozenset[int], title: str, *, is_dump: bool = False
) -> tuple[Candidate, ...]:
    """All lines that may be questions; in a text dump, a heading looks like any short line."""
    found: list[Candidate] = list(_lines_of_list(blocks))
    repeated = _repeated(blocks)
    for at, block in enumerate(blocks):
        if block.is_stated:
            found.append(Candidate(at, None, "summary", block, read_marker(block.text), 1.0))
            continue
        if at in contents or find_noise(block) or _is_bare_number(block):
            continue
        if block.shape is Shape.LIST:
            found += _candidates_of_list(at, block)
            continue
        family = "" if block.text in repeated else _family(block, title, is_dump=is_dump)
        after = blocks[at + 1].shape if at + 1 < len(blocks) else None
        if family and (family != TOPIC or after in (Shape.LIST, Shape.CODE, Shape.TABLE)):
            found.append(_candidate(at, None, family, block, asks_below=_asks_below(blocks, at)))
    return tuple(_with_bare_numbers(found))


def _repeated(blocks: Sequence[Block]) -> set[str]:
    """Short lines that stand several times and ask nothing: they name a part of each answer, such as 解释.

    Witnesses: github.com/AlanLee97/blog, a8a07633; github.com/neerajrathore/javascript-handbook, f02bfc0f.
    """
    counts = Counter(b.text for b in blocks if b.text and len(b.text) <= _LONGEST_TOPIC)
    return {text for text, count in counts.items() if count >= _OFTEN and not asking_weight(text)}


def _candidate(
    at: int, item: int | None, family: str, block: Block, *, asks_below: bool = False
) -> Candidate:
    marker = read_marker(block.text)
    line = LABEL_IN_LINE.split(block.text.split("\n")[0], maxsplit=1)[0]
    surely = asks_below or is_worded(marker)
    return Candidate(at, item, family, block, marker, 1.0 if surely else asking_weight(line))


def _family(block: Block, title: str, *, is_dump: bool) -> str:
    match block.shape:
        case Shape.HEADING if not label_length(block) and not names_no_question(block.text, title):
            return f"heading{block.level}"
        case Shape.SUMMARY if not is_answer_summary(block.text) and not label_length(block):
            return "summary"
        case Shape.PARAGRAPH if not block.info:
            return _family_of_paragraph(block, title, is_dump=is_dump)
    return ""


def _family_of_paragraph(block: Block, title: str, *, is_dump: bool) -> str:
    text = block.text.split("\n")[0]
    marker = read_marker(text)
    if answer_label(text) or block.markdown.startswith("!["):
        return ""
    if marker and marker.style in (Style.WORD, Style.SPEAKER):
        return f"p {marker.style}"
    if is_whole_bold(block.markdown) and not marker:
        return "bold"
    if marker:
        return f"{'bold' if _BOLD_HEAD.match(block.markdown) else 'p'} {marker.style}"
    if is_dump and stands_alone(block) and _BARE_NUMBER.match(text):
        return _BARE
    asked = ends_asking(strip_ornament(text)) and len(text) < _LONGEST_QUESTION and "。" not in text
    return ASKED if asked else _family_of_short_line(block, title) if is_dump else ""


def _family_of_short_line(block: Block, title: str) -> str:
    """The family of a line of a dump that may have been a heading."""
    if block.text.strip() == title.strip():
        return ""
    if asking_weight(block.text) >= 1 and stands_alone(block, with_commas=True):
        return ASKED
    return TOPIC if len(block.text) <= _LONGEST_TOPIC and stands_alone(block) else ""


def names_no_question(text: str, title: str = "") -> bool:
    """Whether a heading does not name one question: the title, `Conclusion`, `Frequently asked questions`."""
    marker = read_marker(text)
    if ends_asking(text) or is_worded(marker):
        return False
    bare = strip_ornament(text).strip()
    return (
        (marker is None and text.strip() == title.strip())
        or bool(CLOSING.fullmatch(bare) or REFERENCES.fullmatch(bare))
        or not section_name(text)
        or (bool(MENTIONS_INTERVIEW.search(text)) and not asks(text))
    )


def _is_bare_number(block: Block) -> bool:
    """Whether a line is only a number."""
    if len(block.text) > _LONGEST_NUMBER:
        return False
    marker = read_marker(block.text)
    return marker is not None and not block.text[marker.length :].strip() and marker.style is not Style.WORD


def stands_alone(block: Block, *, with_commas: bool = False) -> bool:
    """Whether a line of a dump could be a heading: short, alone, and without a stop."""
    text = block.text.strip()
    return (
        len(text) <= _LONGEST_HEADING
        and "\n" not in text
        and text[-1:] not in "。；：，;:,.!！、…"
        and not (_STOPS if with_commas else _STOPS_AND_COMMAS).search(text)
    )


def _asks_below(blocks: Sequence[Block], at: int) -> bool:
    """Whether a title has one line below it that asks, as the title `Globals are evil` may have."""
    below = blocks[at + 1 : at + 3]
    return (
        blocks[at].shape is Shape.HEADING
        and bool(below)
        and below[0].shape is Shape.PARAGRAPH
        and ends_asking(below[0].text)
        and (len(below) < 2 or below[1].shape is Shape.HEADING)
    )


def _candidates_of_list(at: int, block: Block) -> Iterator[Candidate]:
    for number, item in enumerate(block.children):
        first = item.children[0] if item.children else item
        if first.shape in (Shape.HEADING, Shape.SUMMARY):
            yield _candidate(at, number, f"item {first.shape}", first)
        elif first.shape is Shape.PARAGRAPH and not find_noise(first):
            marker = read_marker(first.text)
            kind = "number" if item.ordinal is not None else "bullet"
            kind = "bold" if is_whole_bold(first.markdown) else kind
            kind = "word" if marker and marker.style is Style.WORD else kind
            yield _candidate(at, number, f"item {kind}", first)


def _lines_of_list(blocks: Sequence[Block]) -> Iterator[Candidate]:
    """If most lines of a dump ask and none answers, all its lines except those that name a group."""
    if any(b.shape is not Shape.PARAGRAPH or answer_label(b.text) for b in blocks):
        return
    stops = sum(bool(_STOP_AT_END.search(b.text)) for b in blocks) >= _NEARLY_ALL * len(blocks)
    lines = [
        _candidate(at, None, LISTED, block)
        for at, block in enumerate(blocks)
        if not find_noise(block) and not _names_group(blocks, at, stops=stops)
    ]
    asking = [n for n, line in enumerate(lines) if line.worth]
    last = asking[-1] if asking else -1
    while last + 1 < len(lines) and _counts_on(lines[last], lines[last + 1]):
        last += 1
    lines = lines[asking[0] : last + 1] if asking else []
    if any(len(line.block.text) >= _LONGEST_LISTED for line in lines):
        return
    if len(lines) >= _FEWEST_LISTED and sum(line.worth for line in lines) >= _MOST * len(lines):
        yield from lines


def _counts_on(before: Candidate, after: Candidate) -> bool:
    return before.number is not None and after.number == before.number + 1


def _names_group(blocks: Sequence[Block], at: int, *, stops: bool) -> bool:
    """Whether a line of a list asks nothing and stands above a rule, or has no stop though most have one.

    So does any line that ends in a colon. Witnesses: github.com/1992hk/DevOps_Interview_Preparation_Q-A,
    f5480eeb; github.com/JohnYiZheng/slam_interview, 28a5da21.
    """
    text = blocks[at].text
    is_odd = any(map(is_ornament, blocks[at + 1 : at + 2])) or (stops and not _STOP_AT_END.search(text))
    return text.endswith((":", "：")) or (is_odd and not asking_weight(text))


def _with_bare_numbers(members: Sequence[Candidate]) -> Iterator[Candidate]:
    """The members; `4 slices` also gets a mark if 4 continues the count of the lines like it around it."""
    fits: set[int] = set()
    families: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, member in enumerate(members):
        bare = _BARE_NUMBER.match(member.block.text) if member.marker is None else None
        number = int(bare[1]) if bare else member.number
        if number is not None:
            families[member.family].append((at, number))
    for numbers in families.values():
        for (before, low), (after, high) in pairwise(numbers):
            if high == low + 1:
                fits |= {before, after}
    for at, member in enumerate(members):
        bare = _BARE_NUMBER.match(member.block.text) if member.marker is None and at in fits else None
        if bare:
            yield replace(member, marker=Marker(Style.NUMBER, int(bare[1]), bare.end()))
        elif member.family != _BARE:
            yield member
