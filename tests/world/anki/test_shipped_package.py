"""The packages as committed, in the real Anki."""

import json
from functools import cache
from pathlib import Path

import pytest

from deckgen.apkg.packed import PackedPackage
from deckgen.apkg.read import decode_apkg
from tests.support import ROOT, deckgen
from tests.world.anki.adapter import Anki, Imported
from tests.world.anki.card_text import find_leftovers, read_text

PATHS = sorted((ROOT / "decks").glob("*.apkg"))


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@cache
def _decoded(path: Path) -> PackedPackage:
    return decode_apkg(path.read_bytes())


@cache
def _built() -> dict[str, dict[str, int]]:
    """What `deckgen build` says of each package."""
    run = deckgen("build", "--dry-run", "--json", cwd=ROOT)
    assert run.returncode == 0, run.stderr
    return {package["name"]: package for package in json.loads(run.stdout)["packages"]}


def test_there_are_packages() -> None:
    assert PATHS, "decks/ holds no package: run `deckgen build`"
    assert {path.stem for path in PATHS} == set(_built())


def test_anki_imports_as_many_notes_and_cards_as_the_build_says(anki: Anki, path: Path) -> None:
    built = _built()[path.stem]
    assert anki.import_package(path) == Imported(new=built["notes"])
    assert anki.count_notes() == built["notes"]
    assert len(anki.cards()) == built["cards"]
    assert anki.notes_with_empty_cards() == 0


def test_importing_it_again_updates_nothing(anki: Anki, path: Path) -> None:
    anki.import_package(path)
    guid = _decoded(path).notes[0].guid
    anki.review(guid)
    before = anki.progress(guid)
    assert anki.import_package(path) == Imported(duplicate=len(_decoded(path).notes))
    assert anki.progress(guid) == before


def test_both_sides_of_every_card_are_read_as_they_were_meant(anki: Anki, path: Path) -> None:
    anki.import_package(path)
    wrong = []
    for card in anki.cards():
        for name, html in (("question", card.question()), ("answer", card.answer())):
            key = card.note()["Key"]
            wrong += [f"{key}, card {card.ord + 1}, {name}: {found}" for found in find_leftovers(html)]
            if "{{" in html:
                wrong.append(f"{key}, card {card.ord + 1}, {name}: a raw {{{{")
            if not read_text(html).strip():
                wrong.append(f"{key}, card {card.ord + 1}, {name}: nothing to read")
    assert wrong == []


def test_new_cards_come_in_the_order_of_the_package(anki: Anki, path: Path) -> None:
    anki.import_package(path)
    in_order = anki.collection.db.list(
        "SELECT DISTINCT guid FROM cards JOIN notes ON notes.id = nid ORDER BY due, cards.id"
    )
    assert in_order == [note.guid for note in _decoded(path).notes]


def test_every_picture_arrives(anki: Anki, path: Path) -> None:
    anki.import_package(path)
    sizes = {media.name: media.size for media in _decoded(path).media}
    assert {name: len(content) for name, content in anki.media().items()} == sizes


def test_decks_and_their_descriptions_arrive(anki: Anki, path: Path) -> None:
    anki.import_package(path)
    decks = {deck.name: deck.description for deck in _decoded(path).decks if deck.name != "Default"}
    assert anki.decks().items() >= decks.items()
