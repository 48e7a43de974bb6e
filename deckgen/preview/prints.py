"""Prepares the cards of a deck for the page to print, in groups of as many as a sheet of paper has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deckgen.preview.printable import printable
from deckgen.preview.statistics import lines_on_phone
from deckgen.preview.texts import answer_of
from deckgen.preview.values import PreviewNote

CARDS_PER_SHEET = 4
"""Cards of A6 on a sheet of A4; assets/print.css has a place for each."""
SIZES = ((22, ""), (45, "long"), (85, "longer"))
"""The size of the letters on a card to cut, by its lines on a phone; above the last it is `longest`."""
PICTURE_LINES = 10
"""Lines that a picture takes, about."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A card, ready for the page: its front, and what its back adds."""

    ordinal: int
    front: str
    answer: str
    front_size: str
    answer_size: str


def printed_groups(notes: Sequence[PreviewNote]) -> Iterator[list[Printed]]:
    """The cards of these notes, in their order; the last group may be smaller."""
    cards = [
        _printed(card.ordinal, printable(card.front), printable(answer_of(card.front, card.back)))
        for note in notes
        for card in note.cards
    ]
    for start in range(0, len(cards), CARDS_PER_SHEET):
        yield cards[start : start + CARDS_PER_SHEET]


def _printed(ordinal: int, front: str, answer: str) -> Printed:
    return Printed(ordinal, front, answer, _size(front), _size(answer))


def _size(face: str) -> str:
    lines = lines_on_phone(face) + PICTURE_LINES * face.count("<img")
    return next((size for most, size in SIZES if lines <= most), "longest")
