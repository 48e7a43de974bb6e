"""Defines what a check looks at: a question, or the description of a deck, with the texts of its blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deckgen.syntax.cloze_marks import Fault
from deckgen.syntax.clozes import split_block
from deckgen.syntax.html_tags import Tag, TagKind, read_attributes, split_html
from deckgen.syntax.inlines import read_tag
from deckgen.syntax.places import line_at
from deckgen.syntax.reading import inlines
from deckgen.values.codes import Code
from deckgen.values.document import Document, Kind, Question
from deckgen.values.passage import Passage, Token
from deckgen.values.problem import Location, Problem


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one block, as it was read; `line` is where it begins in the file."""

    path: str
    line: int
    source: str
    tokens: tuple[Token, ...]
    tags: tuple[Tag, ...]
    faults: tuple[Fault, ...]

    def problem(self, position: int, code: Code, message: str) -> Problem:
        """A problem at a position of the text."""
        return Problem(Location(self.path, self.line_at(position)), code, message)

    def addresses(self, token_type: str, tag_name: str, attribute: str) -> list[tuple[int, str]]:
        """The values of an attribute with their positions: those of Markdown, then those of raw HTML."""
        found = [
            (token.meta["position"], str(token.attrs[attribute]))
            for token in self.tokens
            if token.type == token_type
        ]
        for tag in self.tags:
            if tag.kind is TagKind.OPEN and tag.name == tag_name:
                found += ((tag.position, value) for name, value in read_attributes(tag) if name == attribute)
        return found

    def line_at(self, position: int) -> int:
        """The line of the file at a position of the text."""
        return self.line + line_at(self.source, position)


@dataclass(frozen=True, slots=True)
class Place:
    """A passage with the texts of its blocks."""

    passage: Passage
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A question or, without one, the description; `places` are its passages that are not empty, in order."""

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
    """A question of a document, or its description, as it is checked."""
    passages = [document.description]
    if question is not None:
        passages = [question.heading, question.prompt, question.answer, question.hint]
    clozes = question is not None and question.kind is Kind.CLOZE
    places = (
        Place(passage, tuple(_texts(document.path, passage, clozes=clozes)))
        for passage in passages
        if passage.text
    )
    return Unit(document, question, tuple(places))


def _texts(path: str, passage: Passage, *, clozes: bool) -> Iterator[Text]:
    for token in passage.tokens:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "inline":
            tokens, faults = inlines(token, clozes=clozes)
            tags = tuple(read_tag(found) for found in tokens if found.type == "html_inline")
            yield Text(path, line, token.content, tokens, tags, faults)
        elif token.type == "html_block":
            tags = tuple(part for part in split_html(token.content) if isinstance(part, Tag))
            comments = (tag for tag in tags if tag.kind is TagKind.COMMENT)
            unclosed = (tag for tag in comments if not token.content.endswith(">", tag.position, tag.end))
            faults = tuple(Fault(Code.COMMENT_UNCLOSED, tag.position) for tag in unclosed)
            yield Text(path, line, token.content, (), tags, faults)
        elif clozes and token.type in {"fence", "code_block", "math_block"}:
            first = line + (1 if token.type == "fence" else 0)
            pieces, found = split_block(token)
            whole = replace(token, meta={"pieces": pieces})
            yield Text(path, first, token.content, (whole,), (), tuple(found))
