"""Builds the tree of Python-Markdown from our tokens."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from deckgen.render.code import highlight
from deckgen.render.context import Context
from deckgen.render.formula_clozes import with_classes
from deckgen.render.formula_width import width_class
from deckgen.render.inline import formula, write_inlines
from deckgen.render.language import callout_title, task_name
from deckgen.render.marks import FORMULAS
from deckgen.render.raw_html import rewrite_html
from deckgen.syntax.blocks import is_formula_fence
from deckgen.syntax.cloze_marks import ClozeOpen, Piece
from deckgen.syntax.clozes import has_only_marks, split_block
from deckgen.values.passage import Token

_FOCUSABLE = {"tabindex": "0"}
"""Of what may be wider than the screen, so that a keyboard can scroll it, too."""

_DIRECTED = frozenset(("p", "ul", "ol", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"))


def build_tree(root: Element, tokens: Sequence[Token], context: Context) -> None:
    """Append the content of block tokens to an element."""
    _TreeBuilder(root, context).build(tokens)


class _TreeBuilder:
    def __init__(self, root: Element, context: Context) -> None:
        self._context = context
        self._stack = [root]
        self._has_only_marks = False

    def build(self, tokens: Sequence[Token]) -> None:
        footnote_depth = 0
        for token in tokens:
            if token.type.startswith("footnote_reference_"):
                footnote_depth += token.nesting
            elif not footnote_depth:
                self._add(token)

    def _add(self, token: Token) -> None:
        if token.nesting < 0:
            self._close(token)
        elif "callout" in token.meta:
            self._open_callout(token)
        elif token.nesting > 0:
            self._open(token)
        else:
            self._add_leaf(token)

    def _child(self, tag: str, attributes: dict[str, str] | None = None) -> Element:
        child = SubElement(self._stack[-1], tag, attributes or {})
        child.tail = "\n"
        return child

    def _hidden_child(self) -> Element:
        """An element that is written without a tag, like the paragraph of an item in a tight list."""
        child = SubElement(self._stack[-1], "")
        child.tag = None  # type: ignore[assignment]  # Python-Markdown's serialiser expects it
        return child

    def _open(self, token: Token) -> None:
        if token.hidden:
            element = self._hidden_child()
            element.tail = "\n"
        elif token.type == "table_open":
            self._stack.append(self._child("div", {"class": "table", **_FOCUSABLE}))
            element = self._child("table")
        else:
            element = self._child(token.tag)
            if "is title" in token.meta:
                element.set("class", "callout-title")
            if self._has_direction(token.tag):
                element.set("dir", "auto")
            if "start" in token.attrs:
                element.set("start", str(token.attrs["start"]))
            if "style" in token.attrs:
                element.set("align", str(token.attrs["style"]).removeprefix("text-align:"))
        self._stack.append(element)

    def _has_direction(self, tag: str) -> bool:
        """Whether a block finds its direction in its text; a list has one for all its items."""
        in_list = any(element.tag == "li" for element in self._stack)
        return self._context.is_bidirectional and tag in _DIRECTED and not in_list

    def _close(self, token: Token) -> None:
        element = self._stack.pop()
        if token.type == "th_close" and not (element.text or len(element)):
            element.tag = "td"  # an empty header says nothing of its column
        if token.type == "table_close":
            self._stack.pop()
        elif token.type == "paragraph_close" and self._has_only_marks:
            del self._stack[-1][-1]

    def _open_callout(self, token: Token) -> None:
        kind = f"callout callout-{token.meta['callout'].lower()}"
        self._stack.append(self._child("div", {"class": kind, "role": "note"}))
        if "has title" not in token.meta:
            self._child("p", {"class": "callout-title"}).text = callout_title(
                token.meta["name"], self._context.language
            )

    def _add_leaf(self, token: Token) -> None:
        if token.type == "inline":
            if "task" in token.meta:
                self._add_task_box(is_done=token.meta["task"])
            self._stack[-1].text = write_inlines(token, self._context)
            self._has_only_marks = self._context.has_clozes and has_only_marks(token)
        elif token.type == "math_block" or (token.type == "fence" and is_formula_fence(token.info)):
            self._add_formula(token)
        elif token.type in {"fence", "code_block"}:
            self._add_code(token)
        elif token.type == "hr":
            self._child("hr")
        elif token.type == "html_block":
            self._hidden_child().text = rewrite_html(token.content, self._context)

    def _add_task_box(self, *, is_done: bool) -> None:
        """Put the box of a task before its text, and give the item and the list their classes."""
        *_, tasks, item, _ = self._stack
        name = task_name(self._context.language, is_done=is_done)
        checkbox = Element("input", {"type": "checkbox", "disabled": "disabled", "aria-label": name})
        if is_done:
            checkbox.set("checked", "checked")
        checkbox.tail = " "
        item.insert(0, checkbox)
        item.set("class", "task-list-item")
        tasks.set("class", "task-list")

    def _add_code(self, token: Token) -> None:
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        div = self._child("div", {"class": "highlight"})
        if language:
            div.set("data-lang", language)
        pieces = self._pieces(token, token.content.removesuffix("\n"))
        self._context.numbers.update(piece.number for piece in pieces if isinstance(piece, ClozeOpen))
        SubElement(SubElement(div, "pre", _FOCUSABLE), "code").text = highlight(pieces, language)

    def _add_formula(self, token: Token) -> None:
        pieces = self._pieces(token, token.content.strip())
        tex = "".join(piece for piece in pieces if isinstance(piece, str))
        div = self._child("div", {"class": f"formula {width_class(tex)}".rstrip(), **_FOCUSABLE})
        div.text = formula(with_classes(pieces), self._context).join(FORMULAS["$$"])

    def _pieces(self, token: Token, text: str) -> tuple[Piece, ...]:
        return split_block(token, text)[0] if self._context.has_clozes else (text,)
