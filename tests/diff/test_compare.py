from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.apkg.packed import PackedMedia, PackedNote, PackedPackage
from deckgen.apkg.read import decode_apkg
from deckgen.diff.compare import compare
from deckgen.diff.values import Arrival, Diff, MediaArrival
from deckgen.reports.diff_json import to_json
from deckgen.reports.diff_page import render_page
from deckgen.reports.diff_text import render_text
from deckgen.reports.diff_wording import NOTHING, search_for, summarise
from deckgen.values.note import Media, Note
from deckgen.values.text import Html
from tests.support import CASES, assert_expected
from tests.support.diff_scenarios import LATER, SCENARIOS, Scenario, scenarios
from tests.support.making import MONDAY, NOTE_TYPES, encode_apkg, note
from tests.support.strategies import packages

FOLDER = CASES / "diff"


def _packed(*notes: Note) -> PackedPackage:
    return decode_apkg(encode_apkg(notes, NOTE_TYPES, {}))


def _plain(diff: Diff) -> str:
    return "".join(text for text, _ in render_text(diff))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_diff_reads_as_expected(name: str, update_cases: bool) -> None:
    text = _plain(SCENARIOS[name].diff)
    if update_cases:
        FOLDER.mkdir(exist_ok=True)
    assert_expected(FOLDER / f"{name}.txt", text, update=update_cases)


def test_every_expected_text_has_its_scenario() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == SCENARIOS.keys()


@given(packages())
def test_a_package_does_not_differ_from_itself(notes: list[Note]) -> None:
    package = _packed(*notes)
    diff = compare(package, package)
    assert diff.is_empty
    assert all(n.is_quiet for n in diff.notes)
    assert _plain(diff) == f"{NOTHING}\n"
    assert to_json(diff)["notes"] == []


def test_a_line_that_moved_in_the_link_to_the_source_is_no_change() -> None:
    def at(line: int, path: str = "a.md", modified: int = MONDAY) -> PackedPackage:
        link = f'<a class="edit" href="https://x.org/{path}#L{line}">✎</a>'
        plain = note("a", modified=modified)
        return _packed(replace(plain, fields=(*plain.fields[:4], Html(link), plain.fields[5])))

    assert compare(at(7), at(1234)).is_empty
    (updated,) = compare(at(7), at(1234, "b.md", LATER)).notes
    assert updated.arrival is Arrival.CHANGED


@given(st.one_of(scenarios(), st.tuples(packages(), packages())))
def test_every_guid_is_in_exactly_one_class(pair: Scenario | tuple[list[Note], ...]) -> None:
    diff, old, new = _compared(pair)
    guids = [n.guid for n in diff.notes]
    assert len(guids) == len(set(guids))
    assert set(guids) == old | new
    assert {n.guid for n in diff.of(Arrival.NEW)} == new - old
    assert {n.guid for n in diff.of(Arrival.RETIRED)} == old - new
    assert sum(len(diff.of(arrival)) for arrival in Arrival) == len(guids)
    _plain(diff)
    to_json(diff)
    render_page(diff, "old", "new")


def _compared(pair: Scenario | tuple[list[Note], ...]) -> tuple[Diff, set[str], set[str]]:
    old, new = (pair.old.notes, pair.new.notes) if isinstance(pair, Scenario) else pair
    diff = pair.diff if isinstance(pair, Scenario) else compare(_packed(*old), _packed(*new))
    return diff, {n.guid for n in old}, {n.guid for n in new}


def test_notes_stand_in_the_order_of_the_new_package() -> None:
    diff = compare(_packed(note("gone"), note("a"), note("b")), _packed(note("b"), note("c"), note("a")))
    assert [n.key for n in diff.notes] == ["b", "c", "a", "gone"]


def test_only_the_first_of_notes_with_one_guid_is_compared_and_it_is_said() -> None:
    package = _packed(note("a"), note("b"))
    twice = replace(package, notes=(*package.notes, replace(package.notes[0], fields=("x",) * 6)))
    diff = compare(package, twice)
    assert [n.arrival for n in diff.notes] == [Arrival.UNCHANGED] * 2
    assert diff.repeated == ("guid-a",)
    assert "1 guid occurs more than once" in _plain(diff)


def test_a_note_without_a_key_is_named_by_what_it_asks() -> None:
    package = _packed(note("a", "<p>What\nis <b>it</b>?</p>"))
    without_key = replace(package.notes[0], fields=(*package.notes[0].fields[:5], Html("")))
    diff = compare(replace(package, notes=(without_key,)), replace(package, notes=()))
    assert "\n  What is it?\n" in _plain(diff)
    assert "Find them with" not in _plain(diff)


