"""Teaches Python-Markdown GitHub's Markdown: the tree and its texts come from tokens."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, Registry

from deckgen.render.context import Context
from deckgen.render.inline import fill
from deckgen.render.marks import TAG_END, TAG_START
from deckgen.render.tree import build_tree, hidden_element
from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.definitions import find_definitions, join_definitions


class GithubMarkdown:
    """One Python-Markdown for all texts; what differs between them is the context."""

    def __init__(self) -> None:
        self._extension = _GithubExtension()
        self._markdown = Markdown(extensions=[self._extension], output_format="html")

    def convert(self, text: str, context: Context, *, is_line: bool = False) -> str:
        """A text as HTML that is still to be sanitised; a line is no block, whatever it begins with."""
        context.footnotes.clear()
        context.definitions = context.document
        self._extension.context, self._extension.is_line = context, is_line
        html = self._markdown.reset().convert(text)
        return html.replace(TAG_START, "<").replace(TAG_END, ">")


class _GithubExtension(Extension):
    """Puts our parts in the place of Python-Markdown's; its patterns find other Markdown."""

    context = Context()
    is_line = False

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace parser and processors; the tree and its serialiser stay."""
        md.parser = _BlockParser(md, self)
        md.preprocessors, md.postprocessors = Registry(), Registry()
        md.treeprocessors = Registry()
        md.treeprocessors.register(_Inlines(md, self), "inline", 20)
        md.treeprocessors.register(_Footnotes(md, self), "footnotes", 10)


class _BlockParser(BlockParser):
    def __init__(self, md: Markdown, extension: _GithubExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def parseDocument(self, lines: Iterable[str]) -> "ElementTree[Element | None]":  # noqa: N802 - Python-Markdown's name
        root = Element(self.md.doc_tag)
        text = "\n".join(lines)
        context = self._extension.context
        if self._extension.is_line:
            line = hidden_element()
            line.text = text
            root.append(line)
        else:
            tokens = parse_blocks(text)
            if "]:" in text:
                context.definitions = join_definitions((context.document, find_definitions(tokens)))
            build_tree(root, tokens, context)
        return ElementTree(root)


class _Inlines(Treeprocessor):
    def __init__(self, md: Markdown, extension: _GithubExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        _fill_all(root, self._extension.context)


class _Footnotes(Treeprocessor):
    """Puts the footnotes that the text mentions at its end; a footnote may mention further ones."""

    def __init__(self, md: Markdown, extension: _GithubExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        context = self._extension.context
        if not context.footnotes:
            return
        notes = SubElement(SubElement(root, "div", {"class": "footnotes"}), "ol")
        for label in context.footnotes:
            item = SubElement(notes, "li")
            item.tail = "\n"
            build_tree(item, context.definitions.footnotes[label], context)
            _fill_all(item, context)


def _fill_all(root: Element, context: Context) -> None:
    for element in list(root.iter()):
        if element.text and not isinstance(element.text, AtomicString):
            fill(element, element.text, context)
