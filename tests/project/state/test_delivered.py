"""A publish by which nothing would be brought is known before anything is opened."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.project.state.delivered import Packages, are_delivered


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("decks", ".deckgen"):
        (tmp_path / folder).mkdir()
    (tmp_path / "decks/a.apkg").write_bytes(b"a")
    (tmp_path / "settings.toml").write_text("to = 'x'\n")
    return tmp_path


def _packages(root: Path, to: str | None = "https://sync.example.org/") -> Packages:
    return Packages(str(root), to, str(root / "settings.toml"))


def test_what_was_delivered_is_known_to_its_target_alone(root: Path) -> None:
    assert not _packages(root).are_delivered()
    _packages(root).remember()
    assert _packages(root).are_delivered()
    assert are_delivered(str(root), "https://sync.example.org/")
    assert not are_delivered(str(root), "https://sync.example.com/")
    assert not are_delivered(str(root), None)


def test_each_target_has_its_own_row(root: Path) -> None:
    _packages(root, "one").remember()
    (root / "decks/a.apkg").write_bytes(b"changed")
    _packages(root, None).remember()
    assert are_delivered(str(root), None)
    assert not are_delivered(str(root), "one")
    _packages(root, "one").remember()
    assert are_delivered(str(root), None)
    assert are_delivered(str(root), "one")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "decks/a.apkg").write_bytes(b"b"),
        lambda root: (root / "decks/b.apkg").write_bytes(b"new"),
        lambda root: (root / "decks/a.apkg").unlink(),
        lambda root: (root / "settings.toml").write_text("to = 'y'\n"),
        lambda root: (root / "settings.toml").unlink(),
        lambda root: (root / ".deckgen/delivered").unlink(),
        lambda root: (root / ".deckgen/delivered").write_bytes(b"\xff\x00spilled"),
    ],
    ids=["other bytes", "a new package", "one less", "settings", "no settings", "forgotten", "damaged"],
)
def test_after_a_change_it_is_not_known(root: Path, change: Callable[[Path], object]) -> None:
    _packages(root).remember()
    time.sleep(0.01)
    change(root)
    assert not are_delivered(str(root), "https://sync.example.org/")
    _packages(root).remember()
    assert are_delivered(str(root), "https://sync.example.org/")


def test_a_path_is_meant_from_the_current_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _packages(root, "collection.anki2").remember()
    monkeypatch.chdir(root)
    assert not are_delivered(str(root), "collection.anki2")


def test_it_does_not_grow_without_end(root: Path) -> None:
    for number in range(50):
        _packages(root, f"target {number}").remember()
    assert are_delivered(str(root), "target 49")
    assert len((root / ".deckgen/delivered").read_text().splitlines()) == 21


def test_a_target_that_no_row_can_hold_is_not_remembered(root: Path) -> None:
    _packages(root, "a\nb").remember()
    assert not list((root / ".deckgen").iterdir())


@pytest.mark.parametrize(
    "variable", ["ANKI_BASE", "DECKGEN_ANKI_ADDRESS", "XDG_CONFIG_HOME", "XDG_DATA_HOME"]
)
def test_another_place_of_anki_is_another_target(
    root: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    _packages(root, None).remember()
    monkeypatch.setenv(variable, "/elsewhere")
    assert not are_delivered(str(root), None)


def test_an_empty_name_is_not_the_default_target(root: Path) -> None:
    _packages(root, None).remember()
    assert not are_delivered(str(root), "")
