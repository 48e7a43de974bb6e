"""Finds by which marks a page tells its questions: one family of marks, and no other counts."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from deckgen.inputs.ingest.markers import (
    INTERVIEW,
    Marker,
    Style,
    answer_label,
    is_asking,
    is_whole_bold,
    read_marker,
    strip_ornament,
)
from deckgen.inputs.ingest.noise import CLOSING, REFERENCES, find_noise
from deckgen.inputs.ingest.page import Block, Page, Shape

_HEAD = 7
"""So many letters alike begin the same question, in other words further on."""
_PLACES = {"heading": 1.0, "summary": 1.2, "bold": 0.6, "p": 0.4, "item": 0.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a question: block `at` of the page, or item `item` of the list there."""

    at: int
    item: int | None
    family: str
    block: Block
    marker: Marker | None

    @property
    def place(self) -> str:
        """What kind of line it is."""
        return self.family.split(" ")[0].rstrip("123456")


def find_contents(blocks: Sequence[Block]) -> frozenset[int]:
    """The lists that repeat what stands further down: tables of contents."""
    bodies = {_bare(b.text): n for n, b in enumerate(blocks) if b.shape is not Shape.LIST and b.text}
    bodies.pop("", None)
    heads = {bare[:_HEAD]: n for bare, n in bodies.items()}
    found = set()
    for number, block in enumerate(blocks):
        if block.shape is not Shape.LIST:
            continue
        entries = [
            part.text for item in block.children for part in item.walk() if part.shape is Shape.PARAGRAPH
        ]
        if len(entries) < 2:
            continue
        repeated = sum(_stands_below(_bare(entry), bodies, heads, number) for entry in entries)
        if (
            repeated >= 0.6 * len(entries)
            or (block.is_link_list and repeated >= 0.2 * len(entries))
            or (block.is_link_list and len(entries) >= 2)
        ):
            found.add(number)
    return frozenset(found | _contents_of_lines(blocks))


def _contents_of_lines(blocks: Sequence[Block]) -> set[int]:
    """Runs of lines that come again, all of them, in the same order below."""
    lines: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        if block.shape in (Shape.PARAGRAPH, Shape.HEADING, Shape.SUMMARY) and block.text:
            lines[_bare(block.text)].append(number)
    found: set[int] = set()
    run: list[int] = []
    for number, block in enumerate([*blocks, Block(Shape.RULE, 0)]):
        bare = _bare(block.text) if block.shape is Shape.PARAGRAPH else ""
        if bare and len(bare) > 3 and lines[bare][-1] > number + 1:
            run.append(number)
            continue
        asking = sum(read_marker(blocks[n].text) is not None or _asks(blocks[n].text) for n in run)
        if len(run) >= 3 and asking >= 0.5 * len(run):
            found.update(run)
        run = []
    return found


def _bare(text: str) -> str:
    marker = read_marker(text)
    text = text[marker.length :] if marker else text
    return re.sub(r"[\W_]+", "", text.lower())


def _stands_below(entry: str, bodies: dict[str, int], heads: dict[str, int], number: int) -> bool:
    """Whether a line with these words, or one that begins like them, comes further down."""
    if not entry:
        return False
    head = entry[:_HEAD]
    return bodies.get(entry, -1) > number or (len(head) == _HEAD and heads.get(head, -1) > number)


def find_candidates(blocks: Sequence[Block], contents: frozenset[int]) -> list[Candidate]:
    """Every line that could be a question, by its family."""
    found = []
    for at, block in enumerate(blocks):
        if at in contents or find_noise(block):
            continue
        match block.shape:
            case Shape.HEADING if not answer_label(block.text):
                found.append(Candidate(at, None, f"heading{block.level}", block, read_marker(block.text)))
            case Shape.SUMMARY if not _is_answer_summary(block.text):
                found.append(Candidate(at, None, "summary", block, read_marker(block.text)))
            case Shape.PARAGRAPH if not block.info:
                family = _family_of_paragraph(block)
                if family:
                    found.append(Candidate(at, None, family, block, read_marker(block.text)))
            case Shape.LIST:
                found += _candidates_of_list(at, block)
    return found


def _family_of_paragraph(block: Block) -> str:
    text = block.text.split("\n")[0]
    marker = read_marker(text)
    if answer_label(text) or block.markdown.startswith("!["):
        return ""
    if is_whole_bold(block.markdown):
        return "p word" if marker and marker.style is Style.WORD else "bold"
    if marker is None:
        return "p asked" if strip_ornament(text).rstrip().endswith(("?", "？")) and len(text) < 250 else ""
    if marker.style in (Style.WORD, Style.SPEAKER):
        return f"p {marker.style}"
    bold = re.match(r"\*\*[^*]+\*\*", block.markdown)
    return f"{'bold' if bold else 'p'} {marker.style}"


def _candidates_of_list(at: int, block: Block) -> list[Candidate]:
    found = []
    for number, item in enumerate(block.children):
        first = item.children[0] if item.children else None
        if first is None:
            continue
        if first.shape is Shape.HEADING:
            family = "item heading"
        elif first.shape is Shape.SUMMARY:
            family = "item summary"
        elif first.shape is Shape.PARAGRAPH:
            marker = read_marker(first.text)
            if marker and marker.style is Style.WORD:
                family = "item word"
            elif is_whole_bold(first.markdown):
                family = "item bold"
            else:
                family = "item number" if item.ordinal is not None else "item bullet"
        else:
            continue
        found.append(Candidate(at, number, family, first, read_marker(first.text)))
    return found


