"""`deckgen fix` in a whole project: files, identity, bad input, and what is said."""

import json
import subprocess
from pathlib import Path

import pytest

from deckgen.project import fix
from deckgen.project.fix import fix_project
from deckgen.project.folder import Project, ProjectError
from tests.support import deckgen, write_project

WRONG = "##One {#one}\n\na\n"
RIGHT = "## One {#one}\n\na\n"


def text_of(root: Path, name: str = "p.md") -> str:
    return (root / "source" / name).read_bytes().decode()


def test_it_says_what_it_mended_and_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "##One\n\n[a](b c)\n"})
    ran = deckgen("fix", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout == (
        "source/p.md:1: mended heading-without-space\n"
        "source/p.md:3: mended link-not-understood\n"
        "source/p.md:1: wrote #one\n"
        "Mended 2 problems and wrote 1 key in 1 file.\n"
    )
    assert "[link-dead]" in ran.stderr
    once = text_of(tmp_path)
    assert once == "## One {#one}\n\n[a](<b c>)\n"
    assert deckgen("fix", cwd=tmp_path).stdout == "Nothing to mend.\n"
    assert text_of(tmp_path) == once


def test_an_error_that_is_left_is_listed_and_fails(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "##One {#one}\n\n```\n"})
    ran = deckgen("fix", cwd=tmp_path)
    assert (ran.returncode, text_of(tmp_path)) == (1, "## One {#one}\n\n```\n")
    assert "source/p.md:3: error: the fence is not closed" in ran.stderr


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_a_look_writes_nothing_and_fails_if_something_would_change(tmp_path: Path, option: str) -> None:
    write_project(tmp_path, {"p.md": WRONG})
    assert deckgen("fix", option, cwd=tmp_path).returncode == 1
    assert text_of(tmp_path) == WRONG
    write_project(tmp_path, {"p.md": RIGHT})
    assert deckgen("fix", option, cwd=tmp_path).returncode == 0


def test_the_diff_is_one_that_git_applies(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": WRONG.rstrip("\n"), "q/1.md": "##Two {#two}\n\n[b](c d)\n"})
    diff = deckgen("fix", "--diff", cwd=tmp_path).stdout
    subprocess.run(["git", "apply", "-"], input=diff, cwd=tmp_path, text=True, check=True)
    assert text_of(tmp_path) == RIGHT.rstrip("\n")
    assert text_of(tmp_path, "q/1.md") == "## Two {#two}\n\n[b](<c d>)\n"


def test_json_has_each_change_and_what_is_left(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "##One\n\n[a](b c)\n"})
    printed = json.loads(deckgen("fix", "--json", cwd=tmp_path).stdout)
    [file] = printed["files"]
    assert (file["path"], file["keys"]) == ("source/p.md", [{"line": 1, "key": "one"}])
    assert [one["code"] for one in file["mended"]] == ["heading-without-space", "link-not-understood"]
    assert {one["code"] for one in printed["problems"]} == {"link-dead"}


def test_check_says_how_many_problems_can_be_mended(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "##One\n\n[a](b c)\n\n<b>\n"})
    ran = deckgen("check", cwd=tmp_path)
    assert ran.stdout.endswith("2 of 3 can be mended by `deckgen fix`.\n"), ran.stdout + ran.stderr
    assert json.loads(deckgen("check", "--json", cwd=tmp_path).stdout)["mendable"] == 2
    write_project(tmp_path, {"p.md": "## 一GPU {#one}\n\na\n"})
    ran = deckgen("check", "--style", cwd=tmp_path)
    assert ran.stdout.endswith("1 of 1 can be mended by `deckgen fix --style`.\n")
    assert "can be mended" not in deckgen("check", cwd=tmp_path).stdout


def test_only_the_named_files_and_packages_are_touched(tmp_path: Path) -> None:
    write_project(tmp_path, {name: WRONG.replace("one", name[0]) for name in ("a/1.md", "a/2.md", "b.md")})
    assert deckgen("fix", "source/a/2.md", cwd=tmp_path).returncode == 0
    assert [text_of(tmp_path, name)[:3] for name in ("a/1.md", "a/2.md", "b.md")] == ["##O", "## ", "##O"]
    assert deckgen("fix", "b", cwd=tmp_path).returncode == 0
    assert [text_of(tmp_path, name)[:3] for name in ("a/1.md", "b.md")] == ["##O", "## "]


def test_a_file_that_is_not_a_source_is_refused(tmp_path: Path) -> None:
    write_project(tmp_path / "project", {"p.md": WRONG})
    (tmp_path / "other.md").write_text(WRONG)
    ran = deckgen("fix", "../other.md", cwd=tmp_path / "project")
    assert ran.returncode == 2
    assert "../other.md is not a source of this project; move it to `source/`" in ran.stderr
    assert (tmp_path / "other.md").read_text() == WRONG
    ran = deckgen("fix", "pp", cwd=tmp_path / "project")
    assert (ran.returncode, "did you mean `p`?" in ran.stderr) == (2, True)


