"""Reads a Markdown page into blocks, from the same tokens from which deckgen reads a source."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from deckgen.html_to_markdown.escape import escape_text, strip_markdown
from deckgen.pages.page import Block, Dropped, Page, PageKind, Shape
from deckgen.pages.read.html.fragments import clean_inline
from deckgen.pages.read.html.read_html import read_fragment
from deckgen.pages.read.html.run import Reading
from deckgen.pages.read.markdown.admonitions import rewrite_admonitions
from deckgen.pages.read.markdown.tabs import open_tabs
from deckgen.pages.read.questions import questions_of_table
from deckgen.pages.read.tables import read_align, table_block
from deckgen.pages.words.columns import read_header
from deckgen.pages.words.labels import starts_part
from deckgen.pages.words.markers import asks
from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.definitions import find_definitions
from deckgen.syntax.html_tags import replace_comments
from deckgen.syntax.places import line_at

if TYPE_CHECKING:
    from deckgen.values.passage import Token

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIRST_OF_FRONT = 2
"""The line after the `---` that opens the front matter."""
_TARGET = re.compile(r"\]\(\s*([^()\s]*)")
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}|\\)$|<br\s*/?>$", re.IGNORECASE)


def read_markdown(text: str, address: str = "") -> Page:
    """The blocks of a Markdown page; its comments and front matter are left out."""
    dropped: list[Dropped] = []
    title = date = ""
    tags: tuple[str, ...] = ()
    front = _FRONT.match(text)
    if front and re.search(r"^\w[\w-]*:", front[1], re.MULTILINE):
        title, date, tags = _read_front(front[1])
        dropped += (
            Dropped(number, line.strip(), "the front matter of the page")
            for number, line in enumerate(front[1].split("\n"), 2)
            if line.strip()
        )
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = replace_comments(text, partial(_blank_comment, text, dropped))
    text = rewrite_admonitions(open_tabs(text, dropped), dropped)
    lines = text.split("\n")
    tokens = parse_blocks(text)
    targets = {label: target["href"] for label, target in find_definitions(tokens).references.items()}
    reading = Reading(address, targets)
    blocks = tuple(_Reader(lines, tokens, reading).read())
    headings = [b.markdown for b in blocks if b.shape is Shape.HEADING and b.level == 1]
    heading = strip_markdown(next(iter(headings), ""))
    if title and not headings and asks(title):
        # The page shows its title as a heading, and the title is its question.
        blocks = (Block(Shape.HEADING, _FIRST_OF_FRONT, escape_text(title), title, level=1), *blocks)
    return Page(
        PageKind.MARKDOWN,
        blocks,
        (*dropped, *reading.dropped),
        tuple(reading.warned),
        title or heading,
        address,
        tags,
        date,
    )


def _read_front(front: str) -> tuple[str, str, tuple[str, ...]]:
    found = dict(re.findall(r"^(\w+):[ \t]*(.+)$", front, re.MULTILINE))
    title = found.get("title", "").strip().strip("\"'")
    date = re.search(r"20\d\d-\d\d-\d\d", found.get("date", ""))
    listed = found.get("tags", "").strip().strip("[]")
    tags = tuple(tag.strip().strip("\"'") for tag in listed.split(",") if tag.strip())
    below = re.search(r"^tags:[ \t]*\n((?:[ \t]*-[ \t]+.+\n?)+)", front, re.MULTILINE)
    if below:
        tags = tuple(line.strip().lstrip("- ").strip("\"'") for line in below[1].strip().split("\n"))
    return title, date[0] if date else "", tags


def _blank_comment(text: str, dropped: list[Dropped], start: int, comment: str) -> str:
    inside = " ".join(comment.split())
    if inside:
        dropped.append(Dropped(line_at(text, start) + 1, inside, "a comment"))
    return "\n" * comment.count("\n")


def _is_wrapped(above: str, below: str) -> bool:
    """Whether a line goes on below: it has no end, and the next one does not begin a sentence."""
    return below[:1].islower() and not above.rstrip("*_ ").endswith(
        (".", "?", "!", ":", "。", "？", "！", "：")
    )


class _Reader:
    """Walks over the tokens once; a block reads its inner blocks."""

    def __init__(self, lines: Sequence[str], tokens: Sequence["Token"], reading: Reading) -> None:
        self._lines, self._tokens, self._reading = lines, tokens, reading
        self._at = 0

    def read(self, until: str = "") -> Iterator[Block]:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if until and token.type == until:
                return
            self._at += 1
            yield from self._block(token, is_top=not until)

    def _block(self, token: "Token", *, is_top: bool) -> Iterator[Block]:
        line = token.map[0] + 1 if token.map else 1
        match token.type:
            case "heading_open":
                content = self._tokens[self._at].content
                self._at += 2
                yield from self._heading(content, int(token.tag[1]), line)
            case "paragraph_open":
                content = self._tokens[self._at].content
                self._at += 2
                yield from self._paragraphs(content, line)
            case "fence" | "code_block":
                words = token.info.split()
                yield Block(
                    Shape.CODE,
                    line,
                    token.content.rstrip("\n"),
                    token.content.rstrip("\n"),
                    info=words[0] if words else "",
                )
            case "math_block":
                yield Block(Shape.FORMULA, line, token.content.strip(), token.content.strip())
            case "html_block":
                yield from read_fragment(token.content, line, self._reading)
            case "hr":
                yield Block(Shape.RULE, line)
            case "bullet_list_open" | "ordered_list_open":
                yield self._list(token, line)
            case "blockquote_open":
                inside = tuple(self.read("blockquote_close"))
                self._at += 1
                yield Block(Shape.QUOTE, line, children=inside)
            case "table_open":
                yield from self._table(line, is_top=is_top)
            case "definition" | "footnote_reference_open" if token.map:
                yield from self._definition(token)

    def _heading(self, content: str, level: int, line: int) -> Iterator[Block]:
        markdown = " ".join(clean_inline(content, line, self._reading).split())
        if markdown:
            yield Block(Shape.HEADING, line, markdown, strip_markdown(markdown), level=level)

    def _paragraphs(self, content: str, line: int) -> Iterator[Block]:
        """A paragraph, split before each line that begins a question or an answer."""
        group: list[str] = []
        first = line
        cleaned = clean_inline(content, line, self._reading).split("\n")
        for number, text in enumerate(cleaned, line):
            is_over = bool(group) and starts_part(strip_markdown(group[-1]), group[-1], is_over=True)
            starts = bool(group) and starts_part(strip_markdown(text), text)
            if is_over and not starts and _is_wrapped(group[-1], text):
                group[-1] = f"{group[-1].rstrip()} {text}"
                continue
            if starts or is_over:
                yield self._paragraph(group, first)
                group = []
            if not group:
                first = number
            group.append(text)
        if group:
            yield self._paragraph(group, first)

    def _paragraph(self, group: Sequence[str], line: int) -> Block:
        markdown = "\n".join(
            _HARD_BREAK.sub("\\\\", text.strip("\t") if n < len(group) - 1 else text.rstrip("\\ "))
            for n, text in enumerate(group)
        ).strip()
        return Block(Shape.PARAGRAPH, line, markdown, strip_markdown(markdown))

    def _list(self, token: "Token", line: int) -> Block:
        ordered = token.type.startswith("ordered")
        number = int(token.attrs.get("start", 1)) if ordered else None
        closing = token.type.replace("open", "close")
        items = []
        start = self._at
        while self._tokens[self._at].type != closing:
            opening = self._tokens[self._at]
            self._at += 1
            children = tuple(self.read("list_item_close"))
            self._at += 1
            if children:
                items.append(
                    Block(
                        Shape.ITEM,
                        opening.map[0] + 1 if opening.map else line,
                        ordinal=number,
                        children=children,
                    )
                )
            number = number + 1 if number is not None else None
        self._at += 1
        contents = (
            t.content for t in self._tokens[start : self._at] if t.type == "inline" and "](" in t.content
        )
        targets = [target for content in contents for target in _TARGET.findall(content)]
        is_contents = len(targets) >= len(items) and all(target.startswith("#") for target in targets)
        return Block(Shape.LIST, line, children=tuple(items), is_link_list=is_contents)

    def _table(self, line: int, *, is_top: bool) -> Iterator[Block]:
        rows: list[tuple[int, list[str]]] = []
        aligns: list[str] = []
        while (token := self._tokens[self._at]).type != "table_close":
            if token.type == "tr_open":
                rows.append((token.map[0] + 1 if token.map else line, []))
            elif token.type in ("th_open", "td_open"):
                if token.type == "th_open":
                    aligns.append(read_align(str(token.attrs.get("style", ""))))
                rows[-1][1].append(self._tokens[self._at + 1].content)
            self._at += 1
        self._at += 1
        shown = [[strip_markdown(content).strip() for content in row] for _, row in rows]
        columns = read_header(shown[0], shown[1:]) if is_top else None
        if columns is None:
            grid = [[self._cell(content, line) for content in row] for _, row in rows]
            yield table_block(line, grid, aligns)
            return
        read = [(number, [self._blocks_of_cell(content, number) for content in row]) for number, row in rows]
        yield from questions_of_table(read, columns, self._reading.dropped)

    def _cell(self, content: str, line: int) -> str:
        cleaned = " ".join(clean_inline(content, line, self._reading).split())
        return cleaned.replace("|", "\\|").replace("\\\\|", "\\|")

    def _blocks_of_cell(self, content: str, line: int) -> tuple[Block, ...]:
        cleaned = clean_inline(content, line, self._reading).split("\n")
        return tuple(self._paragraph([part.strip()], line) for part in cleaned if part.strip())

    def _definition(self, token: "Token") -> Iterator[Block]:
        assert token.map is not None  # noqa: S101 - for the type checker
        first, end = token.map
        text = "\n".join(self._lines[first:end]).strip()
        if token.type == "footnote_reference_open":
            while self._tokens[self._at].type != "footnote_reference_close":
                self._at += 1
            self._at += 1
        if text:
            yield Block(Shape.PARAGRAPH, first + 1, text, text, info="definition")
