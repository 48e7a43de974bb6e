"""Lets Python-Markdown write HTML from our tokens."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.util import Registry

from deckgen.render.context import Context
from deckgen.render.marks import TAG_END, TAG_START
from deckgen.render.tree import build_tree
from deckgen.values.passage import Passage, Token


class GithubMarkdown:
    """One Python-Markdown instance for all passages, which keeps its serialiser only."""

    def __init__(self) -> None:
        self._markdown = Markdown(output_format="html")
        self._parser = self._markdown.parser = _BlockParser(self._markdown)
        self._markdown.preprocessors, self._markdown.postprocessors = Registry(), Registry()
        self._markdown.treeprocessors = Registry()

    def convert(self, passage: Passage, context: Context) -> str:
        """A passage as HTML, not yet sanitised."""
        context.footnotes.clear()
        self._parser.tokens, self._parser.context = passage.tokens, context
        return self._markdown.convert(passage.text).replace(TAG_START, "<").replace(TAG_END, ">")


class _BlockParser(BlockParser):
    """Builds the tree from our tokens in place of the text."""

    tokens: Sequence[Token] = ()
    context = Context()

    def parseDocument(self, _lines: Iterable[str]) -> "ElementTree[Element | None]":  # noqa: N802 - Python-Markdown's name
        root, context = Element(self.md.doc_tag), self.context
        build_tree(root, self.tokens, context)
        if context.footnotes:
            notes = SubElement(SubElement(root, "div", {"class": "footnotes"}), "ol")
            for label in context.footnotes:  # a footnote may mention further ones
                item = SubElement(notes, "li")
                item.tail = "\n"
                build_tree(item, context.definitions.footnotes[label], context)
        return ElementTree(root)
