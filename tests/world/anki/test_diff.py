"""What `deckgen diff` foretells is what the real Anki does."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from deckgen.apkg.packed import PackedPackage
from deckgen.apkg.read import decode_apkg
from deckgen.diff.values import Arrival, CardFate, Diff, MediaArrival, TypeArrival
from deckgen.reports.diff_wording import search_for
from deckgen.values.note import Media
from tests.support.diff_scenarios import LATER, RENAMING, SCENARIOS, Contents, Scenario, scenarios
from tests.support.making import note
from tests.world.anki.adapter import Anki, Imported, library, open_anki

# Up to 2.1.66 Anki goes by fields' names, not their ids, and by a note's time before its note type.
_IS_OLD = not hasattr(library, "ImportAnkiPackageRequest")


@pytest.mark.parametrize("name", [name for name in SCENARIOS if not (_IS_OLD and name == RENAMING)])
def test_what_is_foretold_happens(anki: Anki, tmp_path: Path, name: str) -> None:
    _hold_against(anki, tmp_path, SCENARIOS[name])


@settings(max_examples=40)
@given(scenarios())
def test_what_is_foretold_of_any_two_packages_happens(scenario: Scenario) -> None:
    # An old Anki adds the cards of a refused note, if only its time is not newer.
    assume(
        not _IS_OLD or all(card.fate is not CardFate.MISSING for n in scenario.diff.notes for card in n.cards)
    )
    with tempfile.TemporaryDirectory() as folder, open_anki(Path(folder)) as anki:
        _hold_against(anki, Path(folder), scenario)


def test_a_picture_changed_under_its_name_arrives_only_with_its_note(anki: Anki, tmp_path: Path) -> None:
    field = '<img src="{}.png">'
    before, after = b"old", b"newer"

    def contents(content: bytes, modified: int) -> Contents:
        arriving = note("arrives", field.format("a"), media=(Media("a.png", content),), modified=modified)
        resting = note("rests", field.format("b"), media=(Media("b.png", content),))
        return Contents((arriving, resting))

    scenario = Scenario(contents(before, LATER - 1), contents(after, LATER))
    arrivals = {file.name: file.arrival for file in scenario.diff.media}
    assert arrivals == {"a.png": MediaArrival.CHANGED, "b.png": MediaArrival.SKIPPED}

    _import(anki, tmp_path, scenario.old)
    _import(anki, tmp_path, scenario.new)
    found = anki.media()
    assert found["b.png"] == before
    assert after in found.values()
    assert "a.png" not in anki.fields("guid-arrives")["Question"]


def _import(anki: Anki, folder: Path, contents: Contents) -> Imported:
    path = folder / "package.apkg"
    path.write_bytes(contents.encoded)
    return anki.import_package(path)


def _hold_against(anki: Anki, folder: Path, scenario: Scenario) -> None:
    diff = scenario.diff
    old, new = decode_apkg(scenario.old.encoded), decode_apkg(scenario.new.encoded)
    _import(anki, folder, scenario.old)
    cards, decks, styles, schema = _cards(anki), anki.decks(), anki.note_types(), _schema(anki)

    imported = _import(anki, folder, scenario.new)

    count = {arrival: len(diff.of(arrival)) for arrival in Arrival}
    ignored = _count_refused_without_a_newer_time(diff, old, new) if _IS_OLD else 0
    assert imported == Imported(
        new=count[Arrival.NEW],
        updated=count[Arrival.CHANGED] + count[Arrival.REWRITTEN],
        duplicate=count[Arrival.UNCHANGED] + count[Arrival.SKIPPED] + ignored,
        conflicting=count[Arrival.REFUSED] - ignored,
    )
    assert _schema(anki) == schema, "a full sync is forced"
    _hold_notes(anki, diff, old, new)
    _hold_cards(anki, diff, new, cards)
    _hold_note_types(anki, diff, new, styles)
    _hold_decks(anki, diff, new, decks)


def _count_refused_without_a_newer_time(diff: Diff, old: PackedPackage, new: PackedPackage) -> int:
    before, after = ({packed.guid: packed.modified for packed in package.notes} for package in (old, new))
    return sum(after[foretold.guid] <= before[foretold.guid] for foretold in diff.of(Arrival.REFUSED))


def _hold_notes(anki: Anki, diff: Diff, old: PackedPackage, new: PackedPackage) -> None:
    before, after = ({packed.guid: packed for packed in package.notes} for package in (old, new))
    for foretold in diff.notes:
        arrives = foretold.arrival in (Arrival.NEW, Arrival.CHANGED, Arrival.REWRITTEN)
        expected = after[foretold.guid] if arrives else before[foretold.guid]
        assert tuple(anki.fields(foretold.guid).values()) == expected.fields
        assert anki.tags(foretold.guid) == set(expected.tags)
    retired = diff.of(Arrival.RETIRED)
    if retired:
        found = anki.collection.find_notes(search_for(retired))
        assert {anki.collection.get_note(id_).guid for id_ in found} == {n.guid for n in retired}


def _hold_cards(anki: Anki, diff: Diff, new: PackedPackage, before: dict[tuple[str, int], str]) -> None:
    after = _cards(anki)
    packed = {(n.guid, card.ordinal): card.deck for n in new.notes for card in n.cards}
    refused = {foretold.guid for foretold in diff.of(Arrival.REFUSED)}
    added = {place: deck for place, deck in packed.items() if place[0] not in refused}
    assert after == added | before, "a card is added, lost or moved"
    for foretold in diff.notes:
        fates = [card.fate for card in foretold.cards]
        gained = len(anki.cards(foretold.guid)) - sum(guid == foretold.guid for guid, _ in before)
        if foretold.arrival is not Arrival.NEW:
            assert gained == fates.count(CardFate.ADDED) + fates.count(CardFate.ADDED_EMPTY)
        for move in foretold.moves:
            assert move.cards == sum(
                before[place] == move.old and packed[place] == move.new
                for place in before.keys() & packed.keys()
                if place[0] == foretold.guid
            )
    empty = {
        (entry_guid, len(entry.card_ids))
        for entry in anki.collection.get_empty_cards().notes
        for entry_guid in [anki.collection.get_note(entry.note_id).guid]
    }
    fates = (CardFate.ADDED_EMPTY, CardFate.LEFT_EMPTY)
    foretold_empty = {(n.guid, sum(card.fate in fates for card in n.cards)) for n in diff.notes}
    assert empty == {(guid, count) for guid, count in foretold_empty if count}


def _hold_note_types(anki: Anki, diff: Diff, new: PackedPackage, before: dict[str, str]) -> None:
    after = anki.note_types()
    packed = {note_type.name: note_type.css for note_type in new.note_types}
    arrivals = {note_type.name: note_type.arrival for note_type in diff.note_types}
    for name, css in packed.items():
        match arrivals.get(name):
            case TypeArrival.NEW | TypeArrival.UPDATED | TypeArrival.REWRITTEN:
                assert after[name] == css
            case TypeArrival.COPIED:
                assert after[f"{name}+"] == css
                assert after[name] == before[name]
            case TypeArrival.SKIPPED | None:
                assert after[name] == before[name]
    copies = sum(arrival is TypeArrival.COPIED for arrival in arrivals.values())
    assert len(after) == len(before.keys() | packed.keys()) + copies


def _hold_decks(anki: Anki, diff: Diff, new: PackedPackage, before: dict[str, str]) -> None:
    packed = {deck.name: deck.description for deck in new.decks}
    expected = dict(before)
    for deck in diff.decks:
        assert deck.new == (deck.name not in before)
        if deck.new or deck.description_arrives:
            expected[deck.name] = packed.get(deck.name, "")
    assert anki.decks() == expected


def _cards(anki: Anki) -> dict[tuple[str, int], str]:
    return {(card.note().guid, card.ord): anki.deck_of(card) for card in anki.cards()}


def _schema(anki: Anki) -> object:
    return anki.collection.db.scalar("SELECT scm FROM col")
