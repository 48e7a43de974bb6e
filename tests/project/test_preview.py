"""A preview that follows a project shows what a new preview would show, and remembers what broke."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.preview.values import Preview
from deckgen.project.folder import Project, ProjectError
from deckgen.project.preview.reader import PreviewReader

ANSWERS = ("A pet.", "A `pet`.", "$x^2$", "", "<script>x</script>", "{{c1::A}} pet", "- a\n- b")
HEADS = (
    "# Pets\n",
    "---\ntags: [pet]\n---\n\n# Pets\n",
    "---\ntags: [\n---\n\n# Pets\n",
    "<<<<<<< HEAD\n# Pets\n",
)
KEYS = ("cat", "dog", "cow")


@st.composite
def sources(draw: st.DrawFn) -> str | None:
    """A source with up to three questions, sound or broken, or none."""
    if draw(st.integers(0, 7)) == 0:
        return None
    parts = [draw(st.sampled_from(HEADS))]
    for _ in range(draw(st.integers(0, 3))):
        key, answer = draw(st.sampled_from(KEYS)), draw(st.sampled_from(ANSWERS))
        parts.append(f"## What is a {key}? {{#{key}}}\n\n{answer}\n")
    return "\n".join(parts)


EDITS = st.tuples(st.sampled_from(("one.md", "two/a.md", "two/b.md")), sources())
STYLES = st.tuples(st.just("../style.css"), st.sampled_from((".card { color: red }", "{", None)))


def as_compared(preview: Preview) -> tuple[Any, ...]:
    """All that a page shows but stale notes, with the cards rendered."""
    packages = [
        (
            package.name,
            package.problems,
            [
                (note.id, note.problems, note.text, note.tags, *note.cards)
                for note in package.notes
                if not note.stale
            ],
        )
        for package in preview.packages
    ]
    return packages, preview.problems, dict(preview.styles)


def without_problems(compared: tuple[Any, ...]) -> list[Any]:
    """The names and the notes alone: some problems come only with the check."""
    return [(name, [(id_, *rest) for id_, _, *rest in notes]) for name, _, notes in compared[0]]


@pytest.mark.thorough
@settings(max_examples=60)
@given(st.lists(st.one_of(EDITS, STYLES), min_size=1, max_size=6))
def test_what_is_kept_is_what_would_be_read_again(edits: list[tuple[str, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        source.mkdir()
        project = Project(Path(folder))
        reader = PreviewReader(project, ())
        for name, content in edits:
            path = source / name
            path.parent.mkdir(exist_ok=True)
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(content, encoding="utf-8")
            quick = as_compared(reader.read_cards().preview)
            fresh = PreviewReader(project, ())
            fresh.read_cards()
            whole = as_compared(fresh.check().preview)
            assert without_problems(quick) == without_problems(whole)
            assert as_compared(reader.check().preview) == whole
            ids = [note.id for package in reader.shown.preview.packages for note in package.notes]
            assert len(ids) == len(set(ids))
            fresh_ids = set(fresh.shown.notes)
            for package in reader.shown.preview.packages:
                assert all(note.stale or note.id in fresh_ids for note in package.notes)
                assert package.problems or not any(note.stale for note in package.notes)


def reading(folder: Path, text: str) -> PreviewReader:
    (folder / "source").mkdir(exist_ok=True)
    (folder / "source/pets.md").write_text(text, encoding="utf-8")
    reader = PreviewReader(Project(folder), ())
    reader.read_cards()
    reader.check()
    return reader


PETS = "# Pets\n\n## What is a cat? {#cat}\n\nA pet.\n\n## What is a dog? {#dog}\n\nA pet, too.\n"


def test_nothing_new_is_no_revision(tmp_path: Path) -> None:
    reader = reading(tmp_path, PETS)
    revision = reader.shown.revision
    reader.read_cards()
    reader.check()
    assert reader.shown.revision == revision


def test_only_what_changed_is_rendered_again(tmp_path: Path) -> None:
    reader = reading(tmp_path, PETS)
    cat, dog = (reader.shown.notes[f"pets/{key}"][1].cards for key in ("cat", "dog"))
    (tmp_path / "source/pets.md").write_text(PETS.replace("A pet.", "An animal."), encoding="utf-8")
    reader.read_cards()
    assert reader.shown.notes["pets/cat"][1].cards is not cat
    assert reader.shown.notes["pets/dog"][1].cards is dog


def test_the_error_of_an_edit_is_there_before_the_check(tmp_path: Path) -> None:
    reader = reading(tmp_path, PETS)
    (tmp_path / "source/pets.md").write_text(PETS.replace("A pet.", "<!-- A pet."), encoding="utf-8")
    [package] = reader.read_cards().preview.packages
    assert [problem.code.value for problem in package.problems] != []
    assert [(note.key, note.stale) for note in package.notes] == [("cat", True), ("dog", True)]


def test_questions_that_an_open_fence_swallows_keep_their_places(tmp_path: Path) -> None:
    text = (
        PETS
        + "\n## What is a cow? {#cow}\n\n```text\nAn animal.\n```\n\n## What is a pig? {#pig}\n\nOne, too.\n"
    )
    reader = reading(tmp_path, text)
    broken = text.replace("A pet.", "A pet.\n\n```text")
    (tmp_path / "source/pets.md").write_text(broken, encoding="utf-8")
    [package] = reader.read_cards().preview.packages
    assert [note.key for note in package.notes] == ["cat", "dog", "cow", "pig"]
    assert {note.key for note in package.notes if note.stale} >= {"dog"}
    (tmp_path / "source/pets.md").write_text(text, encoding="utf-8")
    assert not any(note.stale for _, note in reader.read_cards().notes.values())


def test_a_card_that_loses_its_picture_stays_as_it_was(tmp_path: Path) -> None:
    shown = PETS.replace("A pet.", "![A cat](cat.svg)")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (tmp_path / "source").mkdir()
    (tmp_path / "source/cat.svg").write_text(svg, encoding="utf-8")
    reader = reading(tmp_path, shown)
    cards = reader.shown.notes["pets/cat"][1].cards
    for wrong in ("cot.svg", "cut.svg"):
        (tmp_path / "source/pets.md").write_text(shown.replace("cat.svg", wrong), encoding="utf-8")
        cat = reader.read_cards().notes["pets/cat"][1]
        assert (cat.cards, cat.stale) == (cards, True)
        cat = reader.check().notes["pets/cat"][1]
        assert cat.stale
        assert [problem.code.value for problem in cat.problems] == ["picture-missing"]
    (tmp_path / "source/pets.md").write_text(shown, encoding="utf-8")
    assert not reader.read_cards().notes["pets/cat"][1].stale


def test_a_card_whose_picture_was_never_there_follows_the_edits(tmp_path: Path) -> None:
    reader = reading(tmp_path, PETS.replace("A pet.", "![A cat](cat.svg)"))
    edited = PETS.replace("A pet.", "![Two cats](cat.svg)")
    (tmp_path / "source/pets.md").write_text(edited, encoding="utf-8")
    cat = reader.read_cards().notes["pets/cat"][1]
    assert "Two cats" in cat.text
    assert not cat.stale


def test_a_card_that_gets_a_picture_which_is_a_link_follows_the_edits(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/pets.package.toml").write_text('remote-pictures = "link"\n', encoding="utf-8")
    reader = reading(tmp_path, PETS)
    shown = PETS.replace("A pet.", "![A cat](https://example.org/cat.png)")
    (tmp_path / "source/pets.md").write_text(shown, encoding="utf-8")
    cat = reader.read_cards().notes["pets/cat"][1]
    assert "https://example.org/cat.png" in str(cat.cards)
    assert not cat.stale


def test_a_deleted_question_and_a_deleted_source_are_gone(tmp_path: Path) -> None:
    reader = reading(tmp_path, PETS)
    (tmp_path / "source/pets.md").write_text(PETS.partition("## What is a dog")[0], encoding="utf-8")
    assert list(reader.read_cards().notes) == ["pets/cat"]
    (tmp_path / "source/pets.md").unlink()
    assert list(reader.read_cards().notes) == []


def test_what_is_left_out_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "deckgen.toml").write_text('leave-out = ["picture-missing"]\n', encoding="utf-8")
    reader = reading(tmp_path, PETS.replace("A pet.", "![](cat.png)"))
    assert list(reader.shown.notes) == ["pets/dog"]


def test_the_errata_of_a_question_hold_it(tmp_path: Path) -> None:
    reader = reading(tmp_path, PETS)
    text = """[[erratum]]
