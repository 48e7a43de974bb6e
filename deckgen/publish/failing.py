"""Finds the cards that a learner fails, so that their author can mend them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deckgen.apkg.held import Held, HeldCard, HeldNote
from deckgen.diff.compare import card_name, title_of
from deckgen.values.text import Guid

_LEECH = "leech"
"""The tag that Anki gives to a note whose card was forgotten too often, by default eight times."""


@dataclass(frozen=True, slots=True)
class FailingCard:
    """A card that was forgotten; `ease` is in percent, 0 if Anki has none, and 250 for a new card."""

    guid: Guid
    key: str
    card: str
    title: str
    lapses: int
    reviews: int
    ease: int
    is_leech: bool
    is_suspended: bool


def find_failing(held: Held, guids: Iterable[Guid]) -> tuple[FailingCard, ...]:
    """The cards of these notes that were forgotten at least once, the worst first."""
    found = (card for guid in guids if guid in held.notes for card in _failing_cards(held.notes[guid]))
    return tuple(sorted(found, key=lambda card: (not card.is_leech, -card.lapses, card.ease, card.key)))


def _failing_cards(held: HeldNote) -> Iterator[FailingCard]:
    worst = max((card.lapses for card in held.cards), default=0)
    for card in held.cards:
        if card.lapses:
            yield _failing_card(held, card, is_leech=_LEECH in held.note.tags and card.lapses == worst)


def _failing_card(held: HeldNote, card: HeldCard, *, is_leech: bool) -> FailingCard:
    return FailingCard(
        guid=held.note.guid,
        key=held.note.field("Key"),
        card=card_name(held.note.note_type, card.ordinal),
        title=title_of(held.note),
        lapses=card.lapses,
        reviews=card.reviews,
        ease=card.ease,
        is_leech=is_leech,
        is_suspended=card.suspended,
    )
