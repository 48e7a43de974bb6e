"""Walks through the texts of a package, block by block, for the checks that look into them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deckgen.syntax.blocks import is_formula_fence
from deckgen.syntax.cloze_marks import FoundFault, split_clozes
from deckgen.syntax.clozes import is_cloze_fence
from deckgen.syntax.html_tags import Tag, split_html
from deckgen.syntax.inlines import read_tag
from deckgen.syntax.reading import inlines
from deckgen.values.codes import Code
from deckgen.values.document import Document, Kind, Package
from deckgen.values.passage import Passage, Token
from deckgen.values.problem import Location, Problem


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one block, read; `line` is where it begins in the file."""

    path: str
    line: int
    source: str
    tokens: tuple[Token, ...]
    tags: tuple[Tag, ...]
    faults: tuple[FoundFault, ...]

    def problem(self, position: int, code: Code, message: str) -> Problem:
        """A problem at a position of the text."""
        line = self.line + self.source.count("\n", 0, position)
        return Problem(Location(self.path, line), code, message)


@dataclass(frozen=True, slots=True)
class Place:
    """A passage and where it stands: `is_line` for a heading, `makes_cards` where a cloze makes one."""

    document: Document
    passage: Passage
    is_line: bool
    kind: Kind | None
    makes_cards: bool

    def texts(self) -> Iterator[Text]:
        """The texts of its blocks, in order."""
        for token in self.passage.tokens:
            text = self._text(token)
            if text is not None:
                yield text

    def _text(self, token: Token) -> Text | None:
        path, line = self.document.path, token.map[0] + 1 if token.map else self.passage.line
        if token.type == "inline":
            tokens, faults = inlines(token, clozes=self.kind is Kind.CLOZE)
            tags = tuple(read_tag(found) for found in tokens if found.type == "html_inline")
            return Text(path, line, token.content, tokens, tags, faults)
        if token.type == "html_block":
            tags = tuple(part for part in split_html(token.content) if isinstance(part, Tag))
            return Text(path, line, token.content, (), tags, ())
        is_formula = token.type == "math_block" or (token.type == "fence" and is_formula_fence(token.info))
        if is_formula or (token.type == "fence" and is_cloze_fence(token.info)):
            first = line + (1 if token.type == "fence" else 0)
            pieces, found = split_clozes(token.content, 0, is_formula=is_formula)
            whole = replace(token, meta={"pieces": pieces})
            return Text(path, first, token.content, (whole,), (), tuple(found))
        return None


def places(package: Package, *needles: str) -> Iterator[Place]:
    """The passages of a package that hold one of these strings, in order."""
    for document in package.documents:
        yield from (place for place in _places(document) if any(n in place.passage.text for n in needles))


def _places(document: Document) -> Iterator[Place]:
    yield Place(document, document.description, is_line=False, kind=None, makes_cards=False)
    for question in document.questions:
        makes_cards = question.kind is Kind.CLOZE
        yield Place(document, question.heading, is_line=True, kind=question.kind, makes_cards=makes_cards)
        yield Place(document, question.prompt, is_line=False, kind=question.kind, makes_cards=makes_cards)
        yield Place(document, question.answer, is_line=False, kind=question.kind, makes_cards=False)
        yield Place(document, question.hint, is_line=False, kind=question.kind, makes_cards=False)
