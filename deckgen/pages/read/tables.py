"""Makes the block of a table whose cells are Markdown."""

import re

from deckgen.html_to_markdown.escape import strip_markdown
from deckgen.pages.page import Block, Shape


def table_block(line: int, grid: list[list[str]], aligns: list[str]) -> Block:
    """A table from the Markdown of its cells; the first row is its head."""
    width = max(len(row) for row in grid)
    padded = [row + [""] * (width - len(row)) for row in grid]
    aligns = (aligns + ["---"] * width)[:width]
    rows = [padded[0], aligns, *padded[1:]]
    markdown = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    text = "\n".join("\t".join(strip_markdown(cell) for cell in row) for row in padded)
    return Block(Shape.TABLE, line, markdown, text)


def read_align(style: str) -> str:
    """The mark of a column in the second row of a table, from a style or an attribute."""
    found = re.search(r"(?:text-align:\s*)?\b(right|center)\b", style.lower())
    return {"right": "---:", "center": ":---:"}.get(found[1] if found else "", "---")
