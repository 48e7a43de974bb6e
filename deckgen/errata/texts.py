"""Gathers the texts of a package that may make a claim, and finds the lines where they do."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from deckgen.answers.card import Card, read_card
from deckgen.answers.quoted import read_stated
from deckgen.errata.said import say_in_full
from deckgen.syntax.html_text import find_alternatives, fold
from deckgen.syntax.places import find_lines
from deckgen.values.document import Kind
from deckgen.values.outline import DocumentOutline, NoteBody, QuestionOutline, at
from deckgen.values.problem import Location
from deckgen.values.text import QuestionKey

LinesOf = Callable[[Location], Sequence[str]]
"""Gives the lines of the part that begins at a location."""

_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_FIRST_WORDS = 40
_FEWEST_WORDS = 10
_find_lines = lru_cache(maxsize=8)(find_lines)  # a text may say the same many times


@dataclass(frozen=True, slots=True)
class Text:
    """A folded text of the part that begins at `place`, with a mark for each character quoted as wrong.

    `whole` is the same text without these marks; `heading` is the length of its heading, which is its first
    line, or 0. Words of the text that cannot be found in the part are where `near` is.
    """

    who: str
    place: Location
    text: str
    whole: str
    heading: int = 0
    near: str = ""

    def locate(self, start: int, said: str, lines: LinesOf) -> Location:
        """The line where the text says this from a position on."""
        if start < self.heading:
            return self.place
        if self.who == "tag":
            return self._locate_tag(said, lines)
        is_note = self.who == "card"
        read = "\n".join(lines(self.place)[is_note:])
        before = self.whole.count(said, self.heading, start)
        for words, number in ((said, before), (self.near, 0)):
            if found := _find_lines(read, words):
                return at(self.place, is_note + found[min(number, len(found) - 1)])
        return self.place

    def _locate_tag(self, said: str, lines: LinesOf) -> Location:
        """The line of the question if its heading has the tag, else that above all questions."""
        head = Location(self.place.path, 1)
        if not find_lines(lines(self.place)[0], said) and (
            found := _find_lines("\n".join(lines(head)), said)
        ):
            return at(head, found[0])
        return self.place


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card with its place and key, and all its texts."""

    place: Location
    key: QuestionKey
    card: Card
    texts: tuple[Text, ...]

    def locate_answer(self, lines: LinesOf) -> Location:
        """The line where the answer begins."""
        below_heading = self.card.said.split("\n")[self.card.is_cloze :]
        words = first_words("\n".join(below_heading))
        return Text("card", self.place, "", "", near=words[:_FEWEST_WORDS]).locate(0, words, lines)


def place_card(place: Location, question: QuestionOutline, body: NoteBody) -> PlacedCard:
    """A note as it is compared with errata."""
    card = read_card(question.kind, body)
    first, second, extra, hint = body.fields[:4]
    fields = (second, first, extra, hint) if question.kind is Kind.CLOZE else (first, second, extra, hint)
    read = [read_stated(field) for field in fields if field]
    whole = "\n".join(one.text for one in read if one.text)
    stated = "\n".join(one.stated for one in read if one.text)
    near = first_words(card.lead)
    others = [alternative for field in fields for alternative in find_alternatives(field)]
    if in_full := say_in_full(card):
        others.append(in_full)
    heading = len(whole.partition("\n")[0])
    texts = (
        Text("card", place, stated, whole, heading, near),
        *(Text("card", place, fold(other), fold(other), 0, near) for other in others),
    )
    return PlacedCard(place, question.key, card, texts)


def head_texts(document: DocumentOutline, lines: LinesOf) -> Iterator[Text]:
    """The deck's name, the title and the description of a source."""
    place = Location(document.path, 1)
    deck = fold(document.deck)
    yield Text("name of the deck", place, deck, deck)
    for match in _TITLE.finditer("\n".join(lines(place))):
        title = fold(match[1])
        yield Text("title", place, title, title)
    description = read_stated(document.description)
    yield Text("description", place, description.stated, description.text)


def tag_texts(tags: Iterable[tuple[Location, str]]) -> Iterator[Text]:
    """Each tag once per source, at the first question that has it."""
    seen = set()
    for place, tag in tags:
        if (place.path, tag) in seen:
            continue
        seen.add((place.path, tag))
        text = fold(tag)
        yield Text("tag", place, text, text)


def first_words(text: str) -> str:
    """The beginning of a text's first line."""
    return text.partition("\n")[0][:_FIRST_WORDS]
