"""Cuts a page into questions as its plan says; nothing is guessed here but what is a label or a mark."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from deckgen.pages.cut.bodies import read_body
from deckgen.pages.cut.titles import clean_title
from deckgen.pages.page import CLOZE, Block, Dropped, Shape, Warned
from deckgen.pages.plan.label import ASKS, BELOW_HEADINGS, ORIGIN, group_level
from deckgen.pages.plan.rows import QUESTIONS, Label, Node, Plan, Row, has_rows
from deckgen.pages.plan.sections import section_name, section_tags, without_link_back
from deckgen.pages.questions import Found
from deckgen.pages.read.questions import without_clozes
from deckgen.pages.words.markers import Marker, read_markers

_GOES_ON = re.compile(r"[?？]\s*[^\s?？()（）*`」”\"'][^?？]{2,}$")
_SHARE_OF_LINES = 0.4
"""If this share of the lines goes on after the question mark, the answers stand there."""
_BY_HAND = "left out by the plan"


@dataclass(frozen=True, slots=True)
class Cut:
    """The questions of a page in order, its references, its origin, and the text that was left out.

    `warned` are the lines in answers that may be questions of their own.
    """

    questions: tuple[Found, ...]
    references: tuple[Block, ...]
    origin: str
    dropped: tuple[Dropped, ...]
    warned: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading above what follows: the name of a group, or a question that has questions below it."""

    level: float
    name: str
    asks: bool = False


@dataclass(slots=True)
class _Open:
    """A question whose body is still being read."""

    block: Block
    is_item: bool
    is_draft: bool
    sections: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)


def cut(plan: Plan) -> Cut:
    """The questions of a page; each row goes where its label says.

    An answer before the first question, which `read_plan` refuses, is left out.
    """
    return _Cutter(plan).run()


