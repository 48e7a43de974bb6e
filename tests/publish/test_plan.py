"""What of a package a collection is given: rules one by one, and properties of any edits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.apkg.held import Held
from deckgen.apkg.packed import PackedMedia, PackedPackage
from deckgen.diff.values import Arrival, CardFate, TypeArrival
from deckgen.publish.plan import plan_delivery
from deckgen.publish.values import RETIRED_TAG, Delivery, Fate, Known, Text
from deckgen.values.document import Kind
from deckgen.values.note import Field, Note
from deckgen.values.text import Guid, Html, Timestamp
from tests.support.diff_scenarios import cloze
from tests.support.holding import (
    hold,
    known_from,
    packed,
    with_description,
    with_field,
    with_note,
    without,
)
from tests.support.making import MONDAY, changed, note

A = Guid("guid-a")
QUESTION, ANSWER, EXTRA = 0, 1, 2
DECK = "大模型面试::数学基础"


def _answer(text: str, *, tags: tuple[str, ...] = (), extra: str = "", later: int = 60) -> Note:
    """The note `a` with another answer, built later."""
    plain = note("a", tags=tags)
    fields = (plain.fields[QUESTION], Html(text), Html(extra), *plain.fields[3:])
    return changed(plain, MONDAY + later, fields=fields)


def _plan(
    new: PackedPackage, held: Held, known: Known, *take_ours: str, retired: tuple[Guid, ...] = ()
) -> Delivery:
    return plan_delivery("p", new, held, known, retired=retired, take_ours=take_ours)


def _texts(delivery: Delivery) -> dict[str, str]:
    """What is written into the answers."""
    return {guid: fields[ANSWER] for guid, fields in delivery.expected.items()}


OLD = packed(note("a"), note("other"))
NEW = packed(_answer("new"), note("other"))


def test_a_collection_without_our_notes_is_given_all() -> None:
    delivery = _plan(OLD, Held(), Known())
    assert delivery.expected.keys() == {A, "guid-other"}
    assert (delivery.adaptation.without, delivery.edits) == ((), ())


def test_what_is_there_is_not_given_again() -> None:
    delivery = _plan(OLD, hold(OLD), known_from(OLD))
    assert delivery.is_empty
    assert not delivery.expected


def test_a_picture_of_another_package_is_not_gone() -> None:
    held = replace(hold(OLD), media=(PackedMedia("deckgen-0.png", 7),))
    delivery = _plan(OLD, held, known_from(OLD))
    assert delivery.is_empty
    assert delivery.diff.media == ()


def test_an_edit_of_ours_arrives_however_late_the_learner_marked_the_note() -> None:
    held = with_note(hold(OLD), "a", tags=("marked",), modified=Timestamp(MONDAY + 5000))
    delivery = _plan(NEW, held, known_from(OLD))
    assert _texts(delivery) == {A: "new"}
    assert delivery.adaptation.times[A] == MONDAY + 5001
    assert delivery.own_tags == {A: ("marked",)}
    assert delivery.edits == ()


def test_a_note_that_was_only_opened_in_ankis_editor_is_not_edited() -> None:
    old = packed(_answer(r"<p>\(\frac&#123;a&#125;&#123;b&#125;\) &#91;sound:a] std&#58;&#58;x</p>"))
    held = with_field(hold(old), "a", ANSWER, r"<p>\(\frac{a}{b}\) [sound:a] std::x</p>")
    delivery = _plan(packed(_answer("new")), held, known_from(old))
    assert _texts(delivery) == {A: "new"}
    assert delivery.edits == ()


FOLD = "<details><summary>More</summary>\n<p>Hidden text.</p>\n</details>"
LINE = '<div lang="en"><p>The gate opens slowly.</p></div>'


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (FOLD, FOLD.replace("<details", '<details open=""')),
        (FOLD.replace("<details", '<details open=""'), FOLD),
        (LINE, LINE.replace("</p>", "&nbsp;</p>")),
        (LINE, LINE.replace("</div>", "<p><br></p></div>")),
        (LINE, f"{LINE}<br><br>"),
        (LINE, f"{LINE}<div><br></div>&nbsp;"),
        ("", "<br>"),
    ],
    ids=["a fold opens", "a fold closes", "a blank", "Enter", "empty lines", "a blank in a line", "nothing"],
)
def test_what_ankis_editor_writes_without_a_word_of_the_learner_is_not_an_edit(
    ours: str, theirs: str
) -> None:
    old = packed(_answer(ours))
    held = with_field(hold(old), "a", ANSWER, theirs)
    resting = _plan(old, held, known_from(old))
    assert resting.is_empty
    assert resting.edits == ()
    assert _texts(_plan(packed(_answer("new")), held, known_from(old))) == {A: "new"}


def test_a_blank_or_a_fold_that_the_author_changes_arrives() -> None:
    old, new = packed(_answer(FOLD)), packed(_answer(FOLD.replace("<details", '<details open=""')))
    assert _texts(_plan(new, hold(old), known_from(old))) == {A: FOLD.replace("<details", '<details open=""')}


def test_their_clock_may_be_ahead_of_ours() -> None:
    held = with_note(hold(OLD), "a", modified=Timestamp(4_000_000_000))
    assert _plan(NEW, held, known_from(OLD)).adaptation.times[A] == 4_000_000_001


def test_an_edit_of_the_same_field_is_held_back_and_stays_so() -> None:
    held = with_field(hold(OLD), "a", ANSWER, "mine")
    first = _plan(NEW, held, known_from(OLD))
    assert [edit.fate for edit in first.edits] == [Fate.HELD_BACK]
    assert first.is_empty
    again = _plan(NEW, held, Known(_recorded(first), frozenset(first.given)))
    assert [edit.fate for edit in again.edits] == [Fate.HELD_BACK]


def _recorded(delivery: Delivery) -> dict[Guid, tuple[Text, ...]]:
    return {guid: (text,) for guid, text in delivery.given.items()}


def test_edits_of_different_fields_are_merged() -> None:
    held = with_field(hold(OLD), "a", EXTRA, "my note")
    delivery = _plan(NEW, held, known_from(OLD))
    assert [edit.fate for edit in delivery.edits] == [Fate.MERGED]
    assert delivery.expected[A][ANSWER : EXTRA + 1] == ("new", "my note")
    assert delivery.given[A].fields[EXTRA] == ""
    (edit,) = delivery.edits
    assert [change.name for change in edit.theirs] == ["Extra"]
    assert [change.name for change in edit.ours] == ["Answer"]


def test_a_field_that_both_changed_stays_theirs_and_the_others_arrive() -> None:
    held = with_field(hold(OLD), "a", EXTRA, "my note")
    delivery = _plan(packed(_answer("new", extra="ours")), held, known_from(OLD))
    assert [edit.fate for edit in delivery.edits] == [Fate.HELD_BACK]
    assert delivery.expected[A][ANSWER : EXTRA + 1] == ("new", "my note")


def test_ours_are_taken_where_somebody_asks_for_them() -> None:
    held = with_field(hold(OLD), "a", ANSWER, "mine")
    for asked in ("a", "*"):
        delivery = _plan(NEW, held, known_from(OLD), asked)
        assert [edit.fate for edit in delivery.edits] == [Fate.OVERWRITTEN]
        assert _texts(delivery) == {A: "new"}


def test_an_edit_may_be_of_any_old_text_of_ours() -> None:
    """Without a record nobody knows which of the old packages the learner had."""
    held = with_field(hold(OLD), "a", ANSWER, "mine")
    delivery = _plan(NEW, held, known_from(NEW, OLD, delivered=False))
    assert [edit.fate for edit in delivery.edits] == [Fate.HELD_BACK]
    again = _plan(NEW, held, Known(_recorded(delivery), frozenset(delivery.given)))
    assert [edit.fate for edit in again.edits] == [Fate.HELD_BACK]


def test_a_text_of_an_ended_delivery_is_not_an_edit_of_the_learner() -> None:
    brought = packed(_answer("brought"), note("other"))
    known = replace(known_from(OLD, brought), was_delivered=frozenset([A]))
    delivery = _plan(packed(_answer("newest", later=90)), hold(brought), known)
    assert (_texts(delivery), delivery.edits) == ({A: "newest"}, ())


def test_without_any_knowledge_the_younger_text_wins_as_in_an_import() -> None:
    for later, fates in ((1000, [Fate.HELD_BACK]), (10, [])):
        held = with_field(hold(OLD), "a", ANSWER, "mine", later=later)
        assert [edit.fate for edit in _plan(NEW, held, Known()).edits] == fates


def test_a_deleted_note_stays_deleted_until_it_is_asked_for() -> None:
    held = without(hold(OLD), "a")
    delivery = _plan(NEW, held, known_from(OLD))
    assert [edit.fate for edit in delivery.edits] == [Fate.DELETED]
    assert (delivery.is_empty, delivery.adaptation.without) == (True, (A,))
    assert delivery.given[A] == Text(OLD.notes[0].fields, OLD.notes[0].tags)
    assert _texts(_plan(NEW, held, known_from(OLD), "a")) == {A: "new"}


def test_a_note_that_an_ended_delivery_may_not_have_brought_is_not_called_deleted() -> None:
    known = replace(known_from(OLD), was_delivered=frozenset())
    assert _texts(_plan(NEW, without(hold(OLD), "a"), known)) == {A: "new"}


def test_tags_are_merged_each_on_its_own() -> None:
    old = packed(note("a", tags=("ours", "unwanted", "dropped")))
    held = with_note(hold(old), "a", tags=("ours", "dropped", "mine"), modified=MONDAY + 5)
    new = packed(changed(note("a", tags=("ours", "unwanted", "added")), MONDAY + 60))
    delivery = _plan(new, held, known_from(old))
    assert set(delivery.adaptation.tags[A]) == {"ours", "added", "mine"}
    assert delivery.own_tags == {A: ("mine",)}
    assert set(_plan(new, held, known_from(old), "*").adaptation.tags[A]) == {
        "ours",
        "unwanted",
        "added",
        "mine",
    }


def test_a_tag_that_the_learner_removed_is_not_brought_back_by_itself() -> None:
    old = packed(note("a", tags=("ours", "unwanted")))
    held = with_note(hold(old), "a", tags=("ours",), modified=MONDAY + 5)
    assert _plan(old, held, known_from(old)).is_empty


def test_the_case_of_a_tag_is_that_of_the_collection() -> None:
    """Anki writes a tag as it is written in the collection already."""
    old = packed(note("a", tags=("LLM", "Ünicode")))
    held = with_note(hold(old), "a", tags=("llm", "Ünicode"))
    assert _plan(old, held, known_from(old)).is_empty


def test_accents_composed_by_anki_are_no_edit() -> None:
    old = packed(_answer("café"))
    held = with_field(hold(old), "a", ANSWER, "café")
    delivery = _plan(old, held, known_from(old))
    assert (delivery.is_empty, delivery.edits) == (True, ())


def test_a_cloze_of_ours_makes_no_card_where_the_text_stays_theirs() -> None:
    old = packed(cloze("a", 1, 2))
    held = with_field(hold(old), "a", QUESTION, "{{c1::mine}} {{c2::too}}")
    new = packed(cloze("a", 1, 2, 3, modified=MONDAY + 60))
    delivery = _plan(new, held, known_from(old))
    assert [edit.fate for edit in delivery.edits] == [Fate.HELD_BACK]
    assert delivery.adaptation.ordinals == {A: (0, 1)}
    assert delivery.is_empty


def test_a_cloze_of_ours_makes_its_card_beside_an_edit_of_another_field() -> None:
    old = packed(cloze("a", 1, 2))
    held = with_field(hold(old), "a", EXTRA, "mine")
    delivery = _plan(packed(cloze("a", 1, 2, 3, modified=MONDAY + 60)), held, known_from(old))
    assert [edit.fate for edit in delivery.edits] == [Fate.MERGED]
    assert [card.fate for change in delivery.diff.notes for card in change.cards] == [CardFate.ADDED]


def test_a_note_type_that_the_learner_changed_is_said_and_nothing_is_taken_for_given() -> None:
    held = hold(OLD)
    other = replace(OLD.notes[0].note_type, fields=(*OLD.notes[0].note_type.fields, Field("Mine", None)))
    theirs = (*OLD.notes[0].fields, Html(""))
    held = with_note(held, "a", note_type=other, fields=theirs)
    held = with_note(held, "other", note_type=other, fields=(*OLD.notes[1].fields, Html("")))
    held = replace(held, note_types=(other,))
    delivery = _plan(NEW, held, known_from(OLD))
    assert delivery.refused() == 2
    assert delivery.given[A].fields == OLD.notes[0].fields
    assert delivery.adaptation.without == (A, "guid-other")
    assert delivery.is_empty, "an import would change nothing, today and every day"


def test_a_style_arrives_also_where_the_learner_edited_every_note() -> None:
    held = with_field(with_field(hold(OLD), "a", ANSWER, "mine"), "other", ANSWER, "mine")
    styled = replace(OLD.notes[0].note_type, css=".card {}", modified=Timestamp(MONDAY + 60))
    new = replace(
        OLD,
        notes=tuple(replace(one, note_type=styled) for one in OLD.notes),
        note_types=(styled,),
    )
    delivery = _plan(new, held, known_from(OLD))
    assert [one.arrival for one in delivery.diff.note_types] == [TypeArrival.UPDATED]
    assert delivery.imports
    assert not delivery.expected


def test_a_note_type_that_the_collection_has_is_not_called_new() -> None:
    held = replace(hold(OLD), notes={})
    assert _plan(OLD, held, Known()).diff.note_types == ()


def test_a_description_that_the_learner_wrote_stays() -> None:
    ours = {"大模型面试::数学基础": Html("ours")}
    old = packed(note("a"), descriptions=ours)
    new = packed(_answer("new"), descriptions={DECK: Html("ours, later")})
    delivery = _plan(new, with_description(hold(old), DECK, "mine"), known_from(old))
    assert (delivery.kept_decks, delivery.adaptation.undescribed) == ((DECK,), (DECK,))
    assert not any(deck.description for deck in delivery.diff.decks)
    assert delivery.descriptions[DECK] == "ours"
    taken = _plan(new, with_description(hold(old), DECK, "mine"), known_from(old), "*")
    assert taken.kept_decks == ()


def test_a_description_of_ours_arrives_where_the_learner_wrote_none() -> None:
    old = packed(note("a"), descriptions={DECK: Html("ours")})
    new = packed(note("a"), descriptions={DECK: Html("ours, later")})
    delivery = _plan(new, hold(old), known_from(old))
    assert delivery.imports
    assert delivery.descriptions[DECK] == "ours, later"


def test_retired_notes_are_offered_with_the_cards_that_are_not_suspended() -> None:
    gone = packed(note("other"))
    (one,) = _plan(gone, hold(OLD), known_from(OLD), retired=(A,)).retired
    assert (one.key, one.reviews, one.cards, one.is_settled) == ("a", 3, (100,), False)
    (one,) = _plan(gone, hold(OLD, suspended=True), known_from(OLD), retired=(A,)).retired
    assert (one.cards, one.is_settled) == ((), True)


def test_a_retired_note_that_the_learner_took_up_again_is_settled() -> None:
    held = with_note(hold(OLD), "a", tags=(RETIRED_TAG,))
    (one,) = _plan(packed(note("other")), held, known_from(OLD), retired=(A,)).retired
    assert (one.cards, one.is_settled) == ((100,), True)


def test_the_tag_of_a_revived_note_stays_until_its_cards_are_taken_up() -> None:
    """So that a delivery that is ended before that is finished by the next one."""
    held = with_note(hold(OLD, suspended=True), "a", tags=(RETIRED_TAG,))
    for package in (OLD, NEW):
        delivery = _plan(package, held, known_from(OLD))
        assert [(one.guid, one.cards) for one in delivery.revived] == [(A, (100,))]
        assert not delivery.is_empty
        assert delivery.adaptation.tags.get(A, (RETIRED_TAG,)) == (RETIRED_TAG,)
        assert delivery.own_tags == {}


WORDS = st.sampled_from(("", "one", "two", "three"))
TAGS = st.sets(st.sampled_from(("x", "y", "z"))).map(sorted).map(tuple)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Note, Note, tuple[Html, ...], tuple[str, ...], int]:
    """The note `a` as it was delivered and as it is now, and the learner's fields, tags and time."""

    def fields(first: str) -> tuple[Html, ...]:
        return (Html(f"Q{first}"), Html(draw(WORDS)), Html(draw(WORDS)), Html(""), Html(""), Html("a"))

    before = replace(note("a", tags=draw(TAGS)), fields=fields(draw(WORDS)))
    now = changed(before, MONDAY + 60, fields=fields(draw(WORDS)), tags=draw(TAGS))
    return before, now, fields(draw(WORDS)), draw(TAGS), draw(st.integers(0, 5000))


