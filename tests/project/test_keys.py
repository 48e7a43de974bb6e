"""`deckgen keys` in a whole project: identity, files that cannot be written, and what is said."""

import json
from pathlib import Path

import pytest

from deckgen.project.folder import Project, ProjectError
from deckgen.project.keys import replace_source
from deckgen.values.source import SourceFile
from tests.support import deckgen, on_terminal, write_project

DECK = "## C++\n\na\n\n## C#\n\nb\n\n## Sum\n\n`1 + 1`\n\n---\n\n2\n"


def test_every_note_is_unchanged_and_keeps_its_guid(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/1.md": DECK, "p/2.md": "# Other\n\n## C++\n\na\n"})
    deckgen("build", cwd=tmp_path)
    ledger = (tmp_path / "source/ledger.json").read_text()
    package = (tmp_path / "decks/p.apkg").read_bytes()
    assert deckgen("keys", cwd=tmp_path).returncode == 0
    [built] = json.loads(deckgen("build", "--json", cwd=tmp_path).stdout)["packages"]
    assert (built["unchanged"], built["notes"], built["written"]) == (4, 4, False)
    assert (tmp_path / "source/ledger.json").read_text() == ledger.replace(', "made": true', "")
    assert (tmp_path / "decks/p.apkg").read_bytes() == package


def test_twice_is_the_same_as_once_and_says_so(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": DECK})
    ran = deckgen("keys", cwd=tmp_path)
    assert ran.stdout.endswith("3 keys written in 1 file\n")
    once = (tmp_path / "source/p.md").read_bytes()
    ran = deckgen("keys", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "Every question has its key.\n")
    assert (tmp_path / "source/p.md").read_bytes() == once


def test_dry_run_shows_each_key_with_its_place_and_writes_nothing(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\na\n\n## Two {.tag}\n\nb\n"})
    before = (tmp_path / "source/p.md").read_bytes()
    ran = deckgen("keys", "--dry-run", cwd=tmp_path)
    assert ran.stdout == "source/p.md:1: #one  One\nsource/p.md:5: #two  Two\n2 keys missing in 1 file\n"
    assert (tmp_path / "source/p.md").read_bytes() == before


def test_json_has_each_key_with_its_place(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\na\n"})
    printed = json.loads(deckgen("keys", "--json", cwd=tmp_path).stdout)
    assert printed == {
        "keys": [{"path": "source/p.md", "line": 1, "key": "one", "question": "One"}],
        "problems": [],
    }


def test_a_source_with_an_error_is_left_alone_and_the_others_are_done(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/bad.md": "## One\n\n```\n", "p/good.md": "## Two\n\nb\n"})
    ran = deckgen("keys", cwd=tmp_path)
    assert ran.returncode == 1
    assert "source/p/bad.md:3: error: the fence is not closed" in ran.stderr
    assert (tmp_path / "source/p/bad.md").read_text() == "## One\n\n```\n"
    assert (tmp_path / "source/p/good.md").read_text() == "## Two {#two}\n\nb\n"


@pytest.mark.parametrize(
    ("heading", "mended"),
    [
        ("## One {#first .t", "## One {#first .t}"),
        ("## One\n{: #first .t}", "## One {#first .t}"),
        ("## One ## {#first .t,", None),
        ("## One #first", None),
    ],
)
def test_a_heading_whose_own_key_is_not_read_gets_no_other(
    tmp_path: Path, heading: str, mended: str | None
) -> None:
    write_project(tmp_path, {"p.md": f"{heading}\n\na\n\n## Two\n\nb\n"})
    ran = deckgen("keys", cwd=tmp_path)
    assert "source/p.md:1: " in ran.stderr
    keyed = (tmp_path / "source/p.md").read_text()
    assert keyed == f"{heading}\n\na\n\n## Two {{#two}}\n\nb\n"
    deckgen("fix", cwd=tmp_path)
    assert (tmp_path / "source/p.md").read_text() == keyed.replace(heading, mended or heading)


def test_only_the_named_package_is_touched(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\na\n", "q.md": "## One\n\na\n"})
    deckgen("keys", "q", cwd=tmp_path)
    assert (tmp_path / "source/p.md").read_text() == "## One\n\na\n"
    assert (tmp_path / "source/q.md").read_text() == "## One {#one}\n\na\n"


def test_a_link_stays_a_link_and_a_file_keeps_its_mode(tmp_path: Path) -> None:
    write_project(tmp_path, {"_shared/one.md": "## One\n\na\n"})
    (tmp_path / "source/_shared/one.md").chmod(0o640)
    (tmp_path / "source/p.md").symlink_to("_shared/one.md")
    assert deckgen("keys", cwd=tmp_path).returncode == 0
    assert (tmp_path / "source/p.md").is_symlink()
    assert (tmp_path / "source/_shared/one.md").read_text() == "## One {#one}\n\na\n"
    assert (tmp_path / "source/_shared/one.md").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in (tmp_path / "source/_shared").iterdir()] == ["one.md"]


def test_a_file_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\nan author's edit\n"})
    read = SourceFile("p", "source/p.md", b"## One\n\na\n")
    with pytest.raises(ProjectError, match="was saved while `deckgen keys` ran; run it again"):
        replace_source(Project(tmp_path), read, b"## One {#one}\n\na\n", "deckgen keys")
    assert (tmp_path / "source/p.md").read_text() == "## One\n\nan author's edit\n"


def test_a_reworded_question_gets_the_key_it_had(tmp_path: Path) -> None:
    answer = "An answer that is long enough to tell its question.\n"
    write_project(tmp_path, {"p.md": f"## 训练循环由哪些步骤组成？\n\n{answer}"})
    deckgen("build", cwd=tmp_path)
    write_project(tmp_path, {"p.md": f"## 训练循环通常由哪些步骤组成？\n\n{answer}"})
    assert deckgen("keys", cwd=tmp_path).returncode == 0
    text = (tmp_path / "source/p.md").read_text(encoding="utf-8")
    assert text.startswith("## 训练循环通常由哪些步骤组成？ {#训练循环由哪些步骤组成}")
    ran = deckgen("build", cwd=tmp_path)
    assert "1 changed" in ran.stdout
    assert "removed" not in ran.stdout


def test_an_uncertain_question_gets_no_key(tmp_path: Path) -> None:
    stem = "Why does the broadcast of two arrays with different shapes fail when neither size is one"
    write_project(tmp_path, {"p.md": f"## {stem} (A)?\n\nx\n\n## {stem} (B)?\n\ny\n"})
    deckgen("build", cwd=tmp_path)
    source = f"## {stem} (C)?\n\nz\n"
    write_project(tmp_path, {"p.md": source})
    ran = deckgen("keys", cwd=tmp_path)
    assert ran.returncode == 1
    assert "[uncertain-question]" in ran.stderr
    assert (tmp_path / "source/p.md").read_text(encoding="utf-8") == source


def test_keys_are_offered_once_and_only_on_a_terminal(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\na\n\n## Two\n\nb\n"})
    assert "without a key" not in deckgen("build", cwd=tmp_path).stdout
    (tmp_path / ".deckgen/manifest").unlink()
    offer = "2 questions without a key; `deckgen keys` writes them, and then you can reword the questions"
    assert offer in on_terminal("build", cwd=tmp_path, columns=100)
    (tmp_path / ".deckgen/manifest").unlink()
    assert "without a key" not in on_terminal("build", cwd=tmp_path, columns=100)