class _Cutter:
    """Goes through the blocks and their rows once."""

    def __init__(self, plan: Plan) -> None:
        self._blocks, self._rows, self._at = plan.blocks, plan.rows, 0
        levels = (row.node.words.level for row in plan.rows if row.label in QUESTIONS)
        self._level = max(levels, default=0)
        self._sections: list[_Section] = []
        self._questions: list[_Open] = []
        self._references: list[Block] = []
        self._origin = ""
        self._dropped = list(plan.dropped)
        self._warned: list[Warned] = []

    def run(self) -> Cut:
        for block in self._blocks:
            if block.shape is Shape.LIST:
                self._take_list(block)
            else:
                self._take()
        lines = [opened.block.text for opened in self._questions]
        in_line = sum(bool(_GOES_ON.search(line)) for line in lines) >= _SHARE_OF_LINES * len(lines)
        marks = read_markers([line.split("\n")[0] for line in lines])
        found = [self._finish(each, mark, in_line) for each, mark in zip(self._questions, marks, strict=True)]
        return Cut(
            tuple(found), tuple(self._references), self._origin, tuple(self._dropped), tuple(self._warned)
        )

    def _take_list(self, block: Block) -> None:
        """Take a list item by item; items that stay together stay one list."""
        together: list[Block] = []
        first = self._at
        for item in block.children:
            end = self._end_of_item()
            kinds = {_kind(row) for row in self._rows[self._at : end]}
            if together and kinds != {_kind(self._rows[first])}:
                self._place(self._rows[first], _list_of(block, together))
                together = []
            if len(kinds) == 1 and "" not in kinds:
                first = first if together else self._at
                together.append(item)
                self._at = end
            else:
                self._take_item(block)
        if together:
            self._place(self._rows[first], _list_of(block, together))

    def _end_of_item(self) -> int:
        """The number of the row after this item and the items in it."""
        depth, end = self._rows[self._at].node.depth, self._at + 1
        while end < len(self._rows) and self._rows[end].node.depth > depth:
            end += 1
        return end

    def _take_item(self, block: Block) -> None:
        row = self._rows[self._at]
        node = row.node
        own = [child for child in node.block.children if not has_rows(child)]
        is_apart = row.label in (*QUESTIONS, Label.GROUP)
        if is_apart:
            self._take()
        else:
            self._at += 1
            self._place(row, _list_of(block, [replace(node.block, children=tuple(own))]))
        for child in node.block.children:
            if has_rows(child):
                self._take_list(child)
            elif is_apart and child is not node.words:
                self._place(replace(row, label=Label.ANSWER), child)
        if row.label is Label.GROUP:
            self._leave(group_level(node))

    def _take(self) -> None:
        """Take a block that is not a list, or an item that is a question or names a group."""
        row = self._rows[self._at]
        self._at += 1
        if row.label in QUESTIONS:
            self._begin(row)
        elif row.label is Label.GROUP:
            self._name_group(row.node)
        else:
            block = row.node.block
            if block.shape is Shape.HEADING and row.label is Label.LEFT_OUT:
                self._leave(block.level)
            self._place(row, block)

    def _place(self, row: Row, block: Block) -> None:
        # The rest of a stated question stands in its children, which a line of an answer does not have.
        parts = (replace(block, children=()), *block.children) if block.is_stated else (block,)
        if row.label is Label.ANSWER and self._questions:
            self._questions[-1].blocks += parts
            if row.remark == ASKS:
                asked = f"a line of this answer asks something: {block.text[:60]}"
                message = f"{asked}; label it `q` in the plan if it is a question"
                self._warned.append(Warned(block.line, "asks-inside", message))
        elif row.label is Label.REFERENCE:
            self._references += parts
        else:
            if row.remark == ORIGIN:
                self._origin = self._origin or block.text.strip()
            self._drop(block, row.remark or _BY_HAND)

    def _begin(self, row: Row) -> None:
        node = row.node
        is_heading = node.words.shape is Shape.HEADING
        if is_heading:
            self._leave(node.words.level, below=BELOW_HEADINGS)
        self._drop_ordinal(node, "the mark of a question")
        path = tuple(section.name for section in self._sections if is_heading or not section.asks)
        is_item = node.block.shape is Shape.ITEM
        self._questions.append(_Open(node.words, is_item, row.label is Label.DRAFT, path))
        if is_heading:
            # It stands above the questions with deeper headings, as the name of a group does.
            name = section_name(without_link_back(node.words.text))
            self._sections.append(_Section(node.words.level, name, asks=True))

    def _name_group(self, node: Node) -> None:
        level: float = group_level(node)
        # A group heading on the same level as its questions still stands above them.
        level -= 0.5 if level == self._level else 0
        self._leave(level)
        name = section_name(without_link_back(node.words.text.strip("* ")))
        self._sections.append(_Section(level, name))
        reason = "the heading of a group; now a tag" if name else "the heading of the questions"
        self._drop_ordinal(node, reason)
        self._drop(node.words, reason)

    def _drop_ordinal(self, node: Node, reason: str) -> None:
        if node.block.ordinal is not None:
            self._dropped.append(Dropped(node.words.line, f"{node.block.ordinal}.", reason))

    def _leave(self, level: float, *, below: float = math.inf) -> None:
        """End the groups from this level on, but not those from the level `below` on."""
        self._sections = [one for one in self._sections if one.level < level or one.level >= below]

    def _drop(self, block: Block, reason: str) -> None:
        self._dropped += (Dropped(line, text, reason) for line, text in _lines_of(block))

    def _finish(self, opened: _Open, mark: Marker | None, in_line: bool) -> Found:
        may_hold_answer = in_line and not opened.blocks
        title = clean_title(opened.block, mark, is_item=opened.is_item, may_hold_answer=may_hold_answer)
        body = read_body([*title.rest, *opened.blocks], title.text)
        self._dropped += (*title.dropped, *body.dropped)
        is_cloze = opened.block.info == CLOZE
        return Found(
            opened.block.line,
            title.markdown,
            without_clozes(title.text) if is_cloze else title.text,
            (*title.statement, *body.prompt),
            body.answer,
            (*section_tags(opened.sections), *title.tags),
            not opened.is_draft,
            is_cloze,
        )


def _list_of(block: Block, items: Sequence[Block]) -> Block:
    return replace(block, line=items[0].line, children=tuple(items))


def _kind(row: Row) -> str:
    """What items must share to stay one list; empty for an item that stands for itself."""
    if row.label in (*QUESTIONS, Label.GROUP):
        return ""
    return f"{row.label}{row.remark if row.label is Label.LEFT_OUT else ''}"


def _lines_of(block: Block) -> Iterator[tuple[int, str]]:
    """The lines of a block, part by part; the number of an item stands before its first words."""
    mark = f"{block.ordinal}. " if block.ordinal is not None else ""
    for part in (block, *block.children):
        inside = _lines_of(part) if part is not block else [(block.line, _words(block))]
        for line, text in inside:
            if text:
                yield line, mark + text
                mark = ""


def _words(block: Block) -> str:
    """The text of a block as the report shows it; a cloze has its hints only in its Markdown."""
    return block.markdown if block.info == CLOZE else block.text or block.markdown
