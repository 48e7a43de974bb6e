"""Walks through the texts of a package, block by block, for the checks that look into them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deckgen.syntax.blocks import is_formula_fence, parse_blocks
from deckgen.syntax.cloze_marks import FoundFault, split_clozes
from deckgen.syntax.clozes import is_cloze_fence
from deckgen.syntax.definitions import Definitions, find_definitions, join_definitions, read_definitions
from deckgen.syntax.html_tags import Tag, split_html
from deckgen.syntax.inlines import parse_inlines, read_tag
from deckgen.syntax.tokens import Token
from deckgen.values.codes import Code
from deckgen.values.document import Document, Kind, Package, Passage
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
        known = read_definitions(self.document.definitions)
        if self.is_line:
            yield self._inline(self.passage.text, self.passage.line, known)
            return
        tokens = parse_blocks(self.passage.text)
        known = join_definitions((known, find_definitions(tokens)))
        for token in tokens:
            text = self._text(token, known)
            if text is not None:
                yield text

    def _text(self, token: Token, known: Definitions) -> Text | None:
        line = self.passage.line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            return self._inline(token.content, line, known)
        if token.type == "html_block":
            tags = tuple(part for part in split_html(token.content) if isinstance(part, Tag))
            return Text(self.document.path, line, token.content, (), tags, ())
        is_formula = token.type == "math_block" or (token.type == "fence" and is_formula_fence(token.info))
        if is_formula or (token.type == "fence" and is_cloze_fence(token.info)):
            first = line + (1 if token.type == "fence" else 0)
            pieces, faults = split_clozes(token.content, 0, is_formula=is_formula)
            whole = replace(token, meta={"pieces": pieces})
            return Text(self.document.path, first, token.content, (whole,), (), tuple(faults))
        return None

    def _inline(self, source: str, line: int, known: Definitions) -> Text:
        tokens, faults = parse_inlines(source, known, clozes=self.kind is Kind.CLOZE)
        tags = tuple(read_tag(token) for token in tokens if token.type == "html_inline")
        return Text(self.document.path, line, source, tokens, tags, faults)


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
