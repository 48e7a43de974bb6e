"""Puts right what hides questions: prose in fences, and answers that stand apart from their questions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckgen.inputs.ingest.escape import escape_text
from deckgen.inputs.ingest.labels import ANSWERS
from deckgen.inputs.ingest.markers import is_asking, read_marker
from deckgen.inputs.ingest.page import Block, Dropped, Shape

_PROSE = re.compile(r"[\u4e00-\u9fff].*[，。；：？！]|[a-z]{2,} [a-z]{2,} [a-z]{2,}.*[.?!:]$")
_CODE_SIGN = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from|return|for|if|#include|SELECT)\b|\w\(.*\)\s*$|\s=\s|->|=>|^\s*[$>]"
)
_NUMBERED = re.compile(r"\s*(\d{1,3})\s*[.)、．:：]\s*(\S.*)$")
_FEWEST = 3


def repair_blocks(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Dropped, ...]]:
    """The blocks with prose out of its fences and answers below their questions, and what was taken off."""
    dropped: list[Dropped] = []
    joined = _joined([part for block in blocks for part in _without_fence(block)], dropped)
    return tuple(joined), tuple(dropped)


def _without_fence(block: Block) -> Iterator[Block]:
    lines = [line for line in block.markdown.split("\n") if line.strip()] if block.shape is Shape.CODE else []
    prose = sum(bool(_PROSE.search(line)) and not _CODE_SIGN.search(line) for line in lines)
    is_text = block.info.lower() in ("", "text", "txt", "plaintext", "plain", "md", "markdown")
    if (
        not lines
        or not is_text
        or prose < 0.7 * len(lines)
        or sum(map(_is_numbered_question, lines)) >= _FEWEST
    ):
        yield block
        return
    for number, line in enumerate(block.markdown.split("\n"), block.line + 1):
        if line.strip():
            yield Block(Shape.PARAGRAPH, number, escape_text(line.strip()), line.strip())


def _is_numbered_question(line: str) -> bool:
    match = _NUMBERED.match(line)
    return bool(match) and is_asking(match[2] if match else "")


def _joined(blocks: list[Block], dropped: list[Dropped]) -> list[Block]:
    for at, block in enumerate(blocks):
        questions = _questions_of(block, blocks[at + 1 :])
        if len(questions) < _FEWEST:
            continue
        answers = _answers_below(blocks[at + 1 :], set(questions))
        if len(answers) >= 0.6 * len(questions):
            dropped += (_mark(blocks[at + 1 + place], item) for place, item in answers.values())
            return [*blocks[:at], *_with_answers(blocks[at + 1 :], questions, answers)]
        if block.shape is Shape.CODE:
            items = tuple(Block(Shape.ITEM, b.line, ordinal=n, children=(b,)) for n, b in questions.items())
            return [*blocks[:at], Block(Shape.LIST, block.line, children=items), *blocks[at + 1 :]]
    return blocks


def _mark(block: Block, place: int | None) -> Dropped:
    """The number of an answer, which its question has as well."""
    item = block if place is None else block.children[place]
    text = f"{item.ordinal}." if place is not None else item.text[: len(item.text) - len(_bare(item.text))]
    return Dropped(item.line, text, "the mark of an answer")


def _bare(text: str) -> str:
    return re.sub(r"^\s*\d{1,3}\s*[.)、．:：]\s*", "", text)


def _questions_of(block: Block, following: Sequence[Block]) -> dict[int, Block]:
    """The questions of a list that stands apart from its answers, by their numbers."""
    found: dict[int, Block] = {}
    if block.shape is Shape.CODE:
        lines = [line for line in block.markdown.split("\n") if line.strip()]
        for number, line in enumerate(block.markdown.split("\n"), block.line + 1):
            match = _NUMBERED.match(line)
            if match:
                text = match[2].strip()
                found[int(match[1])] = Block(Shape.PARAGRAPH, number, escape_text(text), text)
        is_list = len(found) == len(lines)
    else:
        is_list = block.shape is Shape.LIST and any(
            b.shape is Shape.HEADING and ANSWERS.fullmatch(b.text.strip("：: ")) for b in following[:3]
        )
        for item in block.children if is_list else ():
            if item.ordinal is not None and len(item.children) == 1:
                found[item.ordinal] = item.children[0]
    asking = sum(is_asking(b.text) for b in found.values())
    return found if is_list and asking >= 0.5 * len(found) else {}


def _answers_below(blocks: Sequence[Block], numbers: set[int]) -> dict[int, tuple[int, int | None]]:
    """Where the answer of each number begins: the block, and the item of a list."""
    found: dict[int, tuple[int, int | None]] = {}
    for at, block in enumerate(blocks):
        if block.shape is Shape.LIST:
            for place, item in enumerate(block.children):
                if item.ordinal in numbers and not is_asking(item.all_text.split("\n")[0][-3:]):
                    found.setdefault(item.ordinal or 0, (at, place))
        elif block.shape in (Shape.PARAGRAPH, Shape.HEADING):
            marker = read_marker(block.text)
            if marker and marker.number in numbers:
                found.setdefault(marker.number or 0, (at, None))
    return found


def _with_answers(
    blocks: Sequence[Block], questions: dict[int, Block], answers: dict[int, tuple[int, int | None]]
) -> Iterator[Block]:
    """The blocks, each question before its answer."""
    places = {place: number for number, place in answers.items()}
    for number, question in questions.items():
        if number not in answers:
            yield _question(number, question)
    for at, block in enumerate(blocks):
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
