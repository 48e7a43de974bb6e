"""The ledger's rules: what a learner's review history hangs on."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.identity.digest import digest_note, excerpt_sides
from deckgen.identity.identify import Decision, Fate, Identification, identify
from deckgen.identity.ledger import Ledger, NoteTypeLine
from deckgen.identity.ledger_file import DamagedLedgerError, parse_ledger
from deckgen.identity.note_types import has_own_note_types, time_note_types
from deckgen.identity.notes import NoteSummary
from deckgen.identity.shipped import NOTHING_SHIPPED, find_shipped
from deckgen.render.note_types.load import load_note_type
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.note import NoteType
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Guid, QuestionKey, Timestamp
from tests.support.making import render_ledger

PAIRS = json.loads(Path(__file__).with_name("pairs.json").read_text("utf-8"))
EMPTY = Ledger(project="0123456789abcdef")
HERE = Location("source/p.md", 1)


def note(
    key: str,
    question: str = "",
    answer: str = "a",
    *,
    kind: Kind = Kind.BASIC,
    tags: tuple[str, ...] = (),
    was: str = "",
    key_is_written: bool = True,
    package: str = "p",
) -> NoteSummary:
    fields = (question or f"What is {key}?", answer, "", "", "", key)
    asked, answered = excerpt_sides(kind, fields)
    return NoteSummary(
        package=package,
        key=QuestionKey(key),
        kind=kind,
        location=HERE,
        digest=digest_note(kind, fields, tags),
        question=asked,
        answer=answered,
        was=QuestionKey(was) if was else None,
        key_is_written=key_is_written,
    )


def build(notes: list[NoteSummary], ledger: Ledger = EMPTY, now: int = 1000) -> Identification:
    return identify({"p": notes}, ledger, Timestamp(now))


def fates(identification: Identification) -> dict[str, Fate]:
    return {decision.key: decision.fate for decision in identification.decisions}


def only(identification: Identification, fate: Fate) -> Decision:
    (decision,) = [d for d in identification.decisions if d.fate is fate]
    return decision


def test_a_new_note_gets_a_guid_and_the_time_of_the_build() -> None:
    first = build([note("a")])
    assert fates(first) == {"a": Fate.NEW}
    (identified,) = first.notes["p"]
    assert identified.modified == 1000
    assert len(identified.guid) == 16


def test_an_unchanged_note_keeps_guid_and_time() -> None:
    first = build([note("a")])
    second = build([note("a")], first.ledger, now=2000)
    assert second.notes == first.notes
    assert second.ledger == first.ledger
    assert fates(second) == {"a": Fate.UNCHANGED}


@pytest.mark.parametrize(
    "edited",
    [
        note("a", answer="b"),
        note("a", question="How?"),
        note("a", tags=("new",)),
    ],
)
def test_an_edited_note_keeps_its_guid_and_its_time_moves(edited: NoteSummary) -> None:
    first = build([note("a")])
    second = build([edited], first.ledger, now=2000)
    assert second.notes["p"][0].guid == first.notes["p"][0].guid
    assert second.notes["p"][0].modified == 2000
    assert fates(second) == {"a": Fate.CHANGED}


def test_the_time_moves_forward_even_when_the_clock_goes_back() -> None:
    first = build([note("a")], now=5000)
    second = build([note("a", answer="b")], first.ledger, now=10)
    third = build([note("a", answer="c")], second.ledger, now=10)
    assert [i.notes["p"][0].modified for i in (first, second, third)] == [5000, 5001, 5002]


def test_a_removed_note_is_retired_and_comes_back_with_its_guid() -> None:
    first = build([note("a"), note("b")])
    second = build([note("b")], first.ledger, now=2000)
    assert fates(second) == {"b": Fate.UNCHANGED, "a": Fate.REMOVED}
    third = build([note("a"), note("b")], second.ledger, now=3000)
    assert third.notes["p"][0].guid == first.notes["p"][0].guid
    assert third.notes["p"][0].modified == 3000
    assert fates(build([note("b")], second.ledger)) == {"b": Fate.UNCHANGED}, "it is removed only once"


def test_was_renames_a_key() -> None:
    first = build([note("old")])
    renamed = note("new", question="Another text", was="old")
    second = build([renamed], first.ledger, now=2000)
    assert second.notes["p"][0].guid == first.notes["p"][0].guid
    assert [line.key for line in second.ledger.notes] == ["new"]
    assert fates(build([renamed], second.ledger, now=3000)) == {"new": Fate.UNCHANGED}


def test_a_changed_key_with_the_same_text_keeps_its_guid_and_says_so() -> None:
    first = build([note("old", question="Same?")])
    second = build([note("new", question="Same?")], first.ledger, now=2000)
    assert second.notes["p"][0].guid == first.notes["p"][0].guid
    assert "`old` is recognised as `new`" in only(second, Fate.CHANGED).remark


def test_a_cloze_that_hides_other_words_keeps_its_guid_and_nothing_is_said() -> None:
    first = build([note("a", question="Bits: {{c1::5}}", answer="Sizes", kind=Kind.CLOZE)])
    second = build(
        [note("a", question="Bits: {{c1::8 bits}}", answer="Sizes", kind=Kind.CLOZE)], first.ledger, 2000
    )
    assert second.notes["p"][0].guid == first.notes["p"][0].guid
    assert only(second, Fate.CHANGED).remark == ""


def test_a_changed_key_is_not_guessed_where_two_questions_had_the_text() -> None:
    first = build([note("a", "Same?", "one answer"), note("b", "Same?", "another")])
    second = build([note("c", "Same?", "a third")], first.ledger)
    assert second.notes["p"][0].guid not in {line.guid for line in first.ledger.notes}
    keyless = build([note("c", "Same?", "a third", key_is_written=False)], first.ledger)
    assert [problem.code for _, problem in keyless.doubts] == ["uncertain-question"]


LONG = "Why does gradient accumulation divide every loss by the number of micro-batches?"
EDITED = "Why does gradient accumulation divide each loss by the number of the micro-batches?"


ANSWER = "The first answer stays as it is."


@pytest.mark.parametrize(
    ("question", "answer", "by"),
    [
        (LONG, "An answer of its own.", "the same question"),
        (EDITED, ANSWER, "alike, and the same answer"),
    ],
)
def test_a_question_without_a_key_is_followed_through_an_edit(question: str, answer: str, by: str) -> None:
    before = note("made-1", LONG, ANSWER, key_is_written=False)
    first = build([before, note("other", "Quite another one")])
    after = note("made-2", question, answer, key_is_written=False)
    second = build([note("other", "Quite another one"), after], first.ledger, now=2000)
    assert second.notes["p"][1].guid == first.notes["p"][0].guid
    assert by in only(second, Fate.CHANGED).remark


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Something else entirely, word by word", ANSWER),
        (EDITED, "An answer of its own."),
        (LONG.replace("Why does", "Why does not"), ANSWER),
        (LONG.replace("every loss", "every 2nd loss"), ANSWER),
    ],
    ids=["the answer alone is the same", "both changed", "a negation", "a number"],
)
def test_a_question_without_a_key_is_asked_about_where_another_can_be_meant(
    question: str, answer: str
) -> None:
    first = build([note("made-1", LONG, ANSWER, key_is_written=False)])
    second = build([note("made-2", question, answer, key_is_written=False)], first.ledger, now=2000)
    ((_, problem),) = second.doubts
    assert problem.code == "uncertain-question"
    assert "add `{#made-1}` to keep its history" in problem.message


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["new"][:30])
def test_no_other_question_takes_a_history_in_silence(pair: dict[str, str]) -> None:
    """The pairs were written by somebody who had not seen the rules."""
    first = build([note("old", pair["old"], pair["old_answer"], key_is_written=False)])
    second = build(
        [note("new", pair["new"], pair["new_answer"], key_is_written=False)], first.ledger, now=2000
    )
    kept = [line.guid for line in second.notes["p"]] == [line.guid for line in first.notes["p"]]
    assert not (kept and not second.doubts and pair["truth"] == "other")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What is `x > 0`?", "What is `x < 0`?"),
        ("C++", "C#"),
        ("What does the first forty letters say of A", "What does the first forty letters say of B"),
    ],
)
def test_a_made_key_that_two_questions_share_is_not_enough(old: str, new: str) -> None:
    first = build([note("made", old, "a", key_is_written=False)])
    second = build([note("made", new, "b", key_is_written=False)], first.ledger)
    ((_, problem),) = second.doubts
    assert problem.code == "uncertain-question"


def test_a_written_key_does_not_take_the_line_of_a_question_that_only_had_it_made() -> None:
    first = build([note("c", "C++", "a language", key_is_written=False)])
    moved = note("c-2", "C++", "a language", key_is_written=False)
    second = build([note("c", "C", "the old one"), moved], first.ledger, now=2000)
    assert not second.doubts
    assert second.notes["p"][1].guid == first.notes["p"][0].guid
    assert second.notes["p"][0].guid != first.notes["p"][0].guid


def test_a_removed_key_above_another_text_is_asked_about() -> None:
    first = build([note("intro", "What is a tensor?", "An array."), note("b")])
    second = build([note("b")], first.ledger, now=2000)
    namesake = note("intro", "Who wrote 1984?", "George Orwell")
    ((_, problem),) = build([namesake, note("b")], second.ledger, now=3000).doubts
    assert "write `{#intro was=intro}` if it is the same question" in problem.message
    said = replace(namesake, was=QuestionKey("intro"))
    third = build([said, note("b")], second.ledger, now=3000)
    assert third.notes["p"][0].guid == first.notes["p"][0].guid


BROKEN = Problem(Location("source/p.md", 9), Code.FENCE_UNCLOSED, "the fence is not closed")


@pytest.mark.parametrize(
    "moved",
    [
        note("a", package="q"),
        note("made", "What is a?", "a", package="q", key_is_written=False),
        note("made", "What is a??", "another", package="q", key_is_written=False),
    ],
    ids=["the same key", "the same question", "a similar question"],
)
def test_a_question_that_may_be_one_of_a_package_with_an_error_waits(moved: NoteSummary) -> None:
    first = identify({"p": [note("a"), note("b")], "q": []}, EMPTY, Timestamp(1))
    held = identify({"p": [note("b")], "q": [moved]}, first.ledger, Timestamp(2), held={"p": BROKEN})
    ((package, problem),) = held.doubts
    assert (package, problem.code) == ("q", "waits-for-package")
    assert "`a` of `p`, which cannot be built because of source/p.md:9 [fence-unclosed]" in problem.message


def test_an_unrelated_question_does_not_wait_and_nothing_is_removed_meanwhile() -> None:
    first = identify({"p": [note("a"), note("b")], "q": [note("c", package="q")]}, EMPTY, Timestamp(1))
    new = note("z", "Who wrote the novel 1984?", "Orwell", package="q")
    held = identify({"p": [note("b")], "q": [new]}, first.ledger, Timestamp(2), held={"p": BROKEN})
    assert not held.doubts
    assert fates(held) == {"z": Fate.NEW}
    assert [line.key for line in held.gone] == ["c"]
    assert not any(line.retired for line in held.ledger.notes)


def test_with_only_one_package_chosen_the_others_keep_their_lines() -> None:
    first = identify({"all": [note("a", package="all"), note("b", package="all")]}, EMPTY, Timestamp(1))
    parts = {"p": [note("a")], "q": [note("b", package="q")]}
    second = identify(parts, first.ledger, Timestamp(2), only={"p"})
    third = identify(parts, second.ledger, Timestamp(3), only={"q"})
    assert {line.guid for line in third.ledger.notes} == {line.guid for line in first.ledger.notes}
    assert [line.package for line in third.ledger.notes] == ["p", "q"]


def test_an_old_text_that_git_brought_back_gets_a_newer_time() -> None:
    first = build([note("a")])
    second = build([note("a", answer="edited")], first.ledger, now=2000)
    shipped = find_shipped(second.ledger.notes, first.ledger)
    back = identify({"p": [note("a")]}, first.ledger, Timestamp(1500), shipped=shipped)
    assert back.notes["p"][0].modified == 2001
    assert "a newer time" in only(back, Fate.CHANGED).remark
    same = identify({"p": [note("a", answer="edited")]}, first.ledger, Timestamp(9000), shipped=shipped)
    assert same.notes["p"] == second.notes["p"], "what went out last is not stamped again"


def test_after_two_texts_with_one_time_the_chosen_one_gets_a_newer_time() -> None:
    first = build([note("a")])
    ours, theirs = (build([note("a", answer=text)], first.ledger, now=2000) for text in ("ours", "theirs"))
    shipped = find_shipped((*ours.ledger.notes, *theirs.ledger.notes), ours.ledger)
    merged = identify({"p": [note("a", answer="ours")]}, ours.ledger, Timestamp(2000), shipped=shipped)
    assert merged.notes["p"][0].modified == 2001


def test_a_note_that_git_took_out_of_the_ledger_comes_back_with_its_guid() -> None:
    first = build([note("a"), note("b")])
    reverted = replace(first.ledger, notes=first.ledger.notes[:1])
    shipped = find_shipped(first.ledger.notes, reverted)
    moved = {"p": [note("a")], "q": [note("b", package="q")]}
    again = identify(moved, reverted, Timestamp(2000), shipped=shipped)
    assert again.notes["q"][0].guid == first.notes["p"][1].guid


def test_after_a_merge_a_note_may_have_the_name_of_either_branch() -> None:
    first = build([note("made", "What is it?", key_is_written=False)])
    ours = build([note("key", "What is it?")], first.ledger, now=2000)
    theirs = build([note("made", "What is it?", "edited", key_is_written=False)], first.ledger, now=3000)
    both = replace(first.ledger, notes=(*ours.ledger.notes, *theirs.ledger.notes))
    ledger = parse_ledger(render_ledger(both))
    merged = build([note("key", "What was it?", "edited")], ledger, now=4000)
    assert merged.notes["p"][0].guid == first.notes["p"][0].guid
    assert parse_ledger(render_ledger(merged.ledger)) == merged.ledger
    assert len(merged.ledger.notes) == 1


def test_equal_questions_that_move_together_keep_their_notes() -> None:
    both = {"p": [note("k")], "q": [note("k", package="q")]}
    first = identify(both, EMPTY, Timestamp(1))
    moved = {"x": [note("k", package="x")], "y": [note("k", package="y")]}
    second = identify(moved, first.ledger, Timestamp(2))
    assert not second.doubts
    assert {line.guid for line in second.ledger.notes} == {line.guid for line in first.ledger.notes}


def test_a_question_with_its_key_and_text_goes_before_another_text_under_its_name() -> None:
    gone, moving = note("k", "Wholly unlike that?"), note("k", "zig zag rope?", package="q")
    first = identify({"p": [gone], "q": [moving]}, EMPTY, Timestamp(1))
    second = identify({"p": [replace(moving, package="p")], "q": []}, first.ledger, Timestamp(2))
    assert second.notes["p"][0].guid == first.notes["q"][0].guid


def test_equal_made_keys_do_not_hide_a_question_that_moved() -> None:
    zig = note("made", "The same first letters, zig?", key_is_written=False)
    zag = note("made", "The same first letters, zag rope?", package="q", key_is_written=False)
    first = identify({"p": [zig], "q": [zag]}, EMPTY, Timestamp(1))
    renamed = {"q": [replace(zig, package="q")], "r": [replace(zag, package="r")]}
    second = identify(renamed, first.ledger, Timestamp(2))
    assert not second.doubts
    assert second.notes["q"][0].guid == first.notes["p"][0].guid
    assert second.notes["r"][0].guid == first.notes["q"][0].guid


def test_renumbered_clozes_are_said() -> None:
    before = note("a", kind=Kind.CLOZE)
    first = build([replace(before, clozes=("1 aa", "2 bb", "3 cc"))])
    second = build([replace(before, digest="new", clozes=("1 aa", "2 cc"))], first.ledger)
    ((_, problem),) = second.notices
    assert problem.code == "cloze-renumbered"
    assert "`c2` now hides what `c3` hid" in problem.message
    corrected = build([replace(before, digest="new", clozes=("1 aa", "2 xx", "3 cc"))], first.ledger)
    assert not corrected.notices


def test_a_written_key_is_never_overruled_by_likeness() -> None:
    first = build([note("a", LONG, "x")])
    second = build([note("b", EDITED, "y")], first.ledger)
    assert second.notes["p"][0].guid != first.notes["p"][0].guid
    assert not second.doubts


def test_an_uncertain_question_asks_for_a_key() -> None:
    first = build([note("a", LONG + " (A)", "x"), note("b", LONG + " (B)", "y")])
    second = build([note("c", LONG + " (C)", "z", key_is_written=False)], first.ledger)
    ((package, problem),) = second.doubts
    assert package == "p"
    assert problem.code == "uncertain-question"
    assert "{#b}" in problem.message or "{#a}" in problem.message


def test_a_question_moved_to_another_package_keeps_its_guid() -> None:
    first = identify({"p": [note("a"), note("b")], "q": []}, EMPTY, Timestamp(1))
    second = identify({"p": [note("b")], "q": [note("a", package="q")]}, first.ledger, Timestamp(2))
    assert second.notes["q"][0].guid == first.notes["p"][0].guid
    (moved,) = [decision for decision in second.decisions if decision.package == "q"]
    assert "`p: a` is recognised as `a` (the same key in another package)" in moved.remark
    assert moved.fate is Fate.UNCHANGED


def test_another_kind_is_another_note_and_says_so() -> None:
    first = build([note("a")])
    second = build([note("a", kind=Kind.CLOZE)], first.ledger, now=2000)
    assert second.notes["p"][0].guid != first.notes["p"][0].guid
    assert "another kind" in only(second, Fate.NEW).remark
    third = build([note("a")], second.ledger, now=3000)
    assert third.notes["p"][0].guid == first.notes["p"][0].guid


def test_a_package_that_was_not_built_keeps_its_lines() -> None:
    both = identify({"p": [note("a")], "q": [note("b", package="q")]}, EMPTY, Timestamp(1))
    packages = {"p": [note("a")], "q": [note("c", package="q")]}
    later = identify(packages, both.ledger, Timestamp(2), only={"p"})
    assert later.ledger == both.ledger


def test_a_package_without_sources_is_retired() -> None:
    both = identify({"p": [note("a")], "q": [note("b", package="q")]}, EMPTY, Timestamp(1))
    later = identify({"p": [note("a")]}, both.ledger, Timestamp(2))
    assert fates(later) == {"a": Fate.UNCHANGED, "b": Fate.REMOVED}


def test_two_packages_and_two_projects_never_share_a_guid() -> None:
    guids = {
        identified.guid
        for project in ("one", "two")
        for package in ("p", "q")
        for identified in identify(
            {package: [note("a", package=package)]}, Ledger(project), Timestamp(1)
        ).notes[package]
    }
    assert len(guids) == 4


def test_a_renamed_key_leaves_its_name_to_another_question() -> None:
    first = build([note("a")])
    renamed = build([note("b", was="a")], first.ledger)
    both = build([note("b"), note("a", question="New?")], renamed.ledger)
    assert len({identified.guid for identified in both.notes["p"]}) == 2


def test_a_note_types_time_moves_only_with_its_style_or_templates() -> None:
    basic = replace(load_note_type(Kind.BASIC), version=Timestamp(1000))
    timed, ledger = time_note_types([basic], EMPTY, Timestamp(7))
    again, same = time_note_types([basic], ledger, Timestamp(2000))
    assert (again, same) == (timed, ledger)
    styled, _ = time_note_types([replace(basic, css=basic.css + "\n")], ledger, Timestamp(2000))
    assert styled[Kind.BASIC].modified == 1001


def _look(css: str, version: int) -> NoteType:
    return replace(load_note_type(Kind.BASIC), css=css, version=Timestamp(version))


def test_the_time_of_a_shared_note_type_is_that_of_its_version_whenever_it_is_built() -> None:
    for now in (5, 1000, 9000):
        timed, _ = time_note_types([_look("a", 1000)], EMPTY, Timestamp(now))
        assert timed[Kind.BASIC].modified == 1000


def test_a_shared_note_type_is_never_older_than_what_was_shipped() -> None:
    # Before versions, the time was that of the build.
    old = replace(EMPTY, note_types=(NoteTypeLine(Kind.BASIC, "an old look", Timestamp(5000)),))
    timed, ledger = time_note_types([_look("b", 1000)], old, Timestamp(6000))
    assert timed[Kind.BASIC].modified == 5001
    timed, _ = time_note_types([_look("c", 7000)], ledger, Timestamp(6000))
    assert timed[Kind.BASIC].modified == 7000


def test_an_older_deckgen_does_not_take_a_newer_look_back() -> None:
    _, ledger = time_note_types([_look("new", 2000)], EMPTY, Timestamp(2500))
    timed, same = time_note_types([_look("old", 1000)], ledger, Timestamp(9000))
    assert timed[Kind.BASIC].modified == 1000
    assert same == ledger
    # Not even where git has taken the ledger back as well.
    shipped = find_shipped(ledger.note_types, EMPTY)
    for back in (EMPTY, time_note_types([_look("old", 1000)], EMPTY, Timestamp(1500))[1]):
        timed, kept = time_note_types([_look("old", 1000)], back, Timestamp(9000), shipped)
        assert timed[Kind.BASIC].modified == 1000
        assert kept.note_types == ledger.note_types


def test_of_two_branches_the_newer_look_counts() -> None:
    older, newer = (
        time_note_types([_look(css, at)], EMPTY, Timestamp(1))[1] for css, at in (("a", 1000), ("b", 2000))
    )
    for merged in ((*older.note_types, *newer.note_types), (*newer.note_types, *older.note_types)):
        timed, ledger = time_note_types([_look("a", 1000)], replace(EMPTY, note_types=merged), Timestamp(1))
        assert timed[Kind.BASIC].modified == 1000
        assert ledger.note_types == newer.note_types


def test_note_types_of_a_project_have_ids_of_their_own_that_stay() -> None:
    one, other = (replace(EMPTY, project=name) for name in ("1f", "2e"))
    types = [load_note_type(kind) for kind in Kind]
    timed, ledger = time_note_types(types, one, Timestamp(1000), are_own=True)
    others, _ = time_note_types(types, other, Timestamp(1000), are_own=True)
    ids = {found.note_type.id for found in (*timed.values(), *others.values())} | {one.id for one in types}
    names = {found.note_type.name for found in (*timed.values(), *others.values())}
    assert len(ids) == 3 * len(Kind)
    assert len(names) == 2 * len(Kind)
    assert max(ids) < 2**53
    # `deckgen fork` renames the project.
    forked, _ = time_note_types(types, replace(ledger, project="3d"), Timestamp(9000), are_own=True)
    assert forked == timed
    assert parse_ledger(render_ledger(ledger)) == ledger
    assert '"version": 3,' in render_ledger(ledger)
    assert '"version": 2,' in render_ledger(EMPTY)


def test_the_first_build_decides_whether_note_types_are_a_projects_own() -> None:
    types = [load_note_type(Kind.BASIC)]
    _, own = time_note_types(types, EMPTY, Timestamp(1000), are_own=True)
    _, shared = time_note_types(types, EMPTY, Timestamp(1000))
    for has_style in (True, False):
        assert has_own_note_types(EMPTY, NOTHING_SHIPPED, has_style=has_style) is has_style
        assert has_own_note_types(own, NOTHING_SHIPPED, has_style=has_style)
        assert not has_own_note_types(shared, NOTHING_SHIPPED, has_style=has_style)
        # What learners have counts also where git has taken the ledger back.
        assert has_own_note_types(EMPTY, find_shipped(own.note_types, EMPTY), has_style=has_style)
        assert not has_own_note_types(EMPTY, find_shipped(shared.note_types, EMPTY), has_style=has_style)


KEYS = st.sampled_from("abcdef")
NOTES = st.dictionaries(KEYS, st.tuples(st.sampled_from(["Q", "R"]), st.sampled_from("xyz")), max_size=6)


@given(st.lists(st.tuples(NOTES, st.integers(0, 10_000)), min_size=1, max_size=6))
def test_over_any_edits_a_guid_stays_with_its_key_and_time_only_grows(
    builds: list[tuple[dict[str, tuple[str, str]], int]],
) -> None:
    ledger, known, shown = EMPTY, dict[str, str](), dict[str, tuple[int, str]]()
    for contents, now in builds:
        notes = [note(key, f"{question} {key}", answer) for key, (question, answer) in contents.items()]
        built = build(notes, ledger, now)
        guids = [identified.guid for identified in built.notes["p"]]
        assert len(set(guids)) == len(guids)
        for summary, identified in zip(notes, built.notes["p"], strict=True):
            guid = identified.guid
            assert known.setdefault(summary.key, guid) == guid
            before = shown.get(guid)
            if before and before[1] != summary.digest:
                assert identified.modified > before[0], "Anki takes a text only with a newer time"
            shown[guid] = (identified.modified, summary.digest)
        assert parse_ledger(render_ledger(built.ledger)) == built.ledger
        assert build(notes, built.ledger, now + 1).ledger == built.ledger, "a second build changes nothing"
        ledger = built.ledger


def test_the_file_has_one_line_a_note_in_order() -> None:
    text = render_ledger(build([note("b"), note("a")]).ledger)
    rows = [row for row in text.splitlines() if '"guid"' in row]
    assert ['"a"' in rows[0], '"b"' in rows[1], len(rows)] == [True, True, 2]


@pytest.mark.parametrize(
    ("spoil", "line", "message"),
    [
        (lambda text: text.replace('"notes": [', '<<<<<<< ours\n"notes": ['), 6, "merge-conflict marks"),
        (lambda text: text[:-20], 7, "not JSON"),
        (lambda text: "", 1, "not JSON"),
        (lambda text: "[]", 1, "no version"),
        (lambda text: text.replace('"version": 2', '"version": 4'), 1, "update deckgen"),
        (lambda text: text.replace('"guid"', '"gid"'), 1, "guid"),
        (
            lambda text: text.replace('"modified": 1000', '"modified": "x"'),
            1,
            "Expected `int`, got `str` - at `\\$.notes",
        ),
        (lambda text: text.replace('"modified": 1000', '"modified": -1'), 1, "Expected `int` >= 0"),
        (lambda text: text.replace('"guid": "', '"guid": "", "was": "'), 1, "of length >= 1 .*guid"),
        (lambda text: text.replace('"notes"', '"note"'), 1, "no version, note types or notes"),
        (lambda text: text.replace('"kind": "basic"', '"kind": "bsic"'), 1, "bsic"),
    ],
)
def test_a_damaged_ledger_is_refused_with_the_way_out(spoil, line: int, message: str) -> None:
    text = render_ledger(build([note("a")]).ledger)
    with pytest.raises(DamagedLedgerError, match=message) as caught:
        parse_ledger(spoil(text))
    assert caught.value.line == line


def test_of_two_branches_lines_of_a_note_the_later_counts() -> None:
    first = build([note("a"), note("b")])
    ours = build([note("a", answer="ours"), note("b")], first.ledger, now=2000)
    theirs = build([note("a"), note("b", answer="theirs")], first.ledger, now=3000)
    both = replace(first.ledger, notes=(*ours.ledger.notes, *theirs.ledger.notes))
    merged = parse_ledger(render_ledger(both))
    assert {line.key: line.modified for line in merged.notes} == {"a": 2000, "b": 3000}
    assert {line.guid for line in merged.notes} == {line.guid for line in first.ledger.notes}


def test_a_key_that_two_branches_made_is_refused_with_the_line_to_delete() -> None:
    ledger = build([note("a")]).ledger
    younger = replace(ledger.notes[0], guid=Guid("another"), modified=Timestamp(5000))
    with pytest.raises(DamagedLedgerError, match="delete the line of another, the younger one"):
        parse_ledger(render_ledger(replace(ledger, notes=(*ledger.notes, younger))))


def test_a_was_that_names_no_question_is_a_problem() -> None:
    first = build([note("foo"), note("other")])
    second = build([note("bar", "New?", was="fooo"), note("other")], first.ledger)
    ((_, problem),) = second.doubts
    assert problem.code == "was-unknown"
    assert "did you mean `foo`?" in problem.message


def test_a_was_that_comes_after_the_build_is_named_with_what_still_works() -> None:
    first = build([note("old", "How long is a mile?", "1609 m"), note("other")])
    new = note("new", "Give the length of that unit", "A little over 1.6 km")
    second = build([new, note("other")], first.ledger)
    late = build(
        [replace(new, key=QuestionKey("unit"), was=QuestionKey("old")), note("other")], second.ledger
    )
    ((_, problem),) = late.doubts
    assert problem.code == "was-unknown"
    assert "the question was built as `new` before; write `{#old was=old}`" in problem.message
    mended = build(
        [replace(new, key=QuestionKey("old"), was=QuestionKey("old")), note("other")], second.ledger
    )
    assert mended.doubts == ()
    assert mended.notes["p"][0].guid == first.notes["p"][0].guid


def test_a_was_is_judged_in_a_package_with_an_error_if_nothing_has_that_key() -> None:
    first = build([note("foo"), note("other")])
    reason = Problem(Location("source/p.md", 1), Code.EMPTY_ANSWER, "an error")
    for was, codes in (("foo", []), ("fooo", ["was-unknown"])):
        notes = {"p": [note("bar", "New?", was=was), note("other")]}
        found = identify(notes, first.ledger, Timestamp(2), held={"p": reason})
        assert [problem.code for _, problem in found.doubts if problem.code == "was-unknown"] == codes


@given(st.text())
def test_any_other_text_is_refused_in_words(text: str) -> None:
    with pytest.raises(DamagedLedgerError):
        parse_ledger(text)


def test_a_removed_note_does_not_take_the_name_from_one_that_moved_there() -> None:
    namesake, moving = note("k", "Wholly unlike that?"), note("k", "zig zag rope?", package="q")
    first = identify({"p": [namesake], "q": [moving]}, EMPTY, Timestamp(1))
    second = identify({"p": [replace(moving, package="p")], "q": []}, first.ledger, Timestamp(2))
    assert {line.guid for line in second.ledger.notes} == {line.guid for line in first.ledger.notes}
    assert [line.key for line in second.ledger.notes if line.retired] == ["k-2"]
    third = identify({"p": [replace(moving, package="p")], "q": []}, second.ledger, Timestamp(3))
    assert third.notes == second.notes
    fourth = identify({"q": [moving], "p": [namesake]}, third.ledger, Timestamp(4))
    assert {line.guid for line in fourth.ledger.notes} == {line.guid for line in first.ledger.notes}
    assert [line.guid for line in fourth.notes["p"]] == [line.guid for line in first.notes["p"]]


def test_a_removed_note_stays_known_when_its_name_is_given_to_one_that_moves_there() -> None:
    namesake, moving = note("k", "Wholly unlike that?"), note("k", "zig zag rope?", package="q")
    first = identify({"p": [namesake], "q": [moving]}, EMPTY, Timestamp(1))
    second = identify({"p": [], "q": [moving]}, first.ledger, Timestamp(2))
    third = identify({"p": [replace(moving, package="p")], "q": []}, second.ledger, Timestamp(3))
    assert {line.guid for line in third.ledger.notes} == {line.guid for line in first.ledger.notes}


def test_a_question_waits_for_a_removed_one_of_a_package_with_an_error() -> None:
    first = identify({"p": [note("a"), note("b")], "q": []}, EMPTY, Timestamp(1))
    second = identify({"p": [note("b")], "q": []}, first.ledger, Timestamp(2))
    back = note("a", "Rewritten wholly?", "x", package="q")
    third = identify({"p": [note("b")], "q": [back]}, second.ledger, Timestamp(3), held={"p": BROKEN})
    assert [problem.code for _, problem in third.doubts] == ["waits-for-package"]


def test_a_question_waits_for_its_twin_in_a_package_with_an_error() -> None:
    first = identify({"p": [note("a"), note("b")], "q": [], "r": []}, EMPTY, Timestamp(1))
    twin, edited = note("a", package="q"), note("a", "What is it now, a?", package="r")
    packages = {"p": [note("b")], "q": [twin], "r": [edited]}
    held = identify(packages, first.ledger, Timestamp(2), held={"q": replace(BROKEN, location=HERE)})
    ((package, problem),) = held.doubts
    assert (package, problem.code) == ("r", "waits-for-package")
    assert "`a` of `q`, which cannot be built because of source/p.md:1" in problem.message


def test_the_ledger_remembers_the_newest_time_of_packages_that_are_not_built() -> None:
    first = identify({"p": [note("a")], "q": [note("b", package="q")]}, EMPTY, Timestamp(1))
    packages = {"p": [note("a")], "q": [note("b", answer="edited", package="q")]}
    second = identify(packages, first.ledger, Timestamp(2000))
    shipped = find_shipped(second.ledger.notes, first.ledger)
    back = {"p": [note("a")], "q": [note("b", package="q")]}
    only_p = identify(back, first.ledger, Timestamp(3000), only={"p"}, shipped=shipped)
    later = identify(back, only_p.ledger, Timestamp(1500))
    assert later.notes["q"][0].modified == 2001
