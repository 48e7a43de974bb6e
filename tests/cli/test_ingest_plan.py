"""The plan of `deckgen ingest`: shown, changed, obeyed, remembered, and labelled by a program."""

import json
import re
import sys
from pathlib import Path

import pytest

from deckgen.project.folder import ProjectError
from deckgen.project.ingest import Wishes, ingest_pages
from deckgen.project.label_program import run_program
from tests.support import deckgen

PAGE = """# Interview questions

## What is a stack?

Last in, first out.

### Its speed

It has one end.

## What is a heap?

A tree.
"""
ARTICLE = "# The history of the net\n\n## Early days\n\nIt began.\n\n## Later\n\nIt grew.\n"
LABEL = "import sys; sys.stdout.write(sys.stdin.read().replace('[a] 7', '[q] 7'))"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def _program(folder: Path, code: str) -> str:
    path = folder / "label.py"
    path.write_text(code, encoding="utf-8")
    return f"{sys.executable} {path}"


def test_a_plan_is_printed_and_nothing_is_written(folder: Path) -> None:
    ran = deckgen("ingest", "page.md", "--plan", cwd=folder)
    assert ran.returncode == 0
    assert "[q] 3 | ## What is a stack?\n" in ran.stdout
    assert "deckgen ingest page.md --plan-file page.plan -o source/page.md" in ran.stdout
    assert "page.md: 2 questions, 1 row left out" in ran.stderr
    assert not list((folder / "source").iterdir())


def test_a_changed_plan_is_obeyed_and_remembered(folder: Path) -> None:
    assert deckgen("ingest", "page.md", "--plan", "-o", "page.plan", cwd=folder).returncode == 0
    plan = (folder / "page.plan").read_text(encoding="utf-8")
    (folder / "page.plan").write_text(plan.replace("[a] 7", "[q] 7"), encoding="utf-8")
    ran = deckgen("ingest", "page.md", "--plan-file", "page.plan", "-o", "source/x.md", cwd=folder)
    assert ran.returncode == 0
    assert "3 questions" in ran.stderr
    (folder / "page.md").write_text(PAGE + "\n## What is a queue?\n\nFirst in.\n", encoding="utf-8")
    again = deckgen("ingest", "page.md", "-o", "source/x.md", "--merge", cwd=folder)
    assert "4 questions" in again.stderr
    assert "labelled by source/x.plan, except 2 rows that it marks `new`" in again.stderr
    assert "## Its speed" in (folder / "source/x.md").read_text(encoding="utf-8")
    assert deckgen("build", cwd=folder).returncode == 0


def test_an_edited_plan_is_not_overwritten(folder: Path) -> None:
    (folder / "page.plan").write_text("[q] 1 | mine\n", encoding="utf-8")
    ran = deckgen("ingest", "page.md", "--plan", "-o", "page.plan", cwd=folder)
    assert ran.returncode == 1
    assert "page.plan exists and is not overwritten; --force overwrites it" in ran.stderr
    assert (folder / "page.plan").read_text(encoding="utf-8") == "[q] 1 | mine\n"
    assert deckgen("ingest", "page.md", "--plan", "-o", "page.plan", "--force", cwd=folder).returncode == 0


@pytest.mark.parametrize("output", ["source/x.md", "source/x.plan"])
def test_a_plan_that_is_kept_beside_the_source_is_shown_and_updated(folder: Path, output: str) -> None:
    deckgen("ingest", "page.md", "--label-with", _program(folder, LABEL), "-o", "source/x.md", cwd=folder)
    source = (folder / "source/x.md").read_bytes()
    assert deckgen("ingest", "page.md", "--plan", "-o", output, cwd=folder).returncode == 0
    assert "[q] 7 | ### Its speed" in (folder / "source/x.plan").read_text(encoding="utf-8")
    (folder / "page.md").write_text(PAGE + "\n## What is a queue?\n\nFirst in.\n", encoding="utf-8")
    refused = deckgen("ingest", "page.md", "--plan", "-o", output, cwd=folder)
    assert "--force overwrites it and keeps the labels" in refused.stderr
    forced = deckgen("ingest", "page.md", "--plan", "-o", output, "--force", cwd=folder)
    assert "labelled by source/x.plan, except 2 rows that it marks `new`; written" in forced.stderr
    plan = (folder / "source/x.plan").read_text(encoding="utf-8")
    assert "[q] 7 | ### Its speed" in plan
    assert "(new) | ## What is a queue?" in plan
    assert (folder / "source/x.md").read_bytes() == source


def test_a_page_that_does_not_look_like_questions_is_shown_and_can_be_taken_anyway(folder: Path) -> None:
    refused = deckgen("ingest", "article.md", "-o", "source/x.md", cwd=folder)
    assert refused.returncode == 1
    assert "--plan" in refused.stderr
    assert "Early days" in refused.stderr
    assert not list((folder / "source").iterdir())
    planned = deckgen("ingest", "article.md", "--plan", cwd=folder)
    assert planned.returncode == 0
    assert "does not look like a page of questions" in planned.stderr
    taken = deckgen("ingest", "article.md", "--anyway", "-o", "source/x.md", cwd=folder)
    assert taken.returncode == 0
    assert "## Early days" in (folder / "source/x.md").read_text(encoding="utf-8")


