"""What a learner holds, from several exports of one collection."""

from dataclasses import replace

from deckgen.apkg.held import Held, HeldCard, HeldNote, join_held
from deckgen.apkg.packed import PackedCard, PackedDeck, PackedNote, PackedNoteType
from deckgen.values.note import Field, Template
from deckgen.values.text import Guid, Html, Timestamp

TYPE = PackedNoteType(1, "t", False, (Field("Front", 1),), (Template("c", 1, "", ""),), "", Timestamp(0))


def _held(guid: str, ordinal: int, deck: str) -> Held:
    card = PackedCard(ordinal, deck, 0)
    note = PackedNote(Guid(guid), TYPE, (Html("x"),), (), Timestamp(1), (card,))
    held = HeldNote(7, note, (HeldCard(100 + ordinal, ordinal, 1, 0, 0, suspended=False),))
    return Held({note.guid: held}, (TYPE,), (PackedDeck(deck, Html("")),))


def test_the_cards_of_a_note_are_joined_in_their_order() -> None:
    joined = join_held([_held("g", 1, "B"), _held("g", 0, "A"), _held("h", 0, "A")])
    assert list(joined.notes) == ["g", "h"]
    note = joined.notes[Guid("g")]
    assert [card.ordinal for card in note.note.cards] == [0, 1]
    assert [card.id for card in note.cards] == [100, 101]
    assert note.reviews == 2
    assert joined.note_types == (TYPE,)
    assert [deck.name for deck in joined.decks] == ["B", "A"]


def test_the_same_card_in_two_exports_is_one_card() -> None:
    one = _held("g", 0, "A")
    joined = join_held([one, replace(one)])
    assert joined.notes == one.notes
