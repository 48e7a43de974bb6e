"""Divides a page into its questions, and gives a reason for everything that is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from deckgen.pages.cut.bodies import read_body
from deckgen.pages.cut.repair import repair_blocks
from deckgen.pages.page import Block, Dropped, Page, Shape
from deckgen.pages.plan.candidates import LISTED, Candidate
from deckgen.pages.plan.choose import choose
from deckgen.pages.plan.noise import find_foot, find_noise
from deckgen.pages.plan.sections import section_name, section_tags
from deckgen.pages.plan.stream import Entry, stream
from deckgen.pages.plan.titles import clean_title, without_link_back
from deckgen.pages.questions import Found
from deckgen.pages.words.labels import ANSWERS, label_length
from deckgen.pages.words.markers import Style, read_marker, strip_ornament
from deckgen.pages.words.noise_rules import CLOSING, REFERENCES

_ROUND = re.compile(r".{0,20}(?:[一二三四五]面|HR面|笔试|面经|20\d\d[-/.年]\d{1,2}).{0,20}")
_GOES_ON = re.compile(r"[?？]\s*[^\s?？()（）*`」”\"'][^?？]{2,}$")
_SHARE_OF_LINES = 0.4
"""If this share of the lines goes on after the question mark, the answers stand there."""


@dataclass(frozen=True, slots=True)
class Segmented:
    """The questions of a page in order, its references, its origin, and the text that was left out."""

    questions: tuple[Found, ...]
    references: tuple[Block, ...]
    origin: str
    dropped: tuple[Dropped, ...]


@dataclass(slots=True)
class _Open:
    """A question whose body is still being read."""

    candidate: Candidate
    sections: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)


def segment(page: Page) -> Segmented:
    """Find the questions of a page; if there are none, the whole page is left out."""
    blocks, taken_off = repair_blocks(page.blocks)
    choice = choose(replace(page, blocks=blocks))
    if choice.doubt:
        dropped = [*taken_off, *(d for b in blocks for d in _drop(b, "no question on the page"))]
        return Segmented((), (), "", tuple(dropped))
    page = replace(page, blocks=choice.blocks)
    chosen = list(choice.questions)
    found = _Segmenter(page, stream(page.blocks, chosen), choice.contents, chosen).run()
    return replace(found, dropped=(*taken_off, *found.dropped))


def _drop(block: Block, reason: str) -> list[Dropped]:
    return [Dropped(line, text, reason) for line, text in _lines_of(block)]


def _lines_of(block: Block) -> Iterator[tuple[int, str]]:
    """The lines of a block, part by part; the number of an item stands before its first words."""
    mark = f"{block.ordinal}. " if block.ordinal is not None else ""
    for part in (block, *block.children):
        inside = _lines_of(part) if part is not block else [(block.line, block.text or block.markdown)]
        for line, text in inside:
            if text:
                yield line, mark + text
                mark = ""


class _Segmenter:
    """Goes through the page once, with one question open at a time."""

    def __init__(
        self, page: Page, entries: list[Entry], contents: frozenset[int], chosen: list[Candidate]
    ) -> None:
        self._page, self._entries, self._chosen = page, entries, chosen
        self._contents = {id(page.blocks[n]) for n in contents}
        self._level = max(c.block.level for c in chosen)
        self._of_items = chosen[0].item is not None
        self._section_levels = self._find_section_levels()
        tops = (e for e in entries if e.block.level == 1 and e.block.shape is Shape.HEADING)
        self._has_one_title = sum(1 for _ in tops) == 1
        self._sections: list[tuple[float, str]] = []
        self._open: _Open | None = None
        self._is_closed = False
        self._references: list[Block] = []
        self._origin = ""
        self._done: list[_Open] = []
        self._dropped: list[Dropped] = []
        goes_on = sum(bool(_GOES_ON.search(c.block.text)) for c in chosen)
        self._has_answers_in_line = goes_on >= _SHARE_OF_LINES * len(chosen)
        self._last = max(n for n, entry in enumerate(entries) if entry.candidate)

    def run(self) -> Segmented:
        for number, entry in enumerate(self._entries):
            if entry.candidate:
                self._close()
                self._drop_ordinal(entry)
                if entry.block.shape is Shape.HEADING:
                    level = entry.block.level
                    self._sections = [(other, name) for other, name in self._sections if other < level]
                path = tuple(name for _, name in self._sections)
                self._open, self._is_closed = _Open(entry.candidate, path), False
                if entry.is_last:
                    self._close()
                    self._is_closed = True
            elif entry.is_inside and self._open and id(entry.block) not in self._contents:
                self._open.blocks.append(entry.block)
            else:
                self._take(number, entry.block)
        self._close()
        self._cut_foot()
        found = [self._finish(opened) for opened in self._done]
        return Segmented(tuple(found), tuple(self._references), self._origin, tuple(self._dropped))

    def _drop_ordinal(self, entry: Entry) -> None:
        if entry.ordinal is not None:
            self._dropped.append(Dropped(entry.block.line, f"{entry.ordinal}.", "the mark of a question"))

    def _close(self) -> None:
        if self._open:
            self._done.append(self._open)
        self._open = None

    def _take(self, number: int, block: Block) -> None:
        if id(block) in self._contents:
            self._dropped += _drop(block, "a table of contents")
        elif self._is_section(number, block):
            self._begin_section(number, block)
        elif self._open and not self._is_closed:
            self._open.blocks.append(block)
        elif self._is_closed and self._references and block.shape is not Shape.RULE and not find_noise(block):
            self._references.append(block)
        elif self._open is None and not self._done:
            self._take_head(number, block)
        else:
            self._drop_with_rule(block, "does not belong to a question")

    def _take_head(self, number: int, block: Block) -> None:
        text = block.text.strip()
        if text and text == self._page.title.strip():
            self._dropped += _drop(block, "the title of the page")
        elif (
            block.shape is Shape.PARAGRAPH
            and len(text) < 40
            and _ROUND.fullmatch(text)
            and not find_noise(block)
        ):
            self._origin = self._origin or text
            self._dropped += _drop(block, "says where the questions are from; now the source")
        else:
            self._drop_with_rule(block, "stands before the first question")

    def _drop_with_rule(self, block: Block, reason: str) -> None:
        parts = [part for part in block.walk() if part.shape not in (Shape.LIST, Shape.ITEM)]
        rule = find_noise(parts[0]) if len(parts) == 1 else None
        self._dropped += _drop(block, rule.reason if rule else reason)

    def _is_section(self, number: int, block: Block) -> bool:  # noqa: PLR0911 - one for each kind of block
        if block.shape is Shape.HEADING:
            if label_length(block) or self._is_stray(number, block):
                return False
            if self._level:
                return block.level <= self._level and (
                    not self._is_inside_odd(block) or self._is_followed_by_question(number)
                )
            if block.level in self._section_levels or (
                self._section_levels and block.level < min(self._section_levels)
            ):
                return True
            closing = CLOSING.fullmatch(block.text) or REFERENCES.fullmatch(block.text)
            return bool(closing) and number > self._last
        if (
            block.shape is Shape.PARAGRAPH
            and number > self._last
            and "](" not in block.markdown
            and REFERENCES.fullmatch(block.text.strip("* "))
        ):
            return True
        if block.shape is not Shape.PARAGRAPH or len(block.text) > 60:
            return False
        if self._chosen[0].family == LISTED and block.text.endswith((":", "：")):
            return self._is_followed_by_question(number)
        marker = read_marker(block.text)
        grouped = (marker is not None and marker.style is Style.HAN) or (
            bool(_ROUND.fullmatch(block.text)) and bool(self._done or self._open)
        )
        return grouped and self._is_followed_by_question(number) and not find_noise(block)

    def _is_stray(self, number: int, block: Block) -> bool:
        """Whether a high heading is part of an answer: below its label, or a comment of unfenced code."""
        if not self._open or self._is_followed_by_group(number):
            return False
        blocks = self._open.blocks
        if blocks and label_length(blocks[-1]) >= len(blocks[-1].text.strip()) > 0:
            return True
        if any(b.shape is Shape.HEADING and b.level <= min(block.level, self._level - 1) for b in blocks):
            return not label_length(block)
        return block.level == 1 and self._level > 2

    def _is_followed_by_group(self, number: int) -> bool:
        following = self._entries[number + 1 : number + 2]
        return any(entry.candidate or entry.block.shape is Shape.HEADING for entry in following)

    def _is_inside_odd(self, block: Block) -> bool:
        """Whether a heading on the level of the questions is not a question and does not end one."""
        if block.level < self._level:
            return False
        if block.level == self._level and not section_name(block.text):
            return False
        return not (CLOSING.fullmatch(block.text) or REFERENCES.fullmatch(block.text) or find_noise(block))

    def _is_followed_by_question(self, number: int) -> bool:
        for entry in self._entries[number + 1 : number + 4]:
            if entry.candidate:
                return True
            if (
                entry.block.shape is not Shape.RULE
                and not find_noise(entry.block)
                and id(entry.block) not in self._contents
            ):
                return False
        return False

    def _find_section_levels(self) -> set[int]:
        first = next(n for n, entry in enumerate(self._entries) if entry.candidate)
        above = [e.block.level for e in self._entries[:first] if e.block.shape is Shape.HEADING]
        over_lists = above[-1:] if self._of_items else []
        return set(over_lists) | {
            entry.block.level
            for number, entry in enumerate(self._entries)
            if entry.block.shape is Shape.HEADING
            and not entry.candidate
            and self._is_followed_by_question(number)
        }

    def _begin_section(self, number: int, block: Block) -> None:
        self._close()
        self._is_closed = True
        # A group heading on the same level as its questions still stands above them.
        level = block.level - 0.5 if block.level == self._level else block.level or 7
        self._sections = [(other, name) for other, name in self._sections if other < level]
        text = block.text.strip("* ")
        if REFERENCES.fullmatch(strip_ornament(text)):
            self._references.append(block)
            return
        if ANSWERS.fullmatch(text.strip("：: ")):
            self._dropped += _drop(block, "the heading of the answers")
            return
        if CLOSING.fullmatch(text) or number > self._last:
            self._drop_with_rule(block, "the heading of a section without questions")
            return
        title = self._page.title
        if level == 1 and (text == title or self._has_one_title):
            self._dropped += _drop(block, "the title of the page")
            return
        name = section_name(without_link_back(text))
        self._sections.append((level, name))
        self._dropped += _drop(
            block, "the heading of a group; now a tag" if name else "the heading of the questions"
        )

    def _cut_foot(self) -> None:
        if not self._done:
            return
        blocks = self._done[-1].blocks
        at = find_foot(blocks)
        for block in blocks[at:]:
            self._dropped += _drop(block, "the foot of the page")
        del blocks[at:]

    def _finish(self, opened: _Open) -> Found:
        is_alone = all(find_noise(b) for b in opened.blocks)
        title = clean_title(opened.candidate, may_hold_answer=is_alone and self._has_answers_in_line)
        body = read_body([*title.rest, *opened.blocks], title.text)
        self._dropped += (*title.dropped, *body.dropped)
        prompt = (*title.statement, *body.prompt)
        tags = (*section_tags(opened.sections), *title.tags)
        return Found(opened.candidate.block.line, title.markdown, title.text, prompt, body.answer, tags)
