"""Has Python-Markdown write HTML from the tokens that GitHub's Markdown was read as."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from deckgen.render.context import Context
from deckgen.render.marks import TAG_END, TAG_START
from deckgen.render.tree import build_tree
from deckgen.values.passage import Passage, Token


class GithubMarkdown:
    """One Python-Markdown for all passages; what differs between them is the tokens and the context."""

    def __init__(self) -> None:
        self._extension = _GithubExtension()
        self._markdown = Markdown(extensions=[self._extension], output_format="html")

    def convert(self, passage: Passage, context: Context) -> str:
        """A passage as HTML that is still to be sanitised."""
        context.footnotes.clear()
        self._extension.tokens, self._extension.context = passage.tokens, context
        html = self._markdown.reset().convert(passage.text)
        return html.replace(TAG_START, "<").replace(TAG_END, ">")


class _GithubExtension(Extension):
    """Puts our tree in the place of the one that Python-Markdown would read."""

    tokens: Sequence[Token] = ()
    context = Context()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace parser and processors; the serialiser stays."""
        md.parser = _BlockParser(md, self)
        md.preprocessors, md.postprocessors = Registry(), Registry()
        md.treeprocessors = Registry()
        md.treeprocessors.register(_Footnotes(md, self), "footnotes", 10)


class _BlockParser(BlockParser):
    def __init__(self, md: Markdown, extension: _GithubExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def parseDocument(self, _lines: Iterable[str]) -> "ElementTree[Element | None]":  # noqa: N802 - Python-Markdown's name
        root = Element(self.md.doc_tag)
        build_tree(root, self._extension.tokens, self._extension.context)
        return ElementTree(root)


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
