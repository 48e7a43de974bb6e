"""Builds Python-Markdown's tree from block tokens; texts in it are still to be parsed, unless atomic."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from deckgen.render.code import highlight
from deckgen.render.context import Context
from deckgen.render.inline import joined
from deckgen.render.marks import DISPLAY_END, DISPLAY_START
from deckgen.render.raw_html import rewrite_html
from deckgen.syntax.blocks import is_formula_fence
from deckgen.syntax.callouts import find_callout
from deckgen.syntax.cloze_marks import ClozeOpen, Piece, split_clozes
from deckgen.syntax.clozes import is_cloze_fence

if TYPE_CHECKING:
    from deckgen.syntax.tokens import Token

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


def build_tree(root: Element, tokens: Sequence["Token"], context: Context) -> None:
    """Append what the block tokens say to an element."""
    _TreeBuilder(root, context).build(tokens)


def hidden_element() -> Element:
    """An element that is written without a tag, as the paragraph of a tight list's item."""
    element = Element("")
    element.tag = None  # type: ignore[assignment]  # so Python-Markdown's serialiser has it
    return element


class _TreeBuilder:
    def __init__(self, root: Element, context: Context) -> None:
        self._context = context
        self._stack = [root]

    def build(self, tokens: Sequence["Token"]) -> None:
        footnote_depth = 0
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "footnote_reference_open":
                footnote_depth += 1
            elif token.type == "footnote_reference_close":
                footnote_depth -= 1
            elif not footnote_depth:
                index += self._add(token, tokens[index + 1 : index + 3])
            index += 1

    def _add(self, token: "Token", following: Sequence["Token"]) -> int:
        """Add a token; the result is how many of the following were used up with it."""
        if token.nesting < 0:
            self._close(token)
        elif token.type == "blockquote_open":
            return self._open_quote(following)
        elif token.nesting > 0:
            self._open(token)
        else:
            self._add_leaf(token)
        return 0

    def _child(self, tag: str, attributes: dict[str, str] | None = None) -> Element:
        child = SubElement(self._stack[-1], tag, attributes or {})
        child.tail = "\n"
        return child

    def _open(self, token: "Token") -> None:
        if token.hidden:
            element = hidden_element()
            element.tail = "\n"
            self._stack[-1].append(element)
        elif token.type == "table_open":
            self._stack.append(self._child("div", {"class": "table"}))
            element = self._child("table")
        else:
            element = self._child(token.tag)
            if "start" in token.attrs:
                element.set("start", str(token.attrs["start"]))
            if "style" in token.attrs:
                element.set("align", str(token.attrs["style"]).removeprefix("text-align:"))
        self._stack.append(element)

    def _close(self, token: "Token") -> None:
        self._stack.pop()
        if token.type == "table_close":
            self._stack.pop()

    def _open_quote(self, following: Sequence["Token"]) -> int:
        callout = find_callout(following[1].content) if len(following) == 2 else None
        if callout is None or not callout.is_known or following[0].type != "paragraph_open":
            self._stack.append(self._child("blockquote"))
            return 0
        name = callout.name.lower()
        self._stack.append(self._child("div", {"class": f"callout callout-{name}"}))
        self._child("p", {"class": "callout-title"}).text = AtomicString(name.capitalize())
        self._open(following[0])
        if callout.text:
            self._stack[-1].text = callout.text
        else:
            self._stack[-2].remove(self._stack[-1])
        return 2

    def _add_leaf(self, token: "Token") -> None:
        if token.type == "inline":
            self._stack[-1].text = self._without_task_mark(token.content)
        elif token.type == "fence" and is_formula_fence(token.info):
            self._add_formula(token.content.strip())
        elif token.type in {"fence", "code_block"}:
            self._add_code(token.content.removesuffix("\n"), token.info)
        elif token.type == "math_block":
            self._add_formula(token.content.strip())
        elif token.type == "hr":
            self._child("hr")
        elif token.type == "html_block":
            element = hidden_element()
            element.text = AtomicString(rewrite_html(token.content, self._context))
            self._stack[-1].append(element)

    def _without_task_mark(self, text: str) -> str:
        """The text of a block; where it is a task, its box is put before it."""
        in_item = len(self._stack) > 2 and self._stack[-2].tag == "li"
        task = _TASK.match(text) if in_item and len(self._stack[-2]) == 1 else None
        if task is None:
            return text
        checkbox = Element("input", {"type": "checkbox", "disabled": "disabled"})
        if task[1] != " ":
            checkbox.set("checked", "checked")
        checkbox.tail = " "
        self._stack[-2].insert(0, checkbox)
        self._stack[-2].set("class", "task-list-item")
        self._stack[-3].set("class", "task-list")
        return text[task.end() :]

    def _add_code(self, code: str, info: str) -> None:
        language = info.split(maxsplit=1)[0] if info.strip() else ""
        div = self._child("div", {"class": "highlight"})
        if language:
            div.set("data-lang", language)
        pieces: tuple[Piece, ...] = (code,)
        if self._context.has_clozes and is_cloze_fence(info):
            pieces, _ = split_clozes(code, 0, is_formula=False)
            self._context.numbers.update(piece.number for piece in pieces if isinstance(piece, ClozeOpen))
        SubElement(SubElement(div, "pre"), "code").text = AtomicString(highlight(pieces, language))

    def _add_formula(self, tex: str) -> None:
        pieces: tuple[Piece, ...] = (tex,)
        if self._context.has_clozes:
            pieces, _ = split_clozes(tex, 0, is_formula=True)
        div = self._child("div", {"class": "formula"})
        div.text = AtomicString(f"{DISPLAY_START}{joined(pieces, self._context)}{DISPLAY_END}")
