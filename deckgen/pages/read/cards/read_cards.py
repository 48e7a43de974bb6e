"""Reads a file of tab-separated cards into questions."""

import re

from deckgen.html_to_markdown.escape import escape_text
from deckgen.pages.open.card_file import CardFile, read_card_file
from deckgen.pages.page import Block, Dropped, Page, PageKind, Shape
from deckgen.pages.read.html.read_html import read_fragment
from deckgen.pages.read.html.run import Reading
from deckgen.pages.read.questions import questions_of_row
from deckgen.pages.words.columns import Columns, find_columns, read_header

_HTML = re.compile(
    r"<(?:br|div|b|i|u|p|img|span|code|pre|ul|ol|li|strong|em|sub|sup)\b[^<>]*>|&(?:nbsp|lt|gt|amp);",
    re.IGNORECASE,
)
_SPECIAL = ("tags column", "deck column", "notetype column", "guid column")


def read_cards(text: str, address: str = "") -> Page:
    """The questions of a file of cards, each with the rest of its row as the answer."""
    file = read_card_file(text)
    reading = Reading(address)
    is_html = file.settings.get("html", "").lower() == "true" or (
        "html" not in file.settings and any(_HTML.search(field) for row in file.rows for field in row.fields)
    )
    columns, rows = _find_columns(file), file.rows
    dropped = [Dropped(note.line, note.fields[0], "a setting of the file") for note in file.notes]
    if columns.has_header:
        dropped.append(Dropped(rows[0].line, " ".join(rows[0].fields), "the names of the columns"))
        rows = rows[1:]
    blocks: list[Block] = []
    for row in rows:
        cells = [_read_field(field, row.line, reading, is_html=is_html) for field in row.fields]
        if file.settings:
            # Anki writes a blank between two tags, and a tag has none.
            cells = [_words(cell) if n in columns.tags else cell for n, cell in enumerate(cells)]
        blocks += questions_of_row(row.line, cells, columns, dropped)
    title = file.settings.get("deck", "")
    dropped += reading.dropped
    return Page(PageKind.CARDS, tuple(blocks), tuple(dropped), tuple(reading.warned), title, address)


def _find_columns(file: CardFile) -> Columns:
    """The columns by their names, if the settings or the first row name them; otherwise by their order."""
    rows = [row.fields for row in file.rows]
    found = find_columns(rows) if not file.settings else None
    if found is not None:
        return found
    special = {name: int(n) - 1 for name, n in file.settings.items() if name in _SPECIAL and n.isdigit()}
    fields = [n for n in range(max(map(len, rows), default=0)) if n not in special.values()]
    named = read_header(file.settings.get("columns", "").split("\t"), rows)
    if named is not None:
        question, answer = named.question, named.answer
    else:
        question, answer = [*fields, 0, 0][:2]
    rest = tuple(n for n in fields if n not in (question, answer))
    tags = (special["tags column"],) if "tags column" in special else ()
    return Columns(question, answer, tags, rest)


def _read_field(field: str, line: int, reading: Reading, *, is_html: bool) -> tuple[Block, ...]:
    """The blocks of a field; all of them stand in the first line of its row."""
    if is_html:
        return tuple(block.mapped(lambda _: line) for block in read_fragment(field, line, reading))
    lines = (part.strip() for part in field.split("\n"))
    return tuple(Block(Shape.PARAGRAPH, line, escape_text(part), part) for part in lines if part)


def _words(cell: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block.with_markdown(word, word) for block in cell for word in block.text.split())
