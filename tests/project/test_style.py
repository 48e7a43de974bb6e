"""The style of a project: where it belongs, what it may be, and that a change of mind is never silent."""

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from deckgen.project.build import Built, build_project
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.project.fork import fork_project
from deckgen.project.keys import add_keys
from deckgen.project.state.manifest import read_unchanged
from deckgen.project.watch import watch_folder
from deckgen.render.note_types.load import load_note_type
from deckgen.reports.build import render_build
from deckgen.reports.styled import as_text
from deckgen.values.document import Kind
from deckgen.values.text import Timestamp
from tests.support import write_project

RED = ".card { color: red; }"
SOURCES = {"p.md": "## A? {#a}\n\nB.\n", "q.md": "## C? {#c}\n\nD.\n"}


def _build(root: Path, now: int = 1_700_000_000) -> Built:
    return build_project(Project(root), (), now=Timestamp(now), summarise=lambda built: "done")


def _problems(root: Path) -> list[str]:
    """What a check says; that of a build is the same."""
    checked, built = check_project(Project(root), ()).problems, _build(root).problems
    assert [str(one) for one in checked] == [str(one) for one in built]
    return [f"{one.location} {one.code}" for one in checked]


def _note_types(root: Path) -> set[tuple[str, bool]]:
    """The names of the note types in the packages, and whether they have the red style."""
    packages = [decode_apkg(path.read_bytes()) for path in (root / "decks").glob("*.apkg")]
    return {(one.name, RED in one.css) for package in packages for one in package.note_types}


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"../style.css": ""}, None),
        ({"../style.css": f"\n{RED}"}, None),
        ({"style.css": RED}, "source/style.css:1 settings-misplaced"),
        ({"Style.css.txt": RED}, "source/Style.css.txt:1 settings-misplaced"),
        ({"../style.css": "a" * 5_000_000}, "style.css:1 file-too-large"),
        ({"../style.css/x": ""}, "style.css:1 unreadable-file"),
        ({"../style.css": "\n\n.a { b c }"}, "style.css:3 css-malformed"),
        ({"../style.css": "\n@import 'x';"}, "style.css:2 css-loads"),
        ({"../style.css": "\n.answer { display: none }"}, "style.css:2 css-hides"),
        ({"../style.css": "\n.a { content: '\0' }"}, "style.css:2 control-character"),
    ],
)
def test_a_style_that_cannot_be_used_is_one_error_and_nothing_is_built(
    tmp_path: Path, files: Mapping[str, str], place: str | None
) -> None:
    write_project(tmp_path, {**SOURCES, **files})
    assert _problems(tmp_path) == ([place] if place else [])
    assert (tmp_path / "decks").exists() is (place is None)


def test_keys_reports_a_wrong_style_once(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## A?\n\nB.\n", "q.md": "## C?\n\nD.\n"})
    _build(tmp_path)
    (tmp_path / "style.css").write_text("}")
    found = add_keys(Project(tmp_path), (), write=False)
    assert [problem.code for problem in found.problems] == ["css-malformed"]


def test_a_link_out_of_the_project_is_no_style(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", SOURCES)
    (tmp_path / "other.css").write_text(RED)
    (root / "style.css").symlink_to(tmp_path / "other.css")
    assert _problems(root) == ["style.css:1 source-outside"]


def test_a_style_at_the_first_build_gives_note_types_of_its_own(tmp_path: Path) -> None:
    write_project(tmp_path, {**SOURCES, "../style.css": RED})
    assert _build(tmp_path).problems == ()
    ((name, has_style),) = _note_types(tmp_path)
    assert has_style
    assert name.startswith(f"{load_note_type(Kind.BASIC).name} ")
    # A kind that is used for the first time in a fork belongs to the same project.
    fork_project(Project(tmp_path))
    write_project(tmp_path, {"q.md": SOURCES["q.md"] + "\n## E? {#e kind=typed}\n\nF\n"})
    assert _build(tmp_path).problems == ()
    assert (name, True) in _note_types(tmp_path)
    assert len(_note_types(tmp_path)) == 2


def test_the_search_for_a_removed_note_names_the_note_type_of_the_project(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": SOURCES["p.md"] + "\n## C? {#c}\n\nD.\n", "../style.css": RED})
    _build(tmp_path)
    ((name, _),) = _note_types(tmp_path)
    write_project(tmp_path, {"p.md": SOURCES["p.md"]})
    printed = as_text(render_build(Project(tmp_path), _build(tmp_path), dry_run=False))
    assert f'"note:{name}" Key:c' in printed


def test_a_style_that_comes_later_is_not_used_and_that_is_said(tmp_path: Path) -> None:
    write_project(tmp_path, SOURCES)
    _build(tmp_path)
    shared = _note_types(tmp_path)
    assert shared == {("deckgen basic", False)}
    (tmp_path / "style.css").write_text(RED)
    assert _problems(tmp_path) == ["style.css:1 css-too-late"]
    assert _note_types(tmp_path) == shared


def test_a_style_that_is_taken_away_leaves_the_note_types_and_that_is_said(tmp_path: Path) -> None:
    write_project(tmp_path, {**SOURCES, "../style.css": RED})
    _build(tmp_path)
    ((name, _),) = _note_types(tmp_path)
    (tmp_path / "style.css").unlink()
    assert _problems(tmp_path) == ["style.css:1 css-gone"]
    assert _note_types(tmp_path) == {(name, False)}
    (tmp_path / "style.css").write_text("")
    assert _problems(tmp_path) == []
    # With the ledger gone, the packages say which note types are the project's.
    (tmp_path / "source/ledger.json").unlink()
    assert _build(tmp_path).problems == ()
    assert _note_types(tmp_path) == {(name, False)}


def test_a_build_sees_that_the_style_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.project.state.manifest._is_younger_than_this_process", lambda path: False)
    write_project(tmp_path, {**SOURCES, "../style.css": ""})
    _build(tmp_path)
    assert read_unchanged(str(tmp_path)) == "done"
    (tmp_path / "style.css").write_text(RED)
    assert read_unchanged(str(tmp_path)) is None
    _build(tmp_path, now=1_700_000_100)
    assert [has_style for _, has_style in _note_types(tmp_path)] == [True]
    (tmp_path / "style.css").unlink()
    assert read_unchanged(str(tmp_path)) is None


def test_watch_sees_the_style_of_the_project(tmp_path: Path) -> None:
    write_project(tmp_path, SOURCES)
    calls: list[int] = []

    def on_change() -> None:
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        threading.Timer(0.3, (tmp_path / "style.css").write_text, [RED]).start()

    watch_folder(tmp_path / "source", "ledger.json", on_change, told=lambda message: None)
    assert len(calls) == 2
