"""Reads an HTML page into blocks."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from deckgen.html_to_markdown.escape import escape_text
from deckgen.html_to_markdown.tag_lists import BLOCK_TAGS
from deckgen.pages.page import Block, Page, PageKind, Shape
from deckgen.pages.read.html.article import read_article
from deckgen.pages.read.html.code import is_code_of_lines
from deckgen.pages.read.html.dom import Element, has_class, is_noise, line_of, tells, text_of
from deckgen.pages.read.html.inline import add_inline, inline_markdown
from deckgen.pages.read.html.leaves import code_block, in_bold, paragraphs, read_title, stray_text
from deckgen.pages.read.html.math import is_formula
from deckgen.pages.read.html.questions_of_html import is_callout, is_question_box, is_question_button
from deckgen.pages.read.html.run import Reading, Run
from deckgen.pages.read.html.tree import parse_fragment
from deckgen.pages.read.questions import questions_of_table
from deckgen.pages.read.tables import read_align, table_block
from deckgen.pages.words.columns import read_header

_MAX_DEPTH = 80
_LONGEST_NAME = 60
_WRAPPERS = frozenset(("span", "a", "font", "b", "strong"))
_IS_OF_CODE = etree.XPath("boolean(.//td[contains(@class, 'gutter') or contains(@class, 'code')]//pre)")
_TITLES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary"))


def read_html(text: str, address: str = "") -> Page:
    """The blocks of the article in an HTML page; all other text is left out."""
    article = read_article(text)
    if article is None:
        return Page(PageKind.HTML, ())
    address = address or article.address
    reading = Reading(address)
    blocks = tuple(block for root in article.roots for block in _blocks(root, reading, 0))
    return Page(
        PageKind.HTML,
        blocks,
        (*article.dropped, *reading.dropped),
        tuple(reading.warned),
        article.title,
        address,
        article.tags,
        article.date,
    )


def read_fragment(text: str, line: int, reading: Reading) -> tuple[Block, ...]:
    """The blocks of HTML within Markdown that begins in this line."""
    body = parse_fragment(text)
    if body is None:
        return ()
    return tuple(block.mapped(lambda own: own + line - 1) for block in _blocks(body, reading, 0))


def _blocks(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    """The blocks in an element; text between blocks becomes a paragraph."""
    run, line = Run(), line_of(element)
    run.add_text(element.text)
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            run.add_text(child.tail)
            continue
        if tag in BLOCK_TAGS or (
            is_question_button(child)
            if tag == "button"
            else is_question_box(child)
            or (len(child) and (tag in _WRAPPERS or "-" in tag) and _holds_blocks(child))
            or (tag == "code" and is_code_of_lines(child))
        ):
            if not run.is_blank:
                yield from paragraphs(run, line)
                run = Run()
            yield from _block(child, reading, depth + 1)
            line = line_of(child)
        else:
            if run.is_blank:
                line = line_of(child)
            add_inline(run, child, reading)
        run.add_text(child.tail)
    if not run.is_blank:
        yield from paragraphs(run, line)


def _holds_blocks(element: Element) -> bool:
    return not is_formula(element) and any(
        inside.tag in BLOCK_TAGS or (inside.tag == "code" and is_code_of_lines(inside))
        for inside in element.iterdescendants()
    )


def _block(element: Element, reading: Reading, depth: int) -> Iterable[Block]:
    """The blocks that a block element stands for."""
    found = _telling(element, reading, depth) if tells(element) else None
    if found is not None:
        return found
    if depth > _MAX_DEPTH:
        text = text_of(element)
        return (Block(Shape.PARAGRAPH, line_of(element), escape_text(text), text),) if text else ()
    return _READERS.get(element.tag, _blocks)(element, reading, depth)


def _telling(element: Element, reading: Reading, depth: int) -> Iterable[Block] | None:
    """What an element is if its attributes say more than its tag; None if they do not."""
    if element.tag not in _TITLES and (is_question_button(element) or is_question_box(element)):
        return read_title(element, Shape.SUMMARY, reading)
    if is_noise(element) and not (has_class(element, "highlight") or element.tag == "pre"):
        reading.drop(element, text_of(element), "a part of the site, not of the text")
        return ()
    if is_formula(element) and depth <= _MAX_DEPTH:
        run = Run()
        add_inline(run, element, reading)
        return paragraphs(run, line_of(element))
    return None


def _title(element: Element, reading: Reading, _depth: int) -> Iterator[Block]:
    shape = Shape.SUMMARY if element.tag == "summary" else Shape.HEADING
    return read_title(element, shape, reading)


def _code(element: Element, reading: Reading, _depth: int) -> Iterator[Block]:
    return code_block(element, reading, line_of(element))


def _list(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    yield from stray_text(element, element.text)
    items = tuple(_items(element, reading, depth))
    if items:
        yield Block(Shape.LIST, line_of(element), children=items, is_link_list=_is_link_list(element))


def _lone_item(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    line = line_of(element)
    item = Block(Shape.ITEM, line, children=tuple(_blocks(element, reading, depth)))
    yield Block(Shape.LIST, line, children=(item,))


def _term(element: Element, reading: Reading, _depth: int) -> Iterator[Block]:
    return map(in_bold, read_title(element, Shape.PARAGRAPH, reading))


def _box(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    """A box beside the text as a quote with its title in bold; any other `<div>` only holds blocks."""
    if not is_callout(element):
        return _blocks(element, reading, depth)
    inside = list(_blocks(element, reading, depth))
    if len(inside) > 1 and inside[0].shape is Shape.PARAGRAPH and len(inside[0].text) < _LONGEST_NAME:
        inside[0] = in_bold(inside[0])
    return _quoted(element, inside)


def _quote(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    return _quoted(element, _blocks(element, reading, depth))


def _quoted(element: Element, blocks: Iterable[Block]) -> Iterator[Block]:
    if inside := tuple(blocks):
        yield Block(Shape.QUOTE, line_of(element), children=inside)


def _rule(element: Element, _reading: Reading, _depth: int) -> Iterator[Block]:
    yield Block(Shape.RULE, line_of(element))


def _items(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    """The items of a list; what stands in the list outside its items belongs to the item before it."""
    number: int | None = _number(element.get("start"), 1) if element.tag == "ol" else None
    line, value, blocks = line_of(element), number, list[Block]()
    for child in element:
        if child.tag == "li":
            if blocks:
                yield Block(Shape.ITEM, line, ordinal=value, children=tuple(blocks))
            value = _number(child.get("value"), number) if number is not None else None
            line, blocks = line_of(child), list(_blocks(child, reading, depth + 1))
            number = value + 1 if value is not None else None
        elif isinstance(child.tag, str):
            inside = list(_block(child, reading, depth + 1)) if child.tag in BLOCK_TAGS else []
            if not inside:
                run = Run()
                add_inline(run, child, reading)
                inside = list(paragraphs(run, line_of(child)))
            if inside and not blocks:
                line, value = line_of(child), number
            blocks += inside
        blocks += stray_text(child, child.tail)
    if blocks:
        yield Block(Shape.ITEM, line, ordinal=value, children=tuple(blocks))


def _number(text: str | None, otherwise: int | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _is_link_list(element: Element) -> bool:
    links = [link.get("href", "") for link in element.iter("a")]
    return bool(links) and all(link.startswith("#") for link in links)


def _table(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    line = line_of(element)
    nested = next(element.iterdescendants("table"), None) is not None
    rows = [row for row in element.iter("tr") if not nested or next(row.iterancestors("table")) is element]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    shown = ([text_of(cell) for cell in row] for row in cells)
    columns = read_header(next(shown), shown) if rows and not nested else None
    if columns is not None and not any(element.iterancestors("li", "blockquote", "details")):
        read = [
            (line_of(row), [tuple(_blocks(cell, reading, depth + 1)) for cell in row_cells])
            for row, row_cells in zip(rows, cells, strict=True)
        ]
        yield from questions_of_table(read, columns, reading.dropped)
        return
    width = max((len(row) for row in cells), default=0)
    if nested or width < 2 or next(element.iter("pre"), None) is not None:
        # The table is used for the layout of the page or of code.
        if _IS_OF_CODE(element):
            yield from code_block(element, reading, line)
        else:
            yield from _blocks_of_cells(element, reading, depth)
        return
    for caption in element.findall("caption"):
        yield from _blocks(caption, reading, depth)
    grid = [
        [" ".join(inline_markdown(cell, reading).split()).replace("|", "\\|") for cell in row]
        for row in cells
    ]
    aligns = [
        read_align(f"{cell.get('align') or ''} {cell.get('style') or ''}") for cell in max(cells, key=len)
    ]
    yield table_block(line, grid, aligns)


def _blocks_of_cells(element: Element, reading: Reading, depth: int) -> Iterator[Block]:
    for part in element:
        if isinstance(part.tag, str):
            if part.tag in ("tbody", "thead", "tfoot", "tr", "colgroup"):
                yield from _blocks_of_cells(part, reading, depth)
            else:
                yield from _blocks(part, reading, depth + 1)


_Reader = Callable[[Element, Reading, int], Iterable[Block]]
_READERS: Mapping[str, _Reader] = {
    **dict.fromkeys(_TITLES, _title),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **dict.fromkeys(("div", "aside"), _box),
    **dict.fromkeys(("pre", "code"), _code),
    "li": _lone_item,
    "dt": _term,
    "blockquote": _quote,
    "table": _table,
    "hr": _rule,
}
"""How each element is read; any other only holds blocks."""
