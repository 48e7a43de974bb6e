"""Reads a text dump into blocks: lists by indentation, tables by tabs, code by its appearance."""

import re
from collections.abc import Iterator, Sequence

from deckgen.html_to_markdown.escape import escape_text
from deckgen.pages.page import Block, Dropped, Page, PageKind, Shape, Warned
from deckgen.pages.read.dump.code import is_code_line, is_comment, label_code
from deckgen.pages.read.dump.hanging import find_hanging_heads
from deckgen.pages.read.dump.lines import Line, part_flattened, read_lines
from deckgen.pages.read.dump.tables import Tables
from deckgen.pages.read.dump.wrapped import join_wrapped
from deckgen.pages.words.languages import guess_language
from deckgen.pages.words.markers import INTERVIEW, Style, ends_asking, read_marker

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[•·●▪◦‣○■□➢]|[-*+](?=\s)|\d{1,3}[.)](?=\s))(?P<space>\s+)(?P<text>\S.*)$"
)
_LONGEST_TITLE = 100
_HEAD = 8
_SENTENCE = re.compile(r"[。；！;!]")
_LONE_MARK = re.compile(r"\s*[-•·●▪◦]\s*$")
_DIGITS_ONLY = re.compile(r"\s*(?:[•·●▪◦-]\s+)?(?P<number>\d{1,4})\s*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([\w+#.-]*)\s*$")
_HEADING = re.compile(r"#{2,6} ")
_FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^$]*\$|\\\((?:(?!\\\().)*?\\\)|\\\[(?:(?!\\\[).)*?\\\]")
_DEEPEST = 20
_TEX = re.compile(r"\\(?:[a-zA-Z]{2,})|[A-Za-z]_\{|\^\{")


def read_text(text: str, address: str = "") -> Page:
    """The blocks of a text dump."""
    dropped: list[Dropped] = []
    reader = _Reader(join_wrapped(part_flattened(read_lines(text, dropped))))
    reader.dropped += dropped
    blocks = tuple(label_code(list(reader.read()), reader.dropped))
    return Page(
        PageKind.TEXT, blocks, tuple(reader.dropped), tuple(reader.warned), _find_title(blocks), address
    )


def _find_title(blocks: Sequence[Block]) -> str:
    """The first of the top lines that names interview questions; else the first line."""
    heads = [block.text.split("\n")[0].strip() for block in blocks[:_HEAD]]
    lines = [t for t in heads if len(t) <= _LONGEST_TITLE and not read_marker(t) and not ends_asking(t)]
    named = (t for t in lines if INTERVIEW.search(t) and not _SENTENCE.search(t))
    is_line = heads[:1] == lines[:1] and bool(heads) and blocks[0].shape is Shape.PARAGRAPH
    return next(named, heads[0] if is_line else "")


class _Reader:
    """Reads the lines from top to bottom, one block after the other."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._tables = Tables(lines)
        self._heads = find_hanging_heads(lines)
        self._at = 0
        self._depth = 0
        # What a search to the end of a run has found, so that the next line need not search again.
        self._unclosed: set[str] = set()
        self._comments_until = self._items_until = 0
        self.dropped: list[Dropped] = []
        self.warned: list[Warned] = []

    def read(self) -> Iterator[Block]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.text.strip():
                self._at += 1
                continue
            if line.number in self._heads:
                self._at += 1
                yield self._heading(line.number, 2, line.text.strip())
                continue
            for take in (self._fence, self._numbers, self._table, self._list_of_code, self._code, self._list):
                block = take()
                if block is not None:
                    if block.shape is not Shape.RULE:
                        yield block
                    break
            else:
                self._at += 1
                yield self._paragraph(line)

    def _paragraph(self, line: Line) -> Block:
        text = line.text.strip()
        heading = re.match(r"(#{2,6})\s+(\S.*?)\s*#*$", text)
        if heading:
            return self._heading(line.number, len(heading[1]), heading[2])
        self._look_for_formulas(line.number, text)
        return Block(Shape.PARAGRAPH, line.number, escape_text(text), text)

    def _heading(self, number: int, level: int, text: str) -> Block:
        return Block(Shape.HEADING, number, escape_text(text), text, level=level)

    def _look_for_formulas(self, number: int, text: str) -> None:
        if _TEX.search(text) and _TEX.search(_FORMULA.sub("", text)):
            message = f"a formula is here as plain text, maybe twice: `{text[:60]}`"
            self.warned.append(Warned(number, "formula-lost", message))

    def _fence(self) -> Block | None:
        opening = _FENCE.match(self._lines[self._at].text)
        if not opening or opening[1] in self._unclosed:
            return None
        ends = (
            n
            for n in range(self._at + 1, len(self._lines))
            if self._lines[n].text.strip().startswith(opening[1])
            and not self._lines[n].text.strip().strip("`~")
        )
        end = next(ends, None)
        if end is None:
            self._unclosed.add(opening[1])
            return None
        first = self._lines[self._at].number
        code = "\n".join(line.text.rstrip() for line in self._lines[self._at + 1 : end])
        self._at = end + 1
        return (
            Block(Shape.CODE, first, code, code, info=opening[2])
            if code.strip()
            else Block(Shape.RULE, first)
        )

    def _numbers(self) -> Block | None:
        """The line numbers of a code block: numbers from 1 on, one on each line."""
        at, expected, found = self._at, 1, []
        while at < len(self._lines):
            line = self._lines[at]
            match = _DIGITS_ONLY.match(line.text)
            if match and int(match["number"]) == expected:
                found.append(line)
                expected += 1
            elif line.text.strip() or not found:
                break
            at += 1
        if len(found) < 3:
            return None
        self._at = at
        self.dropped += (Dropped(line.number, line.text.strip(), "line numbers") for line in found)
        return Block(Shape.RULE, found[0].number)

    def _table(self) -> Block | None:
        found = self._tables.find(self._at)
        if found is None:
            return None
        block, self._at = found
        return block

    def _code(self) -> Block | None:
        """Lines that can only be code, because the dump has lost the fence."""
        if self._at < self._comments_until or _HEADING.match(self._lines[self._at].text):
            return None
        end, blanks, kept = self._at, 0, 0
        while end < len(self._lines):
            text = self._lines[end].text
            if not text.strip():
                blanks += 1
                if blanks > 1:
                    break
            elif is_code_line(text) and not _ITEM.match(text):
                marker = read_marker(text.strip())
                if marker and marker.style is not Style.NUMBER and not text.lstrip().startswith("#"):
                    break
                blanks, kept = 0, kept + 1
            else:
                break
            end += 1
        while end > self._at and not self._lines[end - 1].text.strip():
            end -= 1
        lines = self._lines[self._at : end]
        sure = [line for line in lines if line.text.strip() and not is_comment(line.text)]
        if kept < 2 or not sure:
            self._comments_until = end
            return None
        self._at = end
        indent = min(line.indent for line in lines if line.text.strip())
        code = "\n".join(line.text[indent:].rstrip() for line in lines)
        return Block(Shape.CODE, lines[0].number, code, code, info=guess_language(code))

    def _list(self) -> Block | None:
        line = self._lines[self._at]
        match = _ITEM.match(line.text)
        if not match and not (_LONE_MARK.match(line.text) and self._follows()):
            return None
        if match and not match["indent"] and match["mark"][0].isdigit():
            return None
        items: list[Block] = []
        first, indent = line.number, line.indent
        while self._at < len(self._lines):
            if items and self._find_listed_code():
                break
            item = self._item(indent, items[-1].ordinal or 0 if items else -1)
            if item is None:
                break
            items.append(item)
        return Block(Shape.LIST, first, children=tuple(items)) if items else None

    def _list_of_code(self) -> Block | None:
        """Lines of code that a dump shows as items."""
        found = self._find_listed_code()
        if not found:
            return None
        first = self._lines[self._at].number
        marks = [match["mark"] for match, _ in found if match["mark"][0].isdigit()]
        self.dropped += (Dropped(first + n, mark, "line numbers") for n, mark in enumerate(marks))
        self._at += len(found)
        code = "\n".join(line for _, line in found)
        return Block(Shape.CODE, first, code, code, info=guess_language(code))

    def _find_listed_code(self) -> list[tuple[re.Match[str], str]]:
        """The items from here on, each as its mark and its code, if all of them can only be code."""
        if self._at < self._items_until:
            return []
        found: list[tuple[re.Match[str], str]] = []
        for at in range(self._at, len(self._lines)):
            match = _ITEM.match(self._lines[at].text)
            code = (match["space"][1:] + match["text"]).rstrip() if match else ""
            if match is None or not code or not is_code_line(code):
                break
            found.append((match, code))
        if len(found) > 1 and not all(is_comment(code) for _, code in found):
            return found
        self._items_until = self._at + len(found)
        return []

    def _follows(self) -> bool:
        after = self._lines[self._at + 1] if self._at + 1 < len(self._lines) else None
        return after is not None and bool(after.text.strip())

    def _item(self, indent: int, before: int) -> Block | None:
        """An item of a list; None if its number is not larger than the number `before`."""
        at = self._at
        while at < len(self._lines) and not self._lines[at].text.strip():
            at += 1
        if at >= len(self._lines):
            return None
        line = self._lines[at]
        if line.indent < indent or line.indent > indent + 1:
            return None
        match = _ITEM.match(line.text)
        if match and match["indent"] == "" and match["mark"][0].isdigit():
            return None
        if match:
            ordinal = int(match["mark"][:-1]) if match["mark"][0].isdigit() else None
            if ordinal is not None and ordinal <= before:
                return None
            words, self._at = match["text"].strip(), at + 1
        elif _LONE_MARK.match(line.text) and at + 1 < len(self._lines) and self._lines[at + 1].text.strip():
            words, ordinal, self._at = self._lines[at + 1].text.strip(), None, at + 2
        else:
            return None
        self._look_for_formulas(line.number, words)
        children = [Block(Shape.PARAGRAPH, line.number, escape_text(words), words)]
        children += self._inside(indent)
        return Block(Shape.ITEM, line.number, ordinal=ordinal, children=tuple(children))

    def _inside(self, indent: int) -> Iterator[Block]:
        """The blocks that are indented below an item: nested lists, or more of its text."""
        while True:
            at = self._at
            while at < len(self._lines) and not self._lines[at].text.strip():
                at += 1
            if at >= len(self._lines) or self._lines[at].indent < indent + 2:
                return
            self._at = at
            self._depth += 1
            nested = self._list() if self._depth < _DEEPEST else None
            self._depth -= 1
            if nested is not None:
                yield nested
                continue
            self._at = at + 1
            yield self._paragraph(self._lines[at])
