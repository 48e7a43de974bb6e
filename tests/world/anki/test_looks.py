"""Whatever style a project has, and whoever built it last: a look changes only by its own author.

Two projects are built by two versions of deckgen and imported into one collection of the real Anki. What the
importer said is kept for the table in docs/identity.md (see identity_table.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import pytest

import deckgen.compile
from deckgen.apkg.read import decode_apkg
from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from deckgen.values.note import NoteType
from deckgen.values.text import Timestamp
from tests.world.anki.adapter import Anki, Imported, Progress, open_anki
from tests.world.anki.identity_table import Row, record

pytestmark = pytest.mark.thorough

START = 1_700_000_000
OLDER, NEWER = "/* deckgen 1 */", "/* deckgen 2 */"
VERSIONS = {OLDER: Timestamp(START - 2000), NEWER: Timestamp(START - 1000)}
RED, BLUE = ".card { color: red; }", ".card { color: blue; }"

QUESTIONS = """\
## {name}: a basic one {{#basic}}

The answer.

## {name}: a reversed one {{#reversed kind=reversed}}

The answer.

## {name}: a typed one {{#typed kind=typed}}

42

## {name}: a cloze {{#cloze}}

It has {{{{c1::one}}}} and {{{{c2::two}}}}.
"""


def _load_by(version: str) -> Callable[[Kind], NoteType]:
    def load(kind: Kind) -> NoteType:
        note_type = load_note_type(kind)
        return replace(note_type, css=f"{note_type.css}\n{version}", version=VERSIONS[version])

    return load


@dataclass
class Author:
    """A project, and what its author has to do with its look."""

    root: Path
    name: str
    style: str | None
    patch: pytest.MonkeyPatch

    def build(self, version: str, now: int) -> Path:
        """A copy of the package that this version of deckgen makes."""
        source = self.root / "source" / f"{self.name}.md"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(QUESTIONS.format(name=self.name), encoding="utf-8")
        if self.style is not None:
            (self.root / "style.css").write_text(self.style, encoding="utf-8")
        self.patch.setattr(deckgen.compile, "load_note_type", _load_by(version))
        assert not build_project(Project(self.root), (), now=Timestamp(now)).problems
        built = self.root / "decks" / f"{self.name}.apkg"
        return built.rename(self.root / f"{now}.apkg")


def _import(anki: Anki, package: Path, reviews: dict[str, list[Progress]]) -> Imported:
    """Import a package, review its new notes, and compare the reviews of all others."""
    imported = anki.import_package(package)
    for note in decode_apkg(package.read_bytes()).notes:
        if note.guid not in reviews:
            anki.review(note.guid)
            reviews[note.guid] = anki.progress(note.guid)
    assert {guid: anki.progress(guid) for guid in reviews} == reviews
    return imported


def _looks(anki: Anki, package: Path) -> set[str]:
    """The styles in which Anki shows the notes of this package."""
    anki.collection.models._clear_cache()
    guids = [note.guid for note in decode_apkg(package.read_bytes()).notes]
    assert len(guids) == 4
    return {str(card.note_type()["css"]) for guid in guids for card in anki.cards(guid)}


def _assert_look(css: str, version: str, style: str | None) -> None:
    assert [one for one in VERSIONS if one in css] == [version]
    assert [one for one in (RED, BLUE) if one in css] == ([style] if style else [])


def _authors(folder: Path, styles: Sequence[str | None], patch: pytest.MonkeyPatch) -> list[Author]:
    return [Author(folder / name, name, style, patch) for name, style in zip("pq", styles, strict=True)]


BOTH = pytest.mark.parametrize(
    ("styles", "what"),
    [
        ((RED, BLUE), "two projects with styles of their own"),
        ((RED, None), "a project with a style of its own, and one without"),
        ((None, None), "two projects without a style"),
    ],
    ids=["two styles", "one style", "no style"],
)


@BOTH
def test_a_build_changes_no_others_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, styles: tuple[str | None, ...], what: str
) -> None:
    total = Imported()
    builds = [(who, version) for who in (0, 1) for version in VERSIONS]
    for number, order in enumerate(permutations(builds)):
        folder = tmp_path / str(number)
        authors = _authors(folder, styles, monkeypatch)
        folder.mkdir()
        seen: dict[int, tuple[str, Path]] = {}
        reviews: dict[str, list[Progress]] = {}
        newest = OLDER
        with open_anki(folder) as anki:
            for second, (who, version) in enumerate(order):
                package = authors[who].build(version, START + second)
                total = _added(total, _import(anki, package, reviews))
                seen[who] = (version, package)
                if authors[who].style is None:
                    newest = max(newest, version)
                for other, (built, file) in seen.items():
                    style = authors[other].style
                    for css in _looks(anki, file):
                        _assert_look(css, built if style else newest, style)
            assert not [name for name in anki.note_types() if name.endswith("+")]
    assert (total.updated, total.conflicting) == (0, 0)
    record(Row(f"build and import {what}, by two deckgens in every order", total, "kept"))


@BOTH
def test_an_import_changes_no_others_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, styles: tuple[str | None, ...], what: str
) -> None:
    # The older deckgen builds last, which is when it used to win.
    authors = _authors(tmp_path, styles, monkeypatch)
    builds = [(who, version) for version in (NEWER, OLDER) for who in (0, 1)]
    packages = [
        (who, version, authors[who].build(version, START + second))
        for second, (who, version) in enumerate(builds)
    ]
    total = Imported()
    for number, order in enumerate(permutations(packages)):
        seen: dict[int, list[str]] = {0: [], 1: []}
        reviews: dict[str, list[Progress]] = {}
        folder = tmp_path / str(number)
        folder.mkdir()
        with open_anki(folder) as anki:
            for who, version, package in order:
                total = _added(total, _import(anki, package, reviews))
                seen[who].append(version)
                for other, versions in seen.items():
                    style = authors[other].style
                    # The author with a style has gone back to the older deckgen, which is theirs to do.
                    shared = [one for at, all_ in seen.items() if not authors[at].style for one in all_]
                    expected = min(versions, default="") if style else max(shared, default="")
                    for css in _looks(anki, packages[other][2]) if versions else ():
                        _assert_look(css, expected, style)
            assert not [name for name in anki.note_types() if name.endswith("+")]
    assert (total.updated, total.conflicting) == (0, 0)
    record(Row(f"import {what}, built by two deckgens, in every order", total, "kept"))


def _added(one: Imported, other: Imported) -> Imported:
    names = ("new", "updated", "duplicate", "conflicting")
    return Imported(*(getattr(one, name) + getattr(other, name) for name in names))


def _change(style: str | None) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        file = root / "style.css"
        if style is None:
            file.unlink()
        else:
            file.write_text(style, encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("name", "before", "after", "shown", "codes"),
    [
        ("change the style of the project", RED, BLUE, BLUE, []),
        ("add a style after the first build", None, RED, None, ["css-too-late"]),
        ("take the style away", RED, None, None, ["css-gone"]),
        ("empty the style", RED, "", None, []),
    ],
)
def test_a_change_of_mind_costs_no_review(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    before: str | None,
    after: str | None,
    shown: str | None,
    codes: list[str],
) -> None:
    (author, _) = _authors(tmp_path, (before, None), monkeypatch)
    with open_anki(tmp_path) as anki:
        package = author.build(NEWER, START)
        assert anki.import_package(package) == Imported(new=4)
        guids = [note.guid for note in decode_apkg(package.read_bytes()).notes]
        for guid in guids:
            anki.review(guid)
        progress = [anki.progress(guid) for guid in guids]
        _change(after)(author.root)
        built = build_project(Project(author.root), (), now=Timestamp(START + 500))
        assert [problem.code for problem in built.problems] == codes
        imported = anki.import_package(author.root / "decks/p.apkg")
        assert imported == Imported(duplicate=4)
        assert [anki.progress(guid) for guid in guids] == progress
        for css in _looks(anki, package):
            _assert_look(css, NEWER, shown)
        record(Row(name, imported, "kept"))


def test_note_types_of_the_project_survive_the_loss_of_the_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (author, _) = _authors(tmp_path, (RED, None), monkeypatch)
    with open_anki(tmp_path) as anki:
        package = author.build(NEWER, START)
        assert anki.import_package(package) == Imported(new=4)
        (author.root / "source/ledger.json").unlink()
        package.rename(author.root / "decks/p.apkg")
        build_project(Project(author.root), (), now=Timestamp(START + 500))
        imported = anki.import_package(author.root / "decks/p.apkg")
        assert imported == Imported(duplicate=4)
        record(Row("delete the ledger of a project with a style", imported, "kept"))
