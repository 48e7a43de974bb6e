"""What is checked at a time: a question, or the description of a deck, with the texts of its blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deckgen.syntax.blocks import is_formula_fence
from deckgen.syntax.cloze_marks import FoundFault, split_clozes
from deckgen.syntax.clozes import is_cloze_fence
from deckgen.syntax.html_tags import Tag, split_html
from deckgen.syntax.inlines import read_tag
from deckgen.syntax.reading import inlines
from deckgen.values.codes import Code
from deckgen.values.document import Document, Kind, Question
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
        return Problem(Location(self.path, self.line_at(position)), code, message)

    def line_at(self, position: int) -> int:
        """The line of the file in which a position of the text stands."""
        return self.line + self.source.count("\n", 0, position)


@dataclass(frozen=True, slots=True)
class Place:
    """A passage with the texts of its blocks. `makes_cards` says that a cloze here makes a card."""

    passage: Passage
    is_line: bool
    makes_cards: bool
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A question, or the description where there is none; `places` are those that hold any text, in order."""

    document: Document
    question: Question | None
    places: tuple[Place, ...]

    @property
    def texts(self) -> Iterator[Text]:
        """The texts of all blocks, in order."""
        return (text for place in self.places for text in place.texts)

    @property
    def tokens(self) -> Iterator[Token]:
        """All block tokens, in order."""
        return (token for place in self.places for token in place.passage.tokens)


def read_unit(document: Document, question: Question | None) -> Unit:
    """The unit that a question of a document is, or its description."""
    path = document.path
    if question is None:
        places = [_place(path, document.description, None)]
    else:
        kind, makes_cards = question.kind, question.kind is Kind.CLOZE
        places = [
            _place(path, question.heading, kind, is_line=True, makes_cards=makes_cards),
            _place(path, question.prompt, kind, makes_cards=makes_cards),
            _place(path, question.answer, kind),
            _place(path, question.hint, kind),
        ]
    return Unit(document, question, tuple(place for place in places if place.passage.text))


def _place(
    path: str, passage: Passage, kind: Kind | None, *, is_line: bool = False, makes_cards: bool = False
) -> Place:
    texts = (_text(path, token, clozes=kind is Kind.CLOZE) for token in passage.tokens)
    return Place(passage, is_line, makes_cards, tuple(text for text in texts if text is not None))


def _text(path: str, token: Token, *, clozes: bool) -> Text | None:
    line = token.map[0] + 1 if token.map else 0
    if token.type == "inline":
        tokens, faults = inlines(token, clozes=clozes)
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
