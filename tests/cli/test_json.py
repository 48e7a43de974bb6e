"""With `--json` stdout is one JSON object, whatever went wrong, and the exit code says what."""

import json
from pathlib import Path

import pytest

from deckgen.cli.group import main
from deckgen.project import build as building
from deckgen.project import keys as adding
from deckgen.project.examples import examine as examining
from deckgen.project.folder import Project
from deckgen.project.write import lock
from tests.support import deckgen, write_project

pytestmark = pytest.mark.thorough

DAMAGE = {
    "path": "source/ledger.json",
    "line": 2,
    "severity": "error",
    "code": "ledger-damaged",
    "message": "the ledger holds merge-conflict marks; keep the lines of both sides and delete the marks",
}
PRINTED = f"source/ledger.json:2: error: {DAMAGE['message']} [ledger-damaged]\n"


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A project that was built, and whose ledger then got a mark of a merge in its second line."""
    write_project(tmp_path, {"p.md": "## One? {#one}\n\n1\n"})
    assert deckgen("build", cwd=tmp_path).returncode == 0
    ledger = tmp_path / "source/ledger.json"
    ledger.write_text(ledger.read_text("utf-8").replace("{\n", "{\n<<<<<<< HEAD\n", 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words", [["build"], ["check"], ["keys"], ["fix"], ["diff", "decks/p.apkg"]], ids=" ".join
)
def test_a_damaged_ledger_is_a_problem(damaged: Path, words: list[str]) -> None:
    ran = deckgen(*words, "--json", cwd=damaged)
    assert ran.returncode == 1
    assert json.loads(ran.stdout)["problems"] == [DAMAGE]
    ran = deckgen(*words, cwd=damaged)
    assert ran.returncode == 1
    assert PRINTED in ran.stderr
    assert "ledger" not in ran.stdout


def test_a_damaged_ledger_is_an_annotation(damaged: Path) -> None:
    ran = deckgen("check", "--format", "github", cwd=damaged)
    assert ran.returncode == 1
    place = "file=source/ledger.json,line=2,title=ledger-damaged"
    assert ran.stdout.splitlines()[0] == f"::error {place}::{DAMAGE['message']}"


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--json"],
        ["check", "--json"],
        ["check", "--format", "json"],
        ["keys", "--json"],
        ["fix", "--json"],
        ["test", "--json"],
        ["diff", "--json", "x.apkg"],
        ["inspect", "x.apkg", "--json"],
        ["ingest", "--json", "nothing.html"],
    ],
    ids=" ".join,
)
def test_a_command_that_cannot_begin_says_why(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "x.apkg").write_bytes(b"not a package")
    ran = deckgen(*words, cwd=tmp_path)
    assert ran.returncode == 2
    error = json.loads(ran.stdout)["error"]
    assert ran.stderr == f"deckgen: {error}\n"


def test_wrong_usage_is_said_too(tmp_path: Path) -> None:
    ran = deckgen("inspect", "missing.apkg", "--json", cwd=tmp_path)
    assert ran.returncode == 2
    assert "'missing.apkg' does not exist" in json.loads(ran.stdout)["error"]
    assert "'missing.apkg' does not exist" in ran.stderr


def test_without_json_an_error_is_on_stderr_alone(tmp_path: Path) -> None:
    for words in (["build"], ["check"], ["check", "--format", "github"]):
        ran = deckgen(*words, cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (2, "")


@pytest.mark.parametrize("words", [["build"], ["keys"], ["test", "--update"]], ids=" ".join)
def test_another_build_is_said(
    tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_project(tmp_path, {"p.md": "## One? {#one}\n\n1\n"})
    for module in (building, adding, examining):
        monkeypatch.setattr(module, "WAIT_FOR_OTHERS", 0.1)
    with lock(Project(tmp_path), 0.1), pytest.raises(SystemExit) as left:
        main([*words, "--json", "--project", str(tmp_path)])
    assert left.value.code == 3
    printed = capsys.readouterr()
    assert "another build is running here" in json.loads(printed.out)["error"]
    assert "another build is running here" in printed.err
