"""Finds every line that may be a question, and groups these lines by the family of their mark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deckgen.pages.page import Block, Shape
from deckgen.pages.plan.noise import find_noise
from deckgen.pages.words.labels import answer_label, is_answer_summary, label_length
from deckgen.pages.words.markers import (
    Marker,
    Style,
    asking_weight,
    ends_asking,
    is_whole_bold,
    read_marker,
    strip_ornament,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a question: block `at` of the page, or item `item` of that block if it is a list."""

    at: int
    item: int | None
    family: str
    block: Block
    marker: Marker | None

    @property
    def place(self) -> str:
        """The kind of line: the first word of the family, without a level."""
        return self.family.split(" ")[0].rstrip("123456")


def find_candidates(
    blocks: Sequence[Block], contents: frozenset[int], *, is_dump: bool = False
) -> list[Candidate]:
    """All lines that may be questions; in a text dump, a heading looks like any short line."""
    found = []
    for at, block in enumerate(blocks):
        if block.is_stated:
            found.append(Candidate(at, None, "summary", block, read_marker(block.text)))
            continue
        if at in contents or find_noise(block) or _is_bare_number(block):
            continue
        match block.shape:
            case Shape.HEADING if not label_length(block):
                found.append(Candidate(at, None, f"heading{block.level}", block, read_marker(block.text)))
            case Shape.SUMMARY if not is_answer_summary(block.text) and not label_length(block):
                found.append(Candidate(at, None, "summary", block, read_marker(block.text)))
            case Shape.PARAGRAPH if not block.info:
                family = _family_of_paragraph(block, is_dump=is_dump)
                if family:
                    found.append(Candidate(at, None, family, block, read_marker(block.text)))
            case Shape.LIST:
                found += _candidates_of_list(at, block)
    return found


def _family_of_paragraph(block: Block, *, is_dump: bool) -> str:
    text = block.text.split("\n")[0]
    marker = read_marker(text)
    if answer_label(text) or block.markdown.startswith("!["):
        return ""
    if is_whole_bold(block.markdown):
        if _GOES_ON.match(text):
            return ""
        return "p word" if marker and marker.style is Style.WORD else "bold"
    if marker is None:
        return _family_of_unmarked(block, text, is_dump=is_dump)
    if marker.style in (Style.WORD, Style.SPEAKER):
        return f"p {marker.style}"
    bold = re.match(r"\*\*[^*]+\*\*", block.markdown)
    return f"{'bold' if bold else 'p'} {marker.style}"


def _family_of_unmarked(block: Block, text: str, *, is_dump: bool) -> str:
    if is_dump and _BARE_NUMBERED.match(text) and stands_alone(block):
        return "p bare"
    asked = ends_asking(strip_ornament(text)) and len(text) < _LONGEST_QUESTION and "。" not in text
    return "p asked" if (asked or (is_dump and _is_bare_heading(block))) and not _GOES_ON.match(text) else ""


def _is_bare_number(block: Block) -> bool:
    """Whether a line is only a number."""
    if len(block.text) > _LONGEST_NUMBER:
        return False
    marker = read_marker(block.text)
    return marker is not None and not block.text[marker.length :].strip() and marker.style is not Style.WORD


_TWO_HALVES = re.compile(
    r"[^，。；;,\n]+[，,][^，。；;,\n]*(?:什么|哪些|哪几种|区别|优缺点|怎么[办做]|多少|[吗呢])"
)
_LONGEST_NUMBER = 6
_LONGEST_QUESTION = 250
_BARE_NUMBERED = re.compile(r"\d{1,3}[ \u3000]+(?=\S)")
"""`4 slices`: a mark only if the line before or after it continues the count."""
_GOES_ON = re.compile(
    r"(?:那么?|但是?|可是?|所以|因此|然而|而且?|于是|然后|接着|此时|这时|这里|例如|比如)(?!些|个|种)"
)
"""A line that begins with one of these words is a step of an answer, even if it asks something."""
_CODE_WORD = re.compile(
    r"(?:if|elif|else|for|while|return|def|class|import|from|print|var|let|const|public|private|select|with)\b"
)
_LONGEST_HEADING = 60


def _is_bare_heading(block: Block) -> bool:
    """Whether a line of a dump asks something and could be a heading."""
    if asking_weight(block.text) < 1:
        return False
    return stands_alone(block) or (
        len(block.text) <= _LONGEST_HEADING and bool(_TWO_HALVES.fullmatch(block.text.strip()))
    )


def stands_alone(block: Block) -> bool:
    """Whether a line could be a heading: short, alone, and without a stop."""
    text = block.text.strip()
    return (
        len(text) <= _LONGEST_HEADING
        and "\n" not in text
        and text[-1:] not in "。；：，;:,.!！、…"
        and not re.search(r"[。；;，]|, ", text)
        and not _CODE_WORD.match(text)
    )


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
        elif first.shape is Shape.PARAGRAPH and not find_noise(first):
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
