"""What a learner sees of our packages in the real Anki."""

import time

import pytest

from deckgen.values.document import Kind
from deckgen.values.note import Media, Note
from deckgen.values.text import Html
from tests.support.making import MONDAY, NOTE_TYPES, changed, note, note_type
from tests.world.anki.adapter import Anki, Imported
from tests.world.anki.conftest import Import

DECK = "大模型面试::数学基础"
PICTURE = Media("shape-1f.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")


def _notes() -> list[Note]:
    return [
        note(
            "tensor",
            '<p>张量?</p><img src="shape-1f.svg">',
            tags=("llm::broadcast", "数学"),
            media=(PICTURE,),
        ),
        note("both-ways", kind=Kind.REVERSED, ordinals=(0, 1)),
        note("typed", kind=Kind.TYPED, deck="大模型面试"),
        note("lora", "<p>{{c1::A}} and {{c3::B::hint}}</p>", "", kind=Kind.CLOZE, ordinals=(0, 2)),
    ]


def _edited(identified: Note, text: str, later: int = 60) -> Note:
    first, _, *rest = identified.fields
    return changed(identified, identified.modified + later, fields=(first, Html(text), *rest))


def test_a_new_package_arrives_whole(anki: Anki, import_notes: Import) -> None:
    notes = _notes()
    assert import_notes(notes, descriptions={"大模型面试": Html("<b>All</b>")}) == Imported(new=4)

    assert anki.count_notes() == 4
    assert len(anki.cards()) == sum(len(n.ordinals) for n in notes)
    for given in notes:
        assert [card.ord for card in anki.cards(given.guid)] == list(given.ordinals)
        assert tuple(anki.fields(given.guid).values()) == given.fields
        assert {anki.deck_of(card) for card in anki.cards(given.guid)} == {given.deck}
    assert anki.tags("guid-tensor") == {"llm::broadcast", "数学"}
    assert anki.decks() == {"大模型面试": "<b>All</b>", DECK: ""}
    assert anki.media() == {"shape-1f.svg": PICTURE.content}
    assert set(anki.note_types()) == {f"deckgen {kind}" for kind in Kind}


def test_every_card_has_two_sides(anki: Anki, import_notes: Import) -> None:
    import_notes(_notes())
    for card in anki.cards():
        assert "{{" not in card.question()
        assert "{{" not in card.answer()
        assert "<p>" in card.question()
        assert len(card.answer()) > len("<style></style>")
    assert anki.notes_with_empty_cards() == 0
    assert "[hint]" in anki.cards("guid-lora")[1].question()


def test_the_same_package_again_updates_nothing(anki: Anki, import_notes: Import) -> None:
    import_notes(_notes())
    before = anki.collection.db.all("SELECT * FROM notes"), anki.collection.db.all("SELECT * FROM cards")
    assert import_notes(_notes()) == Imported(duplicate=4)
    after = anki.collection.db.all("SELECT * FROM notes"), anki.collection.db.all("SELECT * FROM cards")
    assert before == after


@pytest.mark.parametrize("place", range(4))
def test_an_edited_note_alone_is_updated_and_keeps_its_reviews(
    anki: Anki, import_notes: Import, place: int
) -> None:
    notes = _notes()
    import_notes(notes)
    for given in notes:
        anki.review(given.guid)
    before = {given.guid: anki.progress(given.guid) for given in notes}
    assert all(progress.interval > 0 and progress.reviews for found in before.values() for progress in found)

    edited = [*notes[:place], _edited(notes[place], "<p>better</p>"), *notes[place + 1 :]]
    assert import_notes(edited) == Imported(updated=1, duplicate=3)

    assert {given.guid: anki.progress(given.guid) for given in notes} == before
    assert list(anki.fields(notes[place].guid).values())[1] == "<p>better</p>"


def test_edit_after_edit_arrives(anki: Anki, import_notes: Import) -> None:
    first = note("a")
    import_notes([first])
    assert import_notes([_edited(first, "second")]) == Imported(updated=1)
    # Up to 24.11 Anki stamps an updated note with the time of the import, so only a later time is newer.
    tomorrow = int(time.time()) + 86_400 - first.modified
    assert import_notes([_edited(first, "third", later=tomorrow)]) == Imported(updated=1)
    assert anki.fields("guid-a")["Answer"] == "third"


