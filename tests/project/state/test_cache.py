"""What is remembered of a source changes the time of a build and nothing else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.render.render import render_question
from deckgen.values.document import Question
from deckgen.values.outline import NoteBody
from deckgen.values.text import Timestamp
from tests.support import write_project

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="9"/>'

TWO_FILES = {
    "p/1.md": "# One\n\nA deck.\n\n## What does `x` hold?\n\n![x](x.svg)\n\n## C++\n\n$a^2$\n",
    "p/2.md": "# Two\n\n## Say it {#say kind=typed}\n\nword\n\n## A cloze {#c}\n\n{{c1::one}} {{c2::two}}\n",
    "p/x.svg": PICTURE.format(size=1),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(write_project(tmp_path / "project", TWO_FILES))


def build(project: Project, now: int = 1000) -> bytes:
    built = build_project(project, (), now=Timestamp(now))
    assert not built.problems
    return project.package_path("p").read_bytes()


def forget(project: Project) -> None:
    shutil.rmtree(project.root / ".deckgen")


def cached(project: Project) -> list[Path]:
    return sorted((project.root / ".deckgen/cache").iterdir())


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"p/1.md": TWO_FILES["p/1.md"].replace("a^2", "b^2")},
        {"p/x.svg": PICTURE.format(size=2)},
        {"p/3.md": "# Three\n\n## C#\n\nmakes the same key as C++\n"},
        {"p/2.md": TWO_FILES["p/2.md"].replace("kind=typed", "kind=reversed")},
    ],
    ids=["nothing", "text", "picture", "a key that clashes", "kind"],
)
def test_a_build_with_a_memory_makes_the_same_package_as_one_without(
    project: Project, tmp_path: Path, edit: dict[str, str]
) -> None:
    build(project)
    write_project(project.root, edit)
    other = Project(Path(shutil.copytree(project.root, tmp_path / "other")))
    forget(other)
    assert build(project, 2000) == build(other, 2000)
    assert project.ledger_path.read_bytes() == other.ledger_path.read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-7],
        lambda content: b"",
        lambda content: b"\xff" * len(content),
        lambda content: content[:4] + b"\xff" * 4 + content[8:],
        lambda content: content.replace(b"deck", b"peck"),
        lambda content: b"of an older deckgen",
    ],
    ids=["cut", "empty", "foreign", "a length beyond the end", "a changed letter", "old"],
)
def test_a_damaged_memory_counts_as_none(project: Project, spoil: Callable[[bytes], bytes]) -> None:
    before = build(project)
    for path in cached(project):
        path.write_bytes(spoil(path.read_bytes()))
    assert build(project, 2000) == before


def test_the_memory_of_another_deckgen_or_python_counts_as_none(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project)
    before = [path.read_bytes() for path in cached(project)]
    monkeypatch.setattr("deckgen.project.state.cache.describe_program", lambda: "another")
    (project.root / "source/p/2.md").touch()
    build(project, 2000)
    assert all(path.read_bytes() != old for path, old in zip(cached(project), before, strict=True))


def test_what_is_asked_for_no_more_is_deleted(project: Project) -> None:
    write_project(project.root, {"p/3.md": "## Another {#another}\n\nAnswer\n"})
    build(project)
    before = cached(project)
    (project.root / "source/p/3.md").unlink()
    build(project, 2000)
    assert len(before) == 3
    assert len(cached(project)) == 2
    assert set(cached(project)) < set(before)


def test_of_an_edited_source_only_the_edited_question_is_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(project)
    rendered: list[str] = []

    def spy(question: Question, *rest: object) -> NoteBody:
        rendered.append(question.heading.text)
        return render_question(question, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("deckgen.compilation.read_document.render_question", spy)
    edited = "<!-- one line more -->\n\n" + TWO_FILES["p/1.md"].replace("a^2", "b^2")
    write_project(project.root, {"p/1.md": edited})
    build(project, 2000)
    assert rendered == ["C++"]


def test_a_picture_is_looked_for_even_where_the_text_is_remembered(project: Project) -> None:
    build(project)
    (project.root / "source/p/x.svg").unlink()
    built = build_project(project, (), now=Timestamp(2000))
    assert [problem.code for problem in built.problems] == ["picture-missing"]


def test_a_warning_is_repeated_from_memory(project: Project) -> None:
    write_project(project.root, {"p/1.md": TWO_FILES["p/1.md"] + "\n**注意：**后文\n"})
    first = build_project(project, (), now=Timestamp(1000)).problems
    second = build_project(project, (), now=Timestamp(2000)).problems
    assert [problem.code for problem in first] == ["bold-unmatched"]
    assert first == second
