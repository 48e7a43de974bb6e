"""`deckgen fix` in an Obsidian vault: links and pictures are found, and pictures are copied."""

import os
import time
from pathlib import Path

import pytest

from deckgen.fix.obsidian import Place
from deckgen.project import vault
from deckgen.project.folder import Project
from deckgen.project.vault import vault_reader
from tests.support import deckgen, write_project

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in the folder `deck` of a vault."""
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments/Loss curve.svg").write_text(SVG)
    (tmp_path / "Hills.md").write_text("Hills.\n")
    return write_project(tmp_path / "deck", {"p/1.md": "## One {#one}\n\na\n"})


def fixed(project: Path, text: str, *options: str) -> tuple[str, str]:
    """What becomes of a source, and what is printed."""
    write_project(project, {"p/2.md": f"## Two {{#two}}\n\n{text}\n"})
    ran = deckgen("fix", *options, cwd=project)
    assert "Traceback" not in ran.stderr
    return (project / "source/p/2.md").read_text().removeprefix("## Two {#two}\n\n").rstrip("\n"), ran.stdout


def test_a_picture_of_the_vault_is_copied_beside_the_source(project: Path) -> None:
    text, printed = fixed(project, "![[Loss curve.svg|300]]")
    assert text == "![Loss curve|300](<images/Loss curve.svg>)"
    assert (project / "source/p/images/Loss curve.svg").read_text() == SVG
    assert "source/p/2.md: copied" in printed
    assert deckgen("check", cwd=project).returncode == 0
    assert deckgen("fix", cwd=project).stdout == "Nothing to mend.\n"


def test_a_picture_of_the_project_stays_where_it_is(project: Path) -> None:
    write_project(project, {"p/media/hill.svg": SVG})
    assert fixed(project, "![[media/hill.svg|A hill]] ![[hill.svg|center|90]]") == (
        "![A hill](media/hill.svg) ![hill|90](media/hill.svg)",
        "source/p/2.md:3: mended foreign-media\nMended 2 problems and wrote 0 keys in 1 file.\n",
    )


def test_a_look_copies_nothing(project: Path) -> None:
    text, _ = fixed(project, "![[Loss curve.svg]]", "--diff")
    assert text == "![[Loss curve.svg]]"
    assert not (project / "source/p/images").exists()


def test_a_link_leads_to_a_note_of_the_project_and_becomes_words_for_another(project: Path) -> None:
    write_project(project, {"p/Sums.md": "## Three {#three}\n\na\n"})
    assert fixed(project, "[[Sums]], [[sums|the sums]], [[Hills|hills]], [[Hills]]")[0] == (
        "[Sums](Sums.md), [the sums](Sums.md), hills, Hills"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[Valleys]]", "the vault has no `Valleys.md`; correct the name"),
        ("![[valley.png]]", "the vault has no `valley.png`"),
        ("[[Twice]]", "the vault has 2 files called `Twice.md`: `a/Twice.md`, `b/Twice.md`"),
        ("![[pipe.svg]]", "`pipe.svg` cannot be copied: it is a named pipe and not a file"),
    ],
)
def test_what_is_not_one_file_is_left_and_named(project: Path, text: str, reason: str) -> None:
    for name in ("a/Twice.md", "b/Twice.md"):
        (project.parent / name).parent.mkdir()
        (project.parent / name).touch()
    os.mkfifo(project.parent / "a/pipe.svg")
    after, printed = fixed(project, text)
    assert (after, reason in printed) == (text, True), printed


def test_a_copy_never_replaces_another_picture(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.svg").write_text(SVG)
    project = write_project(tmp_path / "deck", {"p/images/a.svg": "<svg/>"})
    after, printed = fixed(project, "![[a.svg]]", "--vault", "../notes")
    assert (after, "`images/a.svg` is another file; rename one of the two" in printed) == ("![[a.svg]]", True)
    assert (project / "source/p/images/a.svg").read_text() == "<svg/>"


def test_the_folder_of_two_notes_of_one_name_tells_them_apart(project: Path) -> None:
    for name in ("p/a/Twice.md", "p/b/Twice.md"):
        write_project(project, {name: "## T {#t}\n\na\n".replace("t", name[2])})
    assert fixed(project, "[[b/Twice|it]]")[0] == "[it](b/Twice.md)"


def test_a_vault_elsewhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.svg").write_text(SVG)
    project = write_project(tmp_path / "deck", {"p.md": "## One {#one}\n\na\n"})
    assert fixed(project, "![[a.svg]] [[Nowhere]]")[0] == "![[a.svg]] Nowhere"
    assert fixed(project, "![[a.svg]]", "--vault", "../notes")[0] == "![a](images/a.svg)"


def test_a_note_that_is_embedded_and_other_files_are_left(project: Path) -> None:
    assert (
        fixed(project, "![[Hills]] ![[Hills.pdf]] [[Hills#Top]]")[0]
        == "![[Hills]] ![[Hills.pdf]] [[Hills#Top]]"
    )


def test_a_vault_of_20_000_files_is_read_once_and_a_whole_disk_not_at_all(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(100):
        folder = project.parent / f"{number:03}"
        folder.mkdir()
        for file in range(200):
            (folder / f"{number:03}-{file}.md").touch()
    find = vault_reader(Project(project))
    begun = time.process_time()
    found = [find("source/p/1.md", f"{number % 100:03}-7", False) for number in range(5000)]
    assert found[:1] == [Place("")]
    assert time.process_time() - begun < 20
    monkeypatch.setattr(vault, "MOST_FILES", 20_000)
    reason = vault_reader(Project(project))("source/p/1.md", "Hills", False)
    assert isinstance(reason, str)
    assert "has more than 20,000 files" in reason


def test_outside_a_vault_a_picture_is_found_among_the_sources(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/a.md": "## Q {#q}\n\n![[x.png|300]] ![[none.png]]\n"})
    (tmp_path / "source/p/images").mkdir()
    (tmp_path / "source/p/images/x.png").write_bytes(b"\x89PNG")
    deckgen("fix", cwd=tmp_path)
    assert "![x|300](images/x.png) ![[none.png]]" in (tmp_path / "source/p/a.md").read_text()