def test_keys_of_other_programs_are_quoted_in_the_search() -> None:
    diff = compare(_packed(note("plain-1"), note("a b_c*"), note("键")), _packed())
    assert search_for(diff.notes) == r'"note:deckgen basic" (Key:plain-1 OR "Key:a b\_c\*" OR Key:键)'


def test_a_full_sync_is_named_only_where_note_types_would_be_merged() -> None:
    assert summarise(SCENARIOS["card-type-added"].diff).endswith("no full sync unless note types are merged")
    assert summarise(SCENARIOS["style-changed"].diff) == "1 unchanged; no full sync"
    assert to_json(SCENARIOS["fields-reordered"].diff)["full_sync_if_merged"] is True


def test_media_are_told_apart_by_name_and_size() -> None:
    def files(**sizes: int | None) -> PackedPackage:
        return replace(_packed(), media=tuple(PackedMedia(name, size) for name, size in sizes.items()))

    diff = compare(files(same=1, other=1, gone=1, lost=1), files(same=1, other=2, added=1, lost=None))
    assert [(file.name, file.arrival) for file in diff.media] == [
        ("other", MediaArrival.SKIPPED),
        ("added", MediaArrival.NEW),
        ("gone", MediaArrival.GONE),
        ("lost", MediaArrival.GONE),
    ]


def test_a_picture_that_a_written_note_refers_to_is_changed() -> None:
    def package(content: bytes, modified: int) -> PackedPackage:
        picture = Media("a.png", content)
        return _packed(note("a", "<img src='a.png'>", media=(picture,), modified=modified))

    (file,) = compare(package(b"1", MONDAY), package(b"22", LATER)).media
    assert file.arrival is MediaArrival.CHANGED


def test_json_holds_what_people_read() -> None:
    found: Any = to_json(SCENARIOS["answer-edited"].diff)
    assert found["counts"] == {
        "new": 0,
        "changed": 1,
        "rewritten": 0,
        "skipped": 0,
        "refused": 0,
        "retired": 0,
        "unchanged": 1,
    }
    assert found["full_sync"] is False
    assert [(n["key"], [f["name"] for f in n["fields"]]) for n in found["notes"]] == [("tensor", ["Answer"])]
    marks = {segment["mark"] for segment in found["notes"][0]["fields"][0]["segments"]}
    assert marks == {"kept", "removed", "added"}


def test_what_steers_a_terminal_is_blanked() -> None:
    package = _packed(note("a", "<p>\x1b[2Jgone\u202e?</p>"))
    text = _plain(compare(_packed(), package))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_long_texts_and_lists_are_cut_in_the_terminal() -> None:
    words = " ".join(f"w{number}" for number in range(5000))
    notes = [note(f"k{number}") for number in range(1000)]
    diff = compare(_packed(note("long", "", words)), _packed(note("long", "", "x", modified=LATER), *notes))
    text = _plain(diff)
    assert "1,000 new, 1 changed" in text
    assert "… and 800 more; --html and --json have them all" in text
    assert len(text) < 20_000


def test_a_package_of_many_long_edits_is_compared_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The budget is shared, so that one field may cost less where many differ."""
    seen: list[int] = []

    def spy(old: str, new: str, most_cells: int) -> tuple[()]:
        seen.append(most_cells)
        return ()

    monkeypatch.setattr("deckgen.diff.compare.compare_words", spy)
    package = _packed(note("a"))

    def edited(text: str) -> PackedPackage:
        notes = (_edited(package.notes[0], f"g{number}", text) for number in range(1000))
        return replace(package, notes=tuple(notes))

    compare(edited("one"), edited("two"))
    assert len(seen) == 1000
    assert sum(seen) <= 20_000_000_000


def _edited(packed: PackedNote, guid: str, text: str) -> PackedNote:
    return replace(packed, guid=guid, fields=(Html(text), *packed.fields[1:]))


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What is \\(W_0\\) of <code>f</code>?", "What is $W_0$ of `f`?"),
        ("字" * 300, "字" * 239 + "…"),
        ("word " * 60, " ".join(["word"] * 47) + "…"),
        ("word " * 47 + "\\(W_0 + x\\) and more", " ".join(["word"] * 47) + "…"),
    ],
)
def test_a_title_is_as_its_author_wrote_it_and_cut_nowhere_within_a_formula(
    question: str, title: str
) -> None:
    diff = compare(_packed(), _packed(note("a", question)))
    assert diff.notes[0].title == title
