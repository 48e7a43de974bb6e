"""Lets Python-Markdown write HTML from our tokens."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.util import Registry

from deckgen.render.context import Context
from deckgen.render.marks import TAG_END, TAG_START
from deckgen.render.tree import build_tree
from deckgen.values.passage import Passage, Token


class GithubMarkdown:
    """One Python-Markdown instance for all passages, which differ in their tokens and contexts."""

    def __init__(self) -> None:
        self._extension = _GithubExtension()
        self._markdown = Markdown(extensions=[self._extension], output_format="html")

    def convert(self, passage: Passage, context: Context) -> str:
        """A passage as HTML, not yet sanitised."""
        context.footnotes.clear()
        context.footnote_numbers.clear()
        self._extension.tokens, self._extension.context = passage.tokens, context
        html = self._markdown.reset().convert(passage.text)
        return html.replace(TAG_START, "<").replace(TAG_END, ">")


class _GithubExtension(Extension):
    """Replaces the tree that Python-Markdown would read with ours."""

    tokens: Sequence[Token] = ()
    context = Context()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace the parser and all processors, but not the serialiser."""
        md.parser = _BlockParser(md, self)
        md.preprocessors, md.postprocessors = Registry(), Registry()
        md.treeprocessors = Registry()


class _BlockParser(BlockParser):
    def __init__(self, md: Markdown, extension: _GithubExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def parseDocument(self, _lines: Iterable[str]) -> "ElementTree[Element | None]":  # noqa: N802 - Python-Markdown's name
        root, context = Element(self.md.doc_tag), self._extension.context
        build_tree(root, self._extension.tokens, context)
        if context.footnotes:
            notes = SubElement(SubElement(root, "div", {"class": "footnotes"}), "ol")
            for label in context.footnotes:  # a footnote may mention further ones
                item = SubElement(notes, "li")
                item.tail = "\n"
                build_tree(item, context.definitions.footnotes[label], context)
        return ElementTree(root)
