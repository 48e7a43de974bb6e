"""What a learner holds is read from a collection of the real Anki, and from what any Anki exported."""

from dataclasses import replace
from pathlib import Path

import pytest

from deckgen.apkg.held import read_held_in
from deckgen.apkg.read import decode_apkg
from deckgen.targets.closed import open_closed
from deckgen.values.text import Guid
from tests.support import ROOT, leave_out
from tests.support.diff_scenarios import cloze
from tests.support.making import NOTE_TYPES, encode_apkg, note

try:
    from tests.world.anki.adapter import Anki, open_anki
except ModuleNotFoundError:
    leave_out("a collection; install anki: pip install -e '.[test]'")

A, B = Guid("guid-a"), Guid("guid-b")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "p.apkg"
    path.write_bytes(encode_apkg([note("a", tags=("x",)), cloze("b", 1, 3)], NOTE_TYPES, {}))
    return path


def _learn(anki: Anki, package: Path) -> None:
    """Review one card twice and the others once, forget none, suspend one."""
    anki.import_package(package)
    for guid in ("guid-a", "guid-a", "guid-b"):
        anki.review(guid)
    anki.collection.sched.suspend_cards([anki.cards("guid-b")[1].id])


def test_notes_are_those_of_the_package_with_the_progress_of_their_cards(
    tmp_path: Path, package: Path
) -> None:
    with open_anki(tmp_path) as anki:
        _learn(anki, package)
        ids = [[card.id for card in anki.cards(guid)] for guid in (A, B)]
    with open_closed(tmp_path / "collection.anki2") as target:
        held = target.read({A, B}, ())
    found, packed = held.package({A, B}).notes, decode_apkg(package.read_bytes()).notes
    # The position of a new card has become the day of the next review.
    assert [replace(one, cards=()) for one in found] == [replace(one, cards=()) for one in packed]
    assert [[card.id for card in held.notes[guid].cards] for guid in (A, B)] == ids
    assert [held.notes[guid].reviews for guid in (A, B)] == [2, 2]
    assert [[card.ordinal for card in held.notes[guid].cards] for guid in (A, B)] == [[0], [0, 2]]
    assert [card.suspended for card in held.notes[B].cards] == [False, True]


def test_only_the_notes_that_were_asked_for_are_read(tmp_path: Path, package: Path) -> None:
    with open_anki(tmp_path) as anki:
        _learn(anki, package)
    with open_closed(tmp_path / "collection.anki2") as target:
        held = target.read({B, Guid("nobody's")}, ())
        assert target.read((), ()).notes == {}
    assert held.notes.keys() == {B}


def test_an_export_says_the_same_as_the_collection(tmp_path: Path, package: Path) -> None:
    with open_anki(tmp_path) as anki:
        _learn(anki, package)
        for legacy in (True, False):
            anki.export_package(tmp_path / f"{legacy}.apkg", legacy=legacy)
    with open_closed(tmp_path / "collection.anki2") as target:
        held = target.read({A, B}, ())
    for legacy in (True, False):
        exported = read_held_in(tmp_path / f"{legacy}.apkg")
        for guid in (A, B):
            assert exported.notes[guid].note == held.notes[guid].note
            assert exported.notes[guid].reviews == held.notes[guid].reviews


@pytest.mark.parametrize("path", sorted((ROOT / "tests/apkg/exports").iterdir()), ids=lambda path: path.name)
def test_what_other_versions_exported_is_read(path: Path) -> None:
    held = read_held_in(path)
    assert [one.note for one in held.notes.values()] == [*decode_apkg(path.read_bytes()).notes]
    assert all(one.cards for one in held.notes.values())