key = "cat"
claim = "A cat is a dog."
why = "It is not."
reference = "https://a.example"
patterns = ["cats? (?:is|are) an? dogs?"]
"""
    (tmp_path / "source/pets.errata.toml").write_text(text, encoding="utf-8")
    reader.read_cards()
    reader.check()
    assert [held.text for held in reader.shown.notes["pets/cat"][1].held] == ["A cat is a dog."]
    assert reader.shown.notes["pets/dog"][1].held == ()


def test_before_the_first_check_nothing_is_said_of_what_only_it_finds(tmp_path: Path) -> None:
    reading(tmp_path, PETS)
    reader = PreviewReader(Project(tmp_path), ())
    assert not reader.read_cards().checked
    revision = reader.shown.revision
    assert reader.check().checked
    assert reader.shown.revision > revision
    assert reader.read_cards().checked


def test_a_name_that_disappears_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/pets.md").write_text(PETS, encoding="utf-8")
    reader = PreviewReader(Project(tmp_path), ("pets",))
    reader.read_cards()
    (tmp_path / "source/pets.md").rename(tmp_path / "source/cats.md")
    try:
        reader.read_cards()
    except ProjectError as error:
        shown = reader.keep(str(error))
    assert "`pets` does not exist" in shown.preview.problems[0].message
    assert all(note.stale for _, note in shown.notes.values())


def test_a_problem_of_a_question_that_was_never_shown_is_not_one_of_the_question_before(
    tmp_path: Path,
) -> None:
    reader = reading(tmp_path, PETS.replace("A pet, too.", "<script>x</script>"))
    [package] = reader.shown.preview.packages
    assert [(note.key, note.problems) for note in package.notes] == [("cat", ())]
    assert [problem.code.value for problem in package.problems] == ["html-not-allowed"]


def test_no_note_of_the_last_build_is_new_at_the_first_reading(tmp_path: Path) -> None:
    reading(tmp_path, PETS)
    build = [sys.executable, "-m", "deckgen", "build", "--quiet"]
    subprocess.run(build, cwd=tmp_path, check=True)
    shown = PreviewReader(Project(tmp_path), ()).read_cards()
    assert shown.built
    assert shown.changes == {}
