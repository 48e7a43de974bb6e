"""Describes a plan: what each block of a page and each item of its lists is taken for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from deckgen.pages.page import Block, Dropped, Shape
from deckgen.pages.words.markers import asks
from deckgen.values.wording import shortened

_MOST_SHOWN = 100


class Label(StrEnum):
    """What a row is; the value is its letter in a plan file."""

    QUESTION = "q"
    ANSWER = "a"
    GROUP = "g"
    LEFT_OUT = "x"
    DRAFT = "d"
    REFERENCE = "r"


NOTHING = "no question on the page"
"""Why everything is left out of a page that is not written."""
QUESTIONS = (Label.QUESTION, Label.DRAFT)
MEANINGS = {
    Label.QUESTION: "a question",
    Label.ANSWER: "belongs to the question above",
    Label.GROUP: "the name of a group; it becomes a tag",
    Label.LEFT_OUT: "left out",
    Label.DRAFT: "a question that stays a draft",
    Label.REFERENCE: "a reference; it stands above the questions",
}


@dataclass(frozen=True, slots=True)
class Node:
    """What a row stands for: a block of the page (depth 0), or an item of a list (1 and more)."""

    block: Block
    depth: int = 0

    @property
    def words(self) -> Block:
        """The block whose words may be a question."""
        first = self.block.children[0] if self.block.shape is Shape.ITEM and self.block.children else None
        return self.block if first is None or first.shape is Shape.LIST else first


@dataclass(frozen=True, slots=True)
class Row:
    """A node and its label; `remark` says why it is left out, or what to look at.

    `is_new` says that the plan from before does not have it.
    """

    label: Label
    node: Node
    remark: str = ""
    is_new: bool = False

    @property
    def line(self) -> int:
        """Its line in the page."""
        return self.node.block.line

    @property
    def text(self) -> str:
        """Its first words, after a mark that shows what it is."""
        block, depth = self.node.words, self.node.depth
        text = " ".join((block.all_text or block.markdown).split())
        match block.shape:
            case Shape.HEADING:
                text = f"{'#' * block.level} {text}"
            case Shape.CODE:
                text = f"```{block.info} {text}"
            case Shape.RULE:
                text = "---"
        if depth:
            ordinal = self.node.block.ordinal
            text = f"{'  ' * (depth - 1)}{'-' if ordinal is None else f'{ordinal}.'} {text}"
        return shortened(text, _MOST_SHOWN)


@dataclass(frozen=True, slots=True)
class Plan:
    """The blocks of a page and a row for each of their nodes.

    `doubt` says why this does not look like a page of questions; `dropped` is text that no row has.
    """

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    doubt: str = ""
    dropped: tuple[Dropped, ...] = ()


def with_drafts(plan: Plan, are_drafts: Sequence[bool]) -> Plan:
    """The plan in which these questions, one value for each in order, are labelled as drafts."""
    drafts = iter(are_drafts)
    rows = (
        replace(row, label=Label.DRAFT) if row.label in QUESTIONS and next(drafts) else row
        for row in plan.rows
    )
    return replace(plan, rows=tuple(rows))


def without_questions(plan: Plan) -> Plan:
    """The plan that leaves out everything."""
    rows = (replace(row, label=Label.LEFT_OUT, remark=NOTHING) for row in plan.rows)
    return replace(plan, rows=tuple(rows))


def nodes_of(blocks: Sequence[Block]) -> Iterator[Node]:
    """The nodes of these blocks in order."""
    for block in blocks:
        if block.shape is Shape.LIST:
            yield from list_nodes(block, 1)
        else:
            yield Node(block)


def list_nodes(block: Block, depth: int) -> Iterator[Node]:
    """The items of a list, and those of the lists in them that have rows of their own."""
    for item in block.children:
        yield from item_nodes(item, depth)


def item_nodes(item: Block, depth: int) -> Iterator[Node]:
    """An item, and the items of the lists in it that have rows of their own."""
    yield Node(item, depth)
    for child in item.children:
        if has_rows(child):
            yield from list_nodes(child, depth + 1)


def has_rows(block: Block) -> bool:
    """Whether a block in an item is a list whose items have rows, because some ask something."""
    return block.shape is Shape.LIST and any(
        part.shape is Shape.PARAGRAPH and asks(part.text) for part in block.walk()
    )
