"""Makes the blocks of questions that a page itself names as such: a row of a table, a card."""

import re
from collections.abc import Iterator, Sequence

from deckgen.html_to_markdown.escape import strip_markdown
from deckgen.pages.page import CLOZE, QUESTION, Block, Dropped, Shape
from deckgen.pages.words.columns import Columns
from deckgen.syntax.cloze_marks import CLOZE_OPENING
from deckgen.values.tags import make_tag, part_tags

_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", re.DOTALL)


def make_question(line: int, blocks: Sequence[Block], tags: Sequence[str] = ()) -> Block | None:
    """A question whose words are the first paragraph of these blocks; None if they have no words."""
    first = next((block for block in blocks if block.shape in (Shape.PARAGRAPH, Shape.HEADING)), None)
    if first is None:
        return None
    others = tuple(block for block in blocks if block is not first)
    markdown = " ".join(line.rstrip("\\") for line in first.markdown.split("\n"))
    is_cloze = any(CLOZE_OPENING.search(part.markdown) for block in blocks for part in block.walk())
    text = without_clozes(strip_markdown(markdown))
    info = CLOZE if is_cloze else QUESTION
    return Block(Shape.SUMMARY, line, markdown, text, info=info, children=others, tags=tuple(tags))


def without_clozes(text: str) -> str:
    """The text with the hidden words in place of the clozes."""
    return _CLOZE.sub(r"\1", text)


def questions_of_table(
    rows: Sequence[tuple[int, Sequence[Sequence[Block]]]], columns: Columns, dropped: list[Dropped]
) -> Iterator[Block]:
    """The questions of a table whose rows are given with their lines; the first row names the columns."""
    (first, names), *others = rows
    header = " ".join(block.all_text for cell in names for block in cell)
    dropped.append(Dropped(first, header, "the names of the columns"))
    for line, cells in others:
        yield from questions_of_row(line, cells, columns, dropped)


def questions_of_row(
    line: int, cells: Sequence[Sequence[Block]], columns: Columns, dropped: list[Dropped]
) -> Iterator[Block]:
    """The question of a row of a table and the blocks of its answer; a row without a question is left out."""
    by_column = dict(enumerate(cells))
    tags = [tag for n in columns.tags for block in by_column.get(n, ()) for tag in read_tags(block.text)]
    question = make_question(line, by_column.get(columns.question, ()), tags)
    used = () if question is None else (columns.question, columns.answer, *columns.rest)
    if question is not None:
        yield question
        for n in used[1:]:
            yield from by_column.get(n, ())
    for n, cell in enumerate(cells):
        if n not in used:
            other = "not a part of the card" if question else "a row without a question"
            reason = "tags of the question" if n in columns.tags else other
            dropped += (Dropped(line, block.all_text, reason) for block in cell)


def read_tags(cell: str) -> list[str]:
    """The tags that a cell names, as Anki accepts them."""
    return [tag for part in part_tags(cell.strip()) if (tag := make_tag(*part.split("::")))]
