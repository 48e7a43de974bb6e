"""Finds by which marks a page tells its questions: one family of marks, and no other counts."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from deckgen.inputs.ingest.candidates import Candidate
from deckgen.inputs.ingest.labels import answer_label
from deckgen.inputs.ingest.markers import (
    INTERVIEW,
    Style,
    asks,
    bare_words,
    ends_asking,
    is_asking,
    strip_ornament,
)
from deckgen.inputs.ingest.noise import find_noise
from deckgen.inputs.ingest.noise_rules import CLOSING, REFERENCES
from deckgen.inputs.ingest.page import Block, Page, Shape

_PLACES = {"heading": 1.0, "summary": 1.2, "bold": 0.6, "p": 0.4, "item": 0.0}


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
    listed = {bare_words(p.text) for n in contents for p in page.blocks[n].walk() if p.text}
    headings = " ".join(b.text for b in page.blocks if b.shape is Shape.HEADING and b.level == 1)
    interview = bool(INTERVIEW.search(f"{page.title} {name} {page.address} {headings}"))
    askers = len({c.at for c in candidates if c.item is None and asks(c.block.text)})
    scored = []
    for order, (family, members) in enumerate(families.items()):
        questions = [
            c
            for c in members
            if not CLOSING.fullmatch(strip_ornament(c.block.text).strip())
            and not REFERENCES.fullmatch(strip_ornament(c.block.text).strip())
        ]
        score = _score(page, family, questions, listed, interview=interview)
        asked = sum(asks(c.block.text) for c in questions)
        score += 0.8 * asked / max(1, askers) if score else 0
        if score > 0:
            # Bold lines with and without a number are one way to mark.
            all_bold = families["bold any"] if family.startswith("bold") else questions
            scored.append((score, -order, all_bold))
    if not scored:
        return []
    _, _, chosen = max(scored, key=lambda entry: entry[:2])
    return _without_odd(_with_outer_questions(page.blocks, candidates, chosen))


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
    asking = sum(asks(text) for text in texts) / count
    sure = sum(bool(re.search(r"[?？]", text)) for text in texts) / count
    words = sum(bool(m.marker and m.marker.style in (Style.WORD, Style.SPEAKER)) for m in members) / count
    numbered = sum(m.marker is not None or "number" in family for m in members) / count
    repeated = sum(bare_words(text) in listed for text in texts) / count
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


def _without_odd(chosen: list[Candidate]) -> list[Candidate]:
    """Where nearly all are numbered, a heading without a number that asks nothing is part of an answer."""
    asking = sum(is_asking(c.block.text) for c in chosen)
    if chosen[0].place in ("bold", "p") and asking >= 0.6 * len(chosen):
        return [c for c in chosen if c.marker is not None or is_asking(c.block.text)]
    numbered = sum(c.marker is not None for c in chosen)
    if numbered < 0.7 * len(chosen) or numbered == len(chosen):
        return chosen
    return [c for c in chosen if c.marker is not None or is_asking(c.block.text)]


def _with_outer_questions(
    blocks: Sequence[Block], candidates: Sequence[Candidate], chosen: list[Candidate]
) -> list[Candidate]:
    """Headings above the level of the questions that ask and are answered at once are questions, too."""
    if not chosen[0].family.startswith("heading"):
        return chosen
    level = chosen[0].block.level
    taken = {c.at for c in chosen}
    next_heading = dict(pairwise(at for at, block in enumerate(blocks) if block.shape is Shape.HEADING))
    outer = []
    for candidate in candidates:
        block = candidate.block
        if not candidate.family.startswith("heading") or block.level >= level or block.level == 1:
            continue
        after = next_heading.get(candidate.at)
        if after == candidate.at + 1 or candidate.at + 1 == len(blocks) or not ends_asking(block.text):
            continue
        if after is None or after not in taken or blocks[after].level <= block.level:
            outer.append(candidate)
    return sorted([*chosen, *outer], key=lambda c: c.at)
