"""Makes the plan of a page: finds its questions, and labels what stands around them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from deckgen.pages.page import Block, Page, Shape
from deckgen.pages.plan.arrange import arrange_blocks
from deckgen.pages.plan.candidates import LISTED
from deckgen.pages.plan.choose import Choice, choose
from deckgen.pages.plan.noise import find_foot, find_noise, is_ornament
from deckgen.pages.plan.rows import NOTHING, Label, Node, Plan, Row, nodes_of
from deckgen.pages.plan.sections import section_name, without_link_back
from deckgen.pages.words.labels import ANSWERS, label_length
from deckgen.pages.words.markers import Style, read_marker, strip_ornament
from deckgen.pages.words.noise_rules import CLOSING, GREETING, REFERENCES

ORIGIN = "says where the questions are from; now the source"
"""The remark of a line that becomes the source of all questions."""
ASKS = "asks something"
"""The remark of a line in an answer that may be a question of its own."""
_ROUND = re.compile(r".{0,20}(?:[一二三四]面|HR面|笔试|面经|20\d\d[-/.年]\d{1,2}).{0,20}")
_LONGEST_ROUND = 40
_LONGEST_NAME = 60
"""A longer line does not name a group."""
_NEAR = 3
"""A question stands among this many rows after the name of its group."""
_FEWEST = 3
"""A list of fewer items may go on after its last one."""
_MOST = 0.5
"""If so many lines ask, the page is a list of questions, and a line that ends in a colon names a group."""
BELOW_HEADINGS = 7
"""The level of a group that is not named by a heading."""


def make_plan(page: Page) -> Plan:
    """The best plan for a page, with the reason if the page does not look like questions."""
    blocks, moved = arrange_blocks(page.blocks)
    choice = choose(replace(page, blocks=blocks))
    nodes = list(nodes_of(blocks))
    nothing = [(Label.LEFT_OUT, NOTHING)] * len(nodes)
    labels = _Labels(page, choice, nodes).give() if choice.questions else nothing
    rows = (Row(label, node, remark) for node, (label, remark) in zip(nodes, labels, strict=True))
    return Plan(blocks, tuple(rows), choice.doubt, moved)


def group_level(node: Node) -> int:
    """The level of a group with this name: that of a heading, or one below all headings."""
    return node.block.level or BELOW_HEADINGS + node.depth


_Label = tuple[Label, str]


class _Labels:
    """Goes through the nodes of a page once, with one question open at a time."""

    def __init__(self, page: Page, choice: Choice, nodes: Sequence[Node]) -> None:
        self._page, self._nodes = page, nodes
        chosen = {id(c.block) for c in choice.questions}
        self._asking = {id(choice.blocks[at]) for at in choice.asking}
        self._contents = choice.contents
        places = [number for number, node in enumerate(nodes) if id(node.words) in chosen]
        self._questions = frozenset(places)
        self._last = places[-1]
        self._level = max(nodes[number].words.level for number in places)
        lines = sum(nodes[number].block.shape is Shape.PARAGRAPH for number in places)
        self._is_listed = lines >= _MOST * (len(nodes) - places[0])
        self._is_mere_list = choice.questions[0].family == LISTED
        self._section_levels = self._find_section_levels(places[0], of_items=nodes[places[0]].depth > 0)
        tops = sum(n.block.shape is Shape.HEADING and n.block.level == 1 for n in nodes)
        self._has_one_title = tops == 1
        self._labels: list[_Label] = []
        self._open: list[int] = []
        self._is_open = False
        self._inside = 0
        self._highest = BELOW_HEADINGS
        self._begun = self._referring = False

    def give(self) -> list[_Label]:
        for number, node in enumerate(self._nodes):
            self._labels.append(self._label(number, node))
        foot = find_foot([self._nodes[number].block for number in self._open])
        for number in self._open[foot:]:
            self._labels[number] = (Label.LEFT_OUT, "the foot of the page")
        return self._labels

    def _label(self, number: int, node: Node) -> _Label:  # noqa: PLR0911 - one for each kind of row
        if number in self._questions:
            self._begun, self._open, self._inside, self._highest = True, [], node.depth, BELOW_HEADINGS
            self._is_open = not self._ends_list(number)
            return Label.QUESTION, ""
        if node.depth <= self._inside:
            self._inside = 0
        if id(node.block) in self._contents:
            return Label.LEFT_OUT, "a table of contents"
        if self._is_open and self._inside:
            return self._belongs(number, node)
        if self._is_section(number, node):
            self._is_open = False
            return self._section(number, node)
        if self._is_open:
            return self._belongs(number, node)
        is_rule = node.block.shape is Shape.RULE
        if self._begun and self._referring and not is_rule and not find_noise(node.block):
            return Label.REFERENCE, ""
        return self._outside(node, "does not belong to a question") if self._begun else self._head(node)

    def _belongs(self, number: int, node: Node) -> _Label:
        self._open.append(number)
        if node.block.shape is Shape.HEADING:
            self._highest = min(self._highest, node.block.level)
        rule = find_noise(node.block)
        if rule and rule.reason != GREETING:
            return Label.LEFT_OUT, rule.reason
        return Label.ANSWER, ASKS if id(node.words) in self._asking else ""

    def _ends_list(self, number: int) -> bool:
        """Whether this is the last of a list of questions without answers: what follows answers none."""
        if self._nodes[number].depth != 1 or number + 1 == len(self._nodes) or self._nodes[number + 1].depth:
            return False
        first = number
        while first > 0 and self._nodes[first].depth == self._nodes[first - 1].depth == 1:
            first -= 1
        items = self._nodes[first : number + 1]
        is_bare = len(items) >= _FEWEST and all(len(node.block.children) < 2 for node in items)
        return is_bare and not self._goes_on(number + 1)

    def _goes_on(self, start: int) -> bool:
        """Whether more questions follow in a list before the next heading."""
        for at in range(start, len(self._nodes)):
            node = self._nodes[at]
            if node.block.shape is Shape.HEADING:
                return False
            if node.depth and at in self._questions:
                return True
        return False

    def _head(self, node: Node) -> _Label:
        text = node.block.text.strip()
        if text and text == self._page.title.strip():
            return Label.LEFT_OUT, "the title of the page"
        is_line = node.block.shape is Shape.PARAGRAPH and len(text) < _LONGEST_ROUND
        if is_line and _ROUND.fullmatch(text) and not find_noise(node.block):
            return Label.LEFT_OUT, ORIGIN
        return self._outside(node, "stands before the first question")

    def _outside(self, node: Node, reason: str) -> _Label:
        parts = [part for part in node.block.walk() if part.shape is not Shape.ITEM]
        rule = find_noise(parts[0]) if len(parts) == 1 else None
        return Label.LEFT_OUT, rule.reason if rule else reason

    def _is_section(self, number: int, node: Node) -> bool:  # noqa: PLR0911 - one for each kind of block
        block = node.block
        if block.shape is Shape.HEADING:
            return self._is_section_heading(number, block)
        if block.shape is Shape.ITEM:
            return self._holds_questions(number, node)
        if block.shape is not Shape.PARAGRAPH:
            return False
        if (
            number > self._last
            and "](" not in block.markdown
            and REFERENCES.fullmatch(block.text.strip("* "))
        ):
            return True
        if len(block.text) > _LONGEST_NAME:
            return False
        is_above_rule = any(is_ornament(below.block) for below in self._nodes[number + 1 : number + 2])
        is_of_list = self._is_mere_list and not find_noise(block)
        if is_of_list or (self._is_listed and (block.text.endswith((":", "：")) or is_above_rule)):
            return self._is_followed_by_question(number)
        marker = read_marker(block.text)
        names = (marker is not None and marker.style is Style.HAN) or (
            bool(_ROUND.fullmatch(block.text)) and self._begun
        )
        return names and self._is_followed_by_question(number) and not find_noise(block)

    def _is_section_heading(self, number: int, block: Block) -> bool:
        if label_length(block) or self._is_stray(number, block):
            return False
        if self._level:
            ends = not self._is_inside_odd(block) or self._is_followed_by_question(number)
            return block.level <= self._level and ends
        if block.level in self._section_levels or block.level < min(self._section_levels, default=0):
            return True
        closing = CLOSING.fullmatch(block.text) or REFERENCES.fullmatch(block.text)
        return bool(closing) and number > self._last

    def _holds_questions(self, number: int, node: Node) -> bool:
        """Whether an item only names the questions in the list within it."""
        for at in range(number + 1, len(self._nodes)):
            if self._nodes[at].depth <= node.depth:
                return False
            if at in self._questions:
                return True
        return False

    def _is_stray(self, number: int, block: Block) -> bool:
        """Whether a high heading is part of an answer: below its label, or a comment of unfenced code."""
        following = self._nodes[number + 1 : number + 2]
        if not self._is_open or number + 1 in self._questions:
            return False
        if following and following[0].block.shape is Shape.HEADING:
            return False
        above = self._nodes[self._open[-1]].block if self._open else None
        if above and label_length(above) >= len(above.text.strip()) > 0:
            return True
        is_below_another = self._highest <= min(block.level, self._level - 1)
        return is_below_another or (block.level == 1 and self._level > 2)

    def _is_inside_odd(self, block: Block) -> bool:
        """Whether a heading on the level of the questions is not a question and does not end one."""
        if block.level < self._level or not section_name(block.text):
            return False
        return not (CLOSING.fullmatch(block.text) or REFERENCES.fullmatch(block.text) or find_noise(block))

    def _is_followed_by_question(self, number: int) -> bool:
        for at, node in enumerate(self._nodes[number + 1 : number + 1 + _NEAR], number + 1):
            if at in self._questions:
                return True
            is_text = node.block.shape is not Shape.RULE and not find_noise(node.block)
            if is_text and id(node.block) not in self._contents:
                return False
        return False

    def _find_section_levels(self, first: int, *, of_items: bool) -> set[int]:
        headings = [
            (n, node.block.level) for n, node in enumerate(self._nodes) if node.block.shape is Shape.HEADING
        ]
        above = [level for number, level in headings if number < first and of_items]
        return {*above[-1:]} | {
            level
            for number, level in headings
            if number not in self._questions and self._is_followed_by_question(number)
        }

    def _section(self, number: int, node: Node) -> _Label:
        block = node.words
        text = block.text.strip("* ")
        if REFERENCES.fullmatch(strip_ornament(text)):
            self._referring = True
            return Label.REFERENCE, ""
        if ANSWERS.fullmatch(text.strip("：: ")):
            return Label.LEFT_OUT, "the heading of the answers"
        if CLOSING.fullmatch(text) or number > self._last:
            return self._outside(node, "the heading of a section without questions")
        is_title = text == self._page.title or self._has_one_title
        if block.shape is Shape.HEADING and block.level == 1 and is_title:
            return Label.LEFT_OUT, "the title of the page"
        return Label.GROUP, "" if section_name(without_link_back(text)) else "names no group"
