"""Arranges a page for its plan: prose out of fences, and answers below questions that stand apart."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from deckgen.html_to_markdown.escape import escape_text
from deckgen.pages.page import Block, Dropped, Shape
from deckgen.pages.words.labels import ANSWERS, mark_labels
from deckgen.pages.words.markers import asking_weight, is_asking, read_marker
from deckgen.values.characters import HAN

_PROSE = re.compile(rf"[{HAN}].*[，。；：？！]|[a-z]{{2,}} [a-z]{{2,}} [a-z]{{2,}}.*[.?!:]$")
_CODE_SIGN = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from|return|for|if|#include|SELECT)\b|\w\(.*\)\s*$|\s=\s|->|=>|^\s*[$>]"
)
_NUMBERED = re.compile(r"\s*(\d{1,3})\s*[.)、．:：]\s*(\S.*)$")
_NAMES_QUESTION = re.compile(r"(?:面试|原)?题目?|问题|question|problem", re.IGNORECASE)
_TEXT_NAMES = ("", "text", "txt", "plaintext", "plain", "md", "markdown")
_FEWEST = 3


class _Place(NamedTuple):
    """Block `at` of the page, or item `item` of that block if it is a list."""

    at: int
    item: int | None


def arrange_blocks(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Dropped, ...]]:
    """Take prose out of fences and put answers below their questions; also return what was left out."""
    dropped: list[Dropped] = []
    prose: list[Block] = []
    for block in mark_labels(blocks):
        if block.shape is Shape.CODE and block.info.lower() in _TEXT_NAMES:
            prose += _without_fence(block)
        else:
            prose.append(block)
    joined = _joined(_with_named_questions(prose, dropped), dropped)
    return tuple(joined), tuple(dropped)


def _without_fence(block: Block) -> Iterator[Block]:
    lines = [line for line in block.markdown.split("\n") if line.strip()]
    prose = sum(bool(_PROSE.search(line)) and not _CODE_SIGN.search(line) for line in lines)
    if not lines or prose < 0.7 * len(lines) or sum(map(_is_numbered_question, lines)) >= _FEWEST:
        yield block
        return
    for number, line in enumerate(block.markdown.split("\n"), block.line + 1):
        if line.strip():
            yield Block(Shape.PARAGRAPH, number, escape_text(line.strip()), line.strip())


def _with_named_questions(blocks: list[Block], dropped: list[Dropped]) -> list[Block]:
    """Join a heading `Question` with the question that stands below it."""
    found: list[Block | None] = list(blocks)
    for at, block in enumerate(blocks):
        if block.shape is not Shape.HEADING or not _NAMES_QUESTION.fullmatch(block.text.strip("：: ")):
            continue
        section = range(at + 1, min(at + 5, len(blocks)))
        heads = [n for n in section if blocks[n].shape is Shape.HEADING]
        asked = [
            n
            for n in section[: heads[0] - at - 1 if heads else None]
            if blocks[n].shape is Shape.PARAGRAPH and asking_weight(blocks[n].text) >= 1
        ]
        if not asked or not any(blocks[n].level <= block.level for n in heads):
            continue
        question = blocks[asked[0]]
        dropped.append(Dropped(block.line, block.text, "the heading of a question"))
        mark = "问题："
        marked = question.with_markdown(mark + question.markdown, mark + question.text)
        found[at], found[asked[0]] = marked, None
    return [block for block in found if block is not None]


def _is_numbered_question(line: str) -> bool:
    match = _NUMBERED.match(line)
    return bool(match) and is_asking(match[2] if match else "")


def _joined(blocks: list[Block], dropped: list[Dropped]) -> list[Block]:
    numbered: dict[int, list[_Place]] | None = None
    for at, block in enumerate(blocks):
        questions = _questions_of(blocks, at)
        if len(questions) < _FEWEST:
            continue
        numbered = _find_numbered(blocks) if numbered is None else numbered
        answers = _answers_below(numbered, at, questions)
        if len(answers) >= 0.6 * len(questions):
            dropped += (_mark(blocks[place.at], place.item) for place in answers.values())
            return [*blocks[:at], *_with_answers(blocks, at + 1, questions, answers)]
        if block.shape is Shape.CODE:
            items = tuple(Block(Shape.ITEM, b.line, ordinal=n, children=(b,)) for n, b in questions.items())
            return [*blocks[:at], Block(Shape.LIST, block.line, children=items), *blocks[at + 1 :]]
    return blocks


def _mark(block: Block, item: int | None) -> Dropped:
    """The number of an answer; it is left out, because the question has the same number."""
    part = block if item is None else block.children[item]
    text = f"{part.ordinal}." if item is not None else part.text[: len(part.text) - len(_bare(part.text))]
    return Dropped(part.line, text, "the mark of an answer")


def _bare(text: str) -> str:
    return re.sub(r"^\s*\d{1,3}\s*[.)、．:：]\s*", "", text)


def _questions_of(blocks: Sequence[Block], at: int) -> dict[int, Block]:
    """The questions of a list that is apart from its answers, by their numbers."""
    block = blocks[at]
    found: dict[int, Block] = {}
    if block.shape not in (Shape.CODE, Shape.LIST):
        return found
    if block.shape is Shape.CODE:
        is_list = True
        for number, line in enumerate(block.markdown.split("\n"), block.line + 1):
            match = _NUMBERED.match(line)
            if match and int(match[1]) not in found:
                text = match[2].strip()
                found[int(match[1])] = Block(Shape.PARAGRAPH, number, escape_text(text), text)
            elif line.strip():
                is_list = False
                break
    else:
        is_list = any(
            b.shape is Shape.HEADING and ANSWERS.fullmatch(b.text.strip("：: "))
            for b in blocks[at + 1 : at + 4]
        )
        for item in block.children if is_list else ():
            if item.ordinal is not None and len(item.children) == 1:
                found[item.ordinal] = item.children[0]
    asking = sum(is_asking(b.text) for b in found.values())
    return found if is_list and asking >= 0.5 * len(found) else {}


def _find_numbered(blocks: Sequence[Block]) -> dict[int, list[_Place]]:
    """The places of numbered blocks and items that ask nothing, by their numbers."""
    found: dict[int, list[_Place]] = defaultdict(list)
    for at, block in enumerate(blocks):
        if block.shape is Shape.LIST:
            for number, item in enumerate(block.children):
                if item.ordinal is not None and not is_asking(item.all_text.split("\n")[0][-3:]):
                    found[item.ordinal].append(_Place(at, number))
        elif block.shape in (Shape.PARAGRAPH, Shape.HEADING):
            marker = read_marker(block.text)
            if marker and marker.number is not None:
                found[marker.number].append(_Place(at, None))
    return found


def _answers_below(
    numbered: Mapping[int, Sequence[_Place]], at: int, questions: Collection[int]
) -> dict[int, _Place]:
    """The place after block `at` where the answer to each number begins."""
    found: dict[int, _Place] = {}
    for number in questions:
        places = numbered.get(number, ())
        following = bisect_right(places, at, key=lambda place: place.at)
        if following < len(places):
            found[number] = places[following]
    return found


def _with_answers(
    blocks: Sequence[Block], start: int, questions: dict[int, Block], answers: dict[int, _Place]
) -> Iterator[Block]:
    """The blocks from `start` on, with each question before its answer."""
    places = {(place.at, place.item): number for number, place in answers.items()}
    for number, question in questions.items():
        if number not in answers:
            yield _question(number, question)
    for at, block in enumerate(blocks[start:], start):
        if block.shape is Shape.HEADING and ANSWERS.fullmatch(block.text.strip("：: ")):
            yield replace(block, level=1)
        elif (at, None) in places:
            number = places[at, None]
            yield _question(number, questions[number])
            rest = re.sub(r"^\s*\d{1,3}\s*\\?[.)、．:：]\s*", "", block.markdown)
            yield Block(Shape.PARAGRAPH, block.line, rest, _bare(block.text))
        elif any((at, place) in places for place in range(len(block.children))):
            for place, item in enumerate(block.children):
                if (at, place) in places:
                    number = places[at, place]
                    yield _question(number, questions[number])
                    yield from item.children
                else:
                    yield Block(Shape.LIST, item.line, children=(item,))
        else:
            yield block


def _question(number: int, question: Block) -> Block:
    mark = f"{number}. "
    return Block(Shape.HEADING, question.line, mark + question.markdown, mark + question.text, level=2)