def _is_answer_summary(text: str) -> bool:
    return bool(answer_label(text)) or bool(
        re.fullmatch(
            r"(?:(?:点击)?(?:查看|展开|显示)?(?:参考)?(?:答案|解析|详情|代码)|(?:show|view|see|click|reveal|expand).{0,30}|answers?|solutions?|hint|details?|explanation)\W*",
            text.strip(),
            re.IGNORECASE,
        )
    )


def choose_family(
    page: Page, name: str, candidates: Sequence[Candidate], contents: frozenset[int]
) -> list[Candidate]:
    """The candidates that are the page's questions; none where it is not a page of questions."""
    families: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        families[candidate.family].append(candidate)
        if candidate.family.startswith("bold ") or candidate.family == "bold":
            families["bold any"].append(candidate)
        if candidate.family == "p number":
            families[f"p number {_separator(candidate)}"].append(candidate)
        marker = candidate.marker
        if marker and marker.style is Style.WORD and candidate.place != "item":
            families["word"].append(candidate)
    listed = {_bare(p.text) for n in contents for p in page.blocks[n].walk() if p.text}
    headings = " ".join(b.text for b in page.blocks if b.shape is Shape.HEADING and b.level == 1)
    interview = bool(INTERVIEW.search(f"{page.title} {name} {page.address} {headings}"))
    asks = len({c.at for c in candidates if c.item is None and _asks(c.block.text)})
    scored = []
    for order, (family, members) in enumerate(families.items()):
        questions = [
            c
            for c in members
            if not CLOSING.fullmatch(strip_ornament(c.block.text).strip())
            and not REFERENCES.fullmatch(strip_ornament(c.block.text).strip())
        ]
        score = _score(page, family, questions, listed, interview=interview)
        asked = sum(_asks(c.block.text) for c in questions)
        score += 0.8 * asked / max(1, asks) if score else 0
        if score > 0:
            # Bold lines with and without a number are one way to mark.
            all_bold = families["bold any"] if family.startswith("bold") else questions
            scored.append((score, -order, all_bold))
    return max(scored, key=lambda entry: entry[:2])[2] if scored else []


def _separator(candidate: Candidate) -> str:
    """What stands behind the number: `1、` and `1.` are two ways to count."""
    length = candidate.marker.length if candidate.marker else 0
    return candidate.block.text[:length].strip()[-1:].replace("．", ".")


def _score(
    page: Page, family: str, members: Sequence[Candidate], listed: set[str], *, interview: bool
) -> float:
    if not members:
        return 0
    count = len(members)
    texts = [member.block.text.split("\n")[0] for member in members]
    asking = sum(_asks(text) for text in texts) / count
    sure = sum(bool(re.search(r"[?？]", text)) for text in texts) / count
    words = sum(bool(m.marker and m.marker.style in (Style.WORD, Style.SPEAKER)) for m in members) / count
    numbered = sum(m.marker is not None or "number" in family for m in members) / count
    repeated = sum(_bare(text) in listed for text in texts) / count
    answered = sum(_has_body(page.blocks, member) for member in members) / count
    place = members[0].place
    is_heading = family.startswith("heading")
    if count == 1 and not (words or (sure and place in ("heading", "summary", "bold"))):
        return 0
    if family == "p asked" and (count < 2 or not (interview or count >= 3)):
        return 0
    enough = (
        words >= 0.6
        or sure >= (0.3 if interview else 0.5)
        or (interview and (asking >= 0.3 or (repeated >= 0.6 and count > 1)))
        or (
            interview
            and numbered >= 0.8
            and count >= 3
            and place in ("heading", "summary", "bold", "p")
            and answered > 0.5
        )
        or (numbered >= 0.8 and asking >= 0.6 and count >= 3)
        or (interview and is_heading and count >= 4 and answered > 0.7)
        or (interview and place == "item" and numbered >= 0.8 and count >= 5)
    )
    if not enough:
        return 0
    if place == "item" and not (
        sure >= 0.4 or asking >= 0.6 or words > 0.5 or (interview and numbered > 0.8 and not answered)
    ):
        return 0
    numbers = [m.marker.number for m in members if m.marker and m.marker.number is not None]
    restarts = sum(b <= a for a, b in pairwise(numbers))
    score = 2.5 * asking + 1.5 * sure + 2.5 * words + 2.5 * repeated + _PLACES[place]
    score += 0.8 * answered + 0.6 * min(count, 6) / 6
    score += 0.8 * (
        numbered if not restarts else numbered * (0.3 - min(0.8, restarts / max(1, len(numbers))))
    )
    if family == "p asked":
        score -= 1.2
    if is_heading:
        score -= 0.1 * int(family[-1])
        if family == "heading1" and count == 1:
            score -= 3
    return score


def _asks(text: str) -> bool:
    marker = read_marker(text)
    return is_asking(strip_ornament(text[marker.length :] if marker else text))


def _has_body(blocks: Sequence[Block], member: Candidate) -> bool:
    """Whether text follows at once, and not the next heading."""
    if member.item is not None:
        return len(blocks[member.at].children[member.item].children) > 1
    for block in blocks[member.at + 1 : member.at + 3]:
        if block.shape is Shape.RULE or find_noise(block):
            continue
        return not (
            (
                block.shape is Shape.HEADING
                and member.block.shape is Shape.HEADING
                and not answer_label(block.text)
            )
            or (member.block.shape is block.shape is Shape.SUMMARY)
        )
    return False