def test_of_files_that_cannot_be_mended_nothing_changes_and_each_is_named(tmp_path: Path) -> None:
    write_project(tmp_path, {"p/merge.md": f"{WRONG}\n<<<<<<< HEAD\n", "p/right.md": "##Two {#two}\n\nb\n"})
    (tmp_path / "source/p/latin.md").write_bytes(b"##Three\n\n\xe9\n")
    (tmp_path / "source/p/wide.md").write_bytes("##Four\n\nx\n".encode("utf-16"))
    ran = deckgen("fix", cwd=tmp_path)
    assert ran.returncode == 1
    assert "source/p/merge.md:5: error: this line is a mark of a merge" in ran.stderr
    assert "source/p/latin.md:3: error: byte 0xe9 is not UTF-8" in ran.stderr
    assert "source/p/wide.md:1: error: the file is probably UTF-16;" in ran.stderr
    assert text_of(tmp_path, "p/merge.md").startswith("##One")
    assert (tmp_path / "source/p/latin.md").read_bytes() == b"##Three\n\n\xe9\n"
    assert text_of(tmp_path, "p/right.md") == "## Two {#two}\n\nb\n"


def test_if_one_file_is_read_only_none_is_written(tmp_path: Path) -> None:
    write_project(tmp_path, {"a.md": WRONG, "b.md": WRONG.replace("one", "two")})
    (tmp_path / "source/b.md").chmod(0o444)
    ran = deckgen("fix", cwd=tmp_path)
    assert ran.returncode == 2
    assert "source/b.md is read-only; make it writable; nothing was changed" in ran.stderr
    assert (text_of(tmp_path, "a.md")[:3], text_of(tmp_path, "b.md")[:3]) == ("##O", "##O")


def test_a_file_saved_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(tmp_path, {"p.md": WRONG})
    mend = fix.mend

    def mend_while_somebody_saves(*arguments: object) -> object:
        write_project(tmp_path, {"p.md": "an author's edit\n"})
        return mend(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(fix, "mend", mend_while_somebody_saves)
    with pytest.raises(ProjectError, match=r"p\.md was saved while `deckgen fix` ran; run it again"):
        fix_project(Project(tmp_path), ())
    assert text_of(tmp_path) == "an author's edit\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    write_project(tmp_path, {"_shared/one.md": WRONG})
    (tmp_path / "source/p.md").symlink_to("_shared/one.md")
    assert deckgen("fix", cwd=tmp_path).returncode == 0
    assert (tmp_path / "source/p.md").is_symlink()
    assert text_of(tmp_path, "_shared/one.md") == RIGHT


def test_a_question_without_a_key_keeps_its_note(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## 什么是张量\n\n多维数组\n\n## 二\n\nb\n"})
    deckgen("build", cwd=tmp_path)
    write_project(tmp_path, {"p.md": "## 什么是张量\n\n多维数组,它\n\n## 二\n\nb [x](y z)\n\n##Three\n\nc\n"})
    assert deckgen("fix", "--style", cwd=tmp_path).returncode == 0
    assert "{#什么是张量}" in text_of(tmp_path)
    assert "## 二 {#二}" in text_of(tmp_path)
    [built] = json.loads(deckgen("build", "--json", cwd=tmp_path).stdout)["packages"]
    assert (built["new"], built["removed"]) == (1, 0)


def test_with_a_damaged_ledger_nothing_is_changed(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": WRONG, "ledger.json": "<<<<<<< HEAD\n"})
    ran = deckgen("fix", cwd=tmp_path)
    assert (ran.returncode, text_of(tmp_path)) == (1, WRONG)
    assert "[ledger-damaged]" in ran.stderr


def test_an_empty_project_has_nothing_to_mend(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    ran = deckgen("fix", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "Nothing to mend.\n")
    assert "[no-sources]" in ran.stderr


def test_a_heading_that_changes_keeps_its_key_also_in_a_package_with_an_error(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## 什么是GPU\n\n处理器\n\n## Two\n\nb\n"})
    deckgen("build", cwd=tmp_path)
    write_project(tmp_path, {"p.md": "## 什么是GPU\n\n处理器\n\n## Two\n\n```\n"})
    assert deckgen("fix", "--style", cwd=tmp_path).returncode == 1
    write_project(tmp_path, {"p.md": text_of(tmp_path).replace("```", "b")})
    assert text_of(tmp_path).startswith("## 什么是GPU {#什么是gpu}")
    assert deckgen("fix", "--style", cwd=tmp_path).returncode == 0
    assert text_of(tmp_path) == "## 什么是 GPU {#什么是gpu}\n\n处理器\n\n## Two {#two}\n\nb\n"
    [built] = json.loads(deckgen("build", "--json", cwd=tmp_path).stdout)["packages"]
    assert (built["new"], built["removed"], built["changed"]) == (0, 0, 1)


def test_a_key_is_made_from_the_heading_after_it_is_mended(tmp_path: Path) -> None:
    text = "## One two? :contentReference[oaicite:2]{index=2}\n\na [oaicite:1] b\n"
    write_project(tmp_path, {"p.md": text})
    fix_project(Project(tmp_path), ())
    assert text_of(tmp_path) == "## One two? {#one-two}\n\na b\n"


def test_a_built_question_keeps_its_key_when_its_heading_is_mended(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One two? :contentReference[oaicite:2]{index=2}\n\na\n"})
    deckgen("build", cwd=tmp_path)
    fix_project(Project(tmp_path), ())
    assert text_of(tmp_path) == "## One two? {#one-two-contentreference-oaicite-2-index}\n\na\n"


def test_the_diff_parts_lines_at_their_ends_only(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One {#one}\n\n- a\v- b\n"})
    diff = deckgen("fix", "--diff", cwd=tmp_path).stdout
    assert diff.endswith("\n-- a\\u000b- b\n+- a\n+- b\n"), diff
