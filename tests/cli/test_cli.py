"""The command line as a stranger meets it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from deckgen import __version__
from deckgen.cli.group import COMMANDS, main
from deckgen.project.installation import command_to_repair
from tests.support import ROOT, deckgen, write_project


def test_version() -> None:
    assert deckgen("--version", cwd=ROOT).stdout == f"deckgen, version {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    ran = deckgen(command, "--help", cwd=ROOT)
    assert ran.returncode == 0
    assert f"deckgen {command}" in ran.stdout.split("Example", 1)[1]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_command(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`deckgen {command}" in text, command


def test_both_readmes_tell_a_user_to_type_the_same() -> None:
    english, chinese = (
        re.findall(r"^```sh\n.*?^```$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese
    assert "uv tool install ." in english[0]


def test_every_option_has_a_help_text() -> None:
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.opts}"


def test_a_new_project_builds_at_once(tmp_path: Path) -> None:
    made = deckgen("new", "my decks", cwd=tmp_path)
    assert made.returncode == 0
    ran = deckgen("build", "--json", "--project", "my decks", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    (package,) = json.loads(ran.stdout)["packages"]
    assert (package["notes"], package["cards"]) == (7, 9)


def test_a_second_file_of_an_author_needs_no_warning(tmp_path: Path) -> None:
    deckgen("new", "p", cwd=tmp_path)
    deckgen("build", "--project", "p", cwd=tmp_path)
    (tmp_path / "p/source/more.md").write_text(
        "# More\n\n## What is new? {#new}\n\nThis.\n", encoding="utf-8"
    )
    ran = deckgen("check", "--project", "p", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("is_on_path", [True, False])
def test_new_ends_with_a_command_that_works_where_the_user_stands(tmp_path: Path, is_on_path: bool) -> None:
    script = tmp_path / "my tools/deckgen"
    script.parent.mkdir()
    start = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom deckgen.__main__ import main\nmain()\n"
    script.write_text(f"#!{sys.executable}\n{start}", encoding="utf-8")
    script.chmod(0o755)
    path = os.pathsep.join([*([str(script.parent)] if is_on_path else []), "/usr/bin", "/bin"])
    made = _run([str(script), "new", "it's 牌组"], tmp_path, PATH=path)
    [command] = re.findall("^Next: (.*)$", made, re.MULTILINE)
    assert command.startswith("deckgen ") == is_on_path
    assert "7 notes" in _run(["sh", "-c", command], tmp_path, PATH=path)
    assert (tmp_path / "it's 牌组/decks/first-deck.apkg").exists()


def _run(command: list[str], cwd: Path, **environment: str) -> str:
    ran = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_new_never_writes_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ran = deckgen("new", ".", cwd=tmp_path)
    assert ran.returncode == 2
    assert "is not an empty folder" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_is_no_project_says_how_to_begin(tmp_path: Path) -> None:
    for command in ("build", "check"):
        ran = deckgen(command, cwd=tmp_path)
        assert ran.returncode == 2
        assert "has no folder `source`" in ran.stderr
        assert "deckgen new DIR" in ran.stderr


def test_check_writes_nothing_and_says_that_all_is_well(tmp_path: Path) -> None:
    deckgen("new", "p", cwd=tmp_path)
    ran = deckgen("check", cwd=tmp_path / "p")
    assert (ran.returncode, ran.stdout) == (0, "No problems in 1 file: 7 notes.\n")
    assert not (tmp_path / "p/decks").exists()


def test_inspect_lists_a_package(tmp_path: Path) -> None:
    deckgen("new", "p", cwd=tmp_path)
    deckgen("build", cwd=tmp_path / "p")
    ran = deckgen("inspect", "p/decks/first-deck.apkg", cwd=tmp_path)
    assert ran.returncode == 0
    assert "My first deck" in ran.stdout
    described = json.loads(deckgen("inspect", "--json", "p/decks/first-deck.apkg", cwd=tmp_path).stdout)
    assert described["notes"] == 7


def test_inspect_refuses_what_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "x.apkg").write_bytes(b"not a zip")
    ran = deckgen("inspect", "x.apkg", cwd=tmp_path)
    assert ran.returncode == 2
    assert "not a readable Anki package" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_bad_source_date_epoch_is_wrong_usage(tmp_path: Path) -> None:
    deckgen("new", "p", cwd=tmp_path)
    ran = deckgen("build", cwd=tmp_path / "p", SOURCE_DATE_EPOCH="yesterday")
    assert ran.returncode == 2
    assert "SOURCE_DATE_EPOCH" in ran.stderr


def test_a_missing_library_comes_with_the_command_that_adds_it(tmp_path: Path) -> None:
    source = "---\nneeds: [no_such_library]\n---\n\n## Q {#q}\n\n```pycon\n>>> import no_such_library\n```\n"
    write_project(tmp_path, {"p.md": source})
    ran = deckgen("test", cwd=tmp_path)
    assert ran.returncode == 1
    last = ran.stdout.splitlines()[-1]
    assert last.startswith("To install a library where the examples run: ")
    assert last.endswith(" NAME")


def test_a_library_of_deckgen_that_is_missing_comes_with_the_command_that_repairs(tmp_path: Path) -> None:
    (tmp_path / "yaml.py").write_text("raise ModuleNotFoundError(name='yaml')", encoding="utf-8")
    write_project(tmp_path, {"p.md": "## Q {#q}\n\nA\n"})
    ran = deckgen("build", cwd=tmp_path, PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert ran.returncode == 2
    assert ran.stderr == f"deckgen: the library yaml is missing; run `{command_to_repair()}`\n"


def test_build_py_says_how_to_get_the_libraries(tmp_path: Path) -> None:
    (tmp_path / "deckgen").symlink_to(ROOT / "deckgen")
    copy = tmp_path / "build.py"
    copy.write_bytes((ROOT / "build.py").read_bytes())
    command = [sys.executable, "-S", str(copy)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "is missing; run the first of the two commands in README.md" in ran.stderr
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.touch()
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"is missing; run it with {python}" in ran.stderr


def test_build_py_builds_the_project_it_lies_in(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), "--dry-run"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "llm-interview" in ran.stdout
