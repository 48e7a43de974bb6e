"""Counts the cards of a package by deck, tag, kind and source, and by the length of their answers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

from deckgen.preview.texts import answer_of, lines_of
from deckgen.preview.values import Holder, PreviewNote

EMS_PER_LINE = 18
"""Chinese characters in a line of a phone 360 px wide: 17 px each, with the margins of a card."""
LINES_PER_SCREEN = 20
"""Lines of 1.7 × 17 px on a screen of 640 px, without the bars of the program."""
LENGTHS = (5, 10, 20, 40)
"""The plot counts the answers up to these numbers of lines, and those above."""
MOST_TAGS = 30
"""More rows are a list, not a plot."""

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of cards by a name, in the order in which a page shows them; `holders` counts notes."""

    notes: int
    cards: int
    by_deck: Counts
    by_tag: Counts
    by_kind: Counts
    by_source: Counts
    lengths: Counts
    holders: Counts


def count(notes: Iterable[PreviewNote]) -> Statistics:
    """The statistics of these notes."""
    notes = tuple(notes)
    tags = _cards((tag, len(note.cards)) for note in notes for tag in note.tags)
    return Statistics(
        notes=len(notes),
        cards=sum(len(note.cards) for note in notes),
        by_deck=_cards((note.deck, len(note.cards)) for note in notes),
        by_tag=dict(Counter(tags).most_common(MOST_TAGS)),
        by_kind=dict(Counter(_cards((note.kind.value, len(note.cards)) for note in notes)).most_common()),
        by_source=_cards((note.location.path, len(note.cards)) for note in notes),
        lengths=_lengths(answer_of(card.front, card.back) for note in notes for card in note.cards),
        holders=_holders(notes),
    )


def lines_on_phone(face: str) -> int:
    """How many lines the text of a face fills on a phone, about: pictures are not counted."""
    return sum(ceil(_width(line) / EMS_PER_LINE) for line in lines_of(face))


def _width(line: str) -> float:
    """In ems: a Latin letter is about half as wide as a Chinese character."""
    return sum(1 if east_asian_width(letter) in "WF" else 0.5 for letter in line)


def _cards(pairs: Iterable[tuple[str, int]]) -> Counts:
    found: Counts = {}
    for name, cards in pairs:
        found[name] = found.get(name, 0) + cards
    return found


def _lengths(backs: Iterable[str]) -> Counts:
    names = [f"{low + 1}–{high}" for low, high in zip((0, *LENGTHS), LENGTHS, strict=False)]
    found = dict.fromkeys([*names, f"> {LENGTHS[-1]}"], 0)
    keys = list(found)
    for back in backs:
        lines = lines_on_phone(back)
        found[keys[sum(lines > high for high in LENGTHS)]] += 1
    return found


def _holders(notes: Iterable[PreviewNote]) -> Counts:
    """A note may be held by an example and by an erratum, and counts for both."""
    names = [holder for note in notes for holder in _holders_of(note)]
    found = Counter(names)
    return {name: found[name] for name in (*Holder, "nothing") if found[name]}


def _holders_of(note: PreviewNote) -> Iterator[str]:
    found = {held.by.value for held in note.held}
    yield from sorted(found)
    if not found - {Holder.MUTANT}:
        yield "nothing"