def test_anyway_changes_nothing_on_a_page_of_questions(folder: Path) -> None:
    plain, anyway = (deckgen("ingest", "page.md", *more, cwd=folder) for more in ([], ["--anyway"]))
    assert (plain.stdout, plain.stderr) == (anyway.stdout, anyway.stderr)


def test_a_plan_that_does_not_fit_is_reported_by_line_and_nothing_is_written(folder: Path) -> None:
    ran = deckgen("ingest", "page.md", "--plan", cwd=folder)
    broken = ran.stdout.replace("[q] 3", "[?] 3").replace("It has", "It had")
    (folder / "page.plan").write_text(broken, encoding="utf-8")
    ran = deckgen("ingest", "page.md", "--plan-file", "page.plan", "-o", "source/x.md", cwd=folder)
    assert ran.returncode == 1
    first, second = ran.stderr.splitlines()
    assert re.fullmatch(r"page.plan:\d+: error: .* \[plan-label\]", first)
    assert re.fullmatch(r"page.plan:\d+: error: .* \[plan-row\]", second)
    assert not list((folder / "source").iterdir())


def test_a_plan_that_is_not_utf_8_or_not_there_is_reported(folder: Path) -> None:
    (folder / "page.plan").write_bytes("[q] 3 | ## What".encode("utf-16"))
    ran = deckgen("ingest", "page.md", "--plan-file", "page.plan", cwd=folder)
    assert "page.plan:1: error: this is not UTF-8; save the plan as UTF-8 [plan-row]" in ran.stderr
    ran = deckgen("ingest", "page.md", "--plan-file", "no.plan", cwd=folder)
    assert ran.returncode == 2
    assert "no.plan does not exist; make it with `--plan -o`" in ran.stderr


def test_a_plan_file_is_for_one_page(folder: Path) -> None:
    with pytest.raises(ProjectError, match="a plan file is for one page, and these are 2"):
        ingest_pages(
            [str(folder / "page.md"), str(folder / "article.md")],
            f"{folder}/source/p/",
            Wishes(plan_file=folder / "page.plan"),
        )


def test_the_plans_of_a_folder_are_written_into_a_folder(folder: Path) -> None:
    ran = deckgen("ingest", ".", "--plan", "-o", "plans/", cwd=folder)
    assert ran.returncode == 0
    assert sorted(path.name for path in (folder / "plans").iterdir()) == ["article.plan", "page.plan"]


def test_json_has_the_rows(folder: Path) -> None:
    (page,) = json.loads(deckgen("ingest", "page.md", "--plan", "--json", cwd=folder).stdout)["pages"]
    assert page["plan"]["rows"][1] == {"label": "q", "line": 3, "remark": "", "text": "## What is a stack?"}


def test_a_program_labels_the_rows(folder: Path) -> None:
    command = _program(folder, LABEL)
    ran = deckgen("ingest", "page.md", "--label-with", command, "-o", "source/x.md", cwd=folder)
    assert ran.returncode == 0
    assert "3 questions" in ran.stderr
    assert "[q] 7" in (folder / "source/x.plan").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; sys.exit('no model')", "fails with exit code 1: no model"),
        ("print('I have labelled it.')", "1: error: this is not a row of a plan"),
        (
            "import sys; sys.stdout.write(sys.stdin.read().replace('It has', 'It had'))",
            "this row was changed",
        ),
        ("print('x' * 9_000_000)", "prints more than"),
        ("import os; os.kill(os.getpid(), 9)", "fails with exit code -9"),
        ("", "1: error: this is not a plan of this page"),
    ],
)
def test_a_program_that_does_not_label_is_reported_and_nothing_is_written(
    folder: Path, code: str, said: str
) -> None:
    command = _program(folder, code)
    ran = deckgen("ingest", "page.md", "--label-with", command, "-o", "source/x.md", cwd=folder)
    assert ran.returncode in (1, 2)
    assert said in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr
    assert not list((folder / "source").iterdir())


@pytest.mark.parametrize("command", ["no-such-program", "'unclosed", " ", "/"])
def test_a_program_that_cannot_be_started_is_reported(folder: Path, command: str) -> None:
    ran = deckgen("ingest", "page.md", "--label-with", command, cwd=folder)
    assert ran.returncode == 2
    assert "cannot be started" in ran.stderr


def test_a_program_that_hangs_is_ended_with_what_it_started() -> None:
    with pytest.raises(ProjectError, match=r"takes more than 0\.5 seconds"):
        run_program("sh -c 'sleep 1000 & sleep 1000'", "[q] 1 | a\n", seconds=0.5)
