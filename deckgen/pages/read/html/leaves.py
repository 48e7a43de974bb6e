"""Makes the blocks that hold no other blocks: titles, paragraphs and code."""

from collections.abc import Iterator

from deckgen.html_to_markdown.escape import strip_markdown
from deckgen.html_to_markdown.settle import settle
from deckgen.pages.page import Block, Shape
from deckgen.pages.read.html.code import read_code
from deckgen.pages.read.html.dom import Element, line_of
from deckgen.pages.read.html.inline import inline_markdown
from deckgen.pages.read.html.questions_of_html import part_title
from deckgen.pages.read.html.run import Reading, Run
from deckgen.pages.words.markers import is_worded, read_marker


def read_title(element: Element, shape: Shape, reading: Reading) -> Iterator[Block]:
    """The title, or two where the name of a group stands above the question in it."""
    part_title(element)
    lines = [" ".join(line.split()) for line in inline_markdown(element, reading).split("\n")]
    level = int(element.tag[1]) if shape is Shape.HEADING else 0
    # The name of a group may stand in the same heading, above the question.
    marked = next(
        (n for n, text in enumerate(lines) if n and is_worded(read_marker(strip_markdown(text)))), 0
    )
    for part in (lines[:marked], lines[marked:]):
        markdown = " ".join(part).strip()
        if markdown:
            yield Block(shape, line_of(element), markdown, strip_markdown(markdown), level=level)


def paragraphs(run: Run, line: int) -> Iterator[Block]:
    """One paragraph for each line, because pages break lines between thoughts; formulas stand alone."""
    for part in run.markdown().split("\n"):
        markdown = part.strip()
        if not markdown:
            continue
        if markdown.startswith("$$") and markdown.endswith("$$") and len(markdown) > 4:
            tex = markdown[2:-2].strip()
            yield Block(Shape.FORMULA, line, tex, tex)
            continue
        if "$$" in markdown:
            markdown = settle(markdown)
        yield Block(Shape.PARAGRAPH, line, markdown, strip_markdown(markdown))


def stray_text(element: Element, text: str | None) -> Iterator[Block]:
    """The paragraphs in text that has no element of its own."""
    if text and not text.isspace():
        run = Run()
        run.add_text(text)
        yield from paragraphs(run, line_of(element))


def code_block(element: Element, reading: Reading, line: int) -> Iterator[Block]:
    """The code of an element; nothing if it is empty."""
    code, language = read_code(element, reading)
    if code:
        yield Block(Shape.CODE, line, code, code, info=language)


def in_bold(block: Block) -> Block:
    """The paragraph in bold, unless a part of it is."""
    return block if "*" in block.markdown else block.with_markdown(f"**{block.markdown}**", block.text)