@given(histories(), st.booleans())
def test_no_word_of_the_learner_is_overwritten_and_each_of_ours_arrives_or_is_said(
    history: tuple[Note, Note, tuple[Html, ...], tuple[str, ...], int], is_taken: bool
) -> None:
    before, now, theirs, tags, later = history
    old, new = packed(before), packed(now)
    held = with_note(hold(old), "a", fields=theirs, tags=tags, modified=Timestamp(MONDAY + later))
    delivery = _plan(new, held, known_from(old), *(["a"] if is_taken else []))
    result = delivery.expected.get(A, theirs)
    fates = {edit.fate for edit in delivery.edits}
    for was, ours, their, found in zip(before.fields, now.fields, theirs, result, strict=True):
        if is_taken or their == was:
            assert found == ours
        else:
            assert found == their
            assert their == ours or fates, "an edit that nobody is told of"
        if ours not in (found, was):
            assert fates == {Fate.HELD_BACK}
    if A in delivery.adaptation.tags or A in delivery.expected:
        arriving = set(delivery.adaptation.tags.get(A, now.tags))
        assert set(tags) - set(before.tags) <= arriving, "a tag of the learner is lost"
        assert set(now.tags) - set(before.tags) <= arriving, "a tag of ours does not arrive"
        if not is_taken:
            assert not arriving & (set(before.tags) - set(tags)), "a tag comes back that was removed"
    after = with_note(
        held,
        "a",
        fields=result,
        tags=delivery.adaptation.tags.get(A, now.tags) if delivery.expected else tags,
        modified=Timestamp(max(MONDAY + later + 1, MONDAY + 60)),
    )
    again = _plan(new, after, Known(_recorded(delivery), frozenset(delivery.given)))
    assert again.is_empty, "a second delivery has something to do"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_planned(kind: Kind) -> None:
    made = cloze("a", 1) if kind is Kind.CLOZE else note("a", kind=kind)
    delivery = _plan(packed(made), Held(), Known())
    assert [change.arrival for change in delivery.diff.notes] == [Arrival.NEW]