def test_a_question_added_on_top_leaves_the_others_alone(anki: Anki, import_notes: Import) -> None:
    import_notes(_notes())
    anki.review("guid-tensor")
    before = {guid: anki.progress(guid) for guid in ("guid-tensor", "guid-both-ways", "guid-lora")}
    assert import_notes([note("top"), *_notes()]) == Imported(new=1, duplicate=4)
    assert {guid: anki.progress(guid) for guid in before} == before


def test_a_question_removed_and_brought_back_keeps_its_reviews(anki: Anki, import_notes: Import) -> None:
    import_notes(_notes())
    anki.review("guid-typed")
    before = anki.progress("guid-typed")
    without = [n for n in _notes() if n.guid != "guid-typed"]
    assert import_notes(without) == Imported(duplicate=3)
    assert import_notes(_notes()) == Imported(duplicate=4)
    assert anki.progress("guid-typed") == before


def test_a_new_style_updates_the_note_type_in_place(anki: Anki, import_notes: Import) -> None:
    import_notes(_notes())
    anki.review("guid-tensor")
    before = anki.progress("guid-tensor")
    styled = {**NOTE_TYPES, Kind.BASIC: note_type(Kind.BASIC, MONDAY + 60, ".card { color: red }")}  # type: ignore[arg-type]
    assert import_notes(_notes(), styled) == Imported(duplicate=4)
    assert anki.note_types() == {
        "deckgen basic": ".card { color: red }",
        **{f"deckgen {kind}": ".card { color: black }" for kind in Kind if kind is not Kind.BASIC},
    }
    assert anki.progress("guid-tensor") == before


def test_an_added_cloze_makes_a_card_and_leaves_the_others_alone(anki: Anki, import_notes: Import) -> None:
    one = note("c", "{{c1::A}} B", "", kind=Kind.CLOZE)
    import_notes([one])
    anki.review("guid-c")
    (before,) = anki.progress("guid-c")
    fields = (Html("{{c1::A}} {{c2::B}}"), *one.fields[1:])
    two = changed(one, MONDAY + 60, fields=fields, ordinals=(0, 1))
    assert import_notes([two]) == Imported(updated=1)
    first, second = anki.progress("guid-c")
    assert first == before
    assert second.reps == 0
    assert anki.notes_with_empty_cards() == 0


def test_new_cards_come_in_the_order_of_the_source(anki: Anki, import_notes: Import) -> None:
    keys = ["m", "z", "a", "9", "b"]
    import_notes([note(key, modified=MONDAY - 9 * place) for place, key in enumerate(keys)])
    assert anki.queue(DECK) == [f"guid-{key}" for key in keys]
    assert [card.due for card in anki.cards()] == [1, 2, 3, 4, 5]


def test_a_note_that_moved_to_another_deck_updates_and_its_cards_stay(
    anki: Anki, import_notes: Import
) -> None:
    import_notes([note("a"), note("b")])
    moved = changed(note("a"), MONDAY + 60, deck="大模型面试::别处")
    assert import_notes([moved, note("b")]) == Imported(updated=1, duplicate=1)
    assert anki.deck_of(anki.cards("guid-a")[0]) == DECK


def test_two_packages_of_one_build_live_together(anki: Anki, import_notes: Import) -> None:
    assert import_notes([note("a"), note("b")]) == Imported(new=2)
    assert import_notes([note("c"), note("d", deck="Other")]) == Imported(new=2)
    assert anki.count_notes() == len(anki.cards()) == 4


@pytest.mark.parametrize("deck", ["Default", "Default::Sub", "default"])
def test_notes_may_lie_in_the_default_deck(anki: Anki, import_notes: Import, deck: str) -> None:
    import_notes([note("a", deck=deck)])
    assert anki.deck_of(anki.cards()[0]).lower() == deck.lower()
    assert len(anki.collection.decks.all_names_and_ids()) == 1 + deck.count("::")


def test_a_thousand_decks_arrive(anki: Anki, import_notes: Import) -> None:
    notes = [note(f"k{number}", deck=f"D::{number % 50}::{number}") for number in range(1000)]
    assert import_notes(notes) == Imported(new=1000)
    assert len(anki.decks()) == 1 + 50 + 1000
