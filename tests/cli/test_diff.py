import json
from pathlib import Path

import pytest

from tests.support import deckgen, on_terminal, write_project

_TENSOR = "# T\n\n## What is a tensor? {#tensor}\n\nAn array of numbers.\n"
_GRU = "\n## What was a GRU? {#gru}\n\nA gate.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that was built, and edited since: an answer, and a question less."""
    write_project(tmp_path, {"nets.md": _TENSOR + _GRU})
    built = deckgen("build", "--quiet", cwd=tmp_path, SOURCE_DATE_EPOCH="1790000000")
    assert built.returncode == 0, built.stderr
    (tmp_path / "decks/nets.apkg").rename(tmp_path / "nets.apkg")
    write_project(tmp_path, {"nets.md": _TENSOR.replace("An array", "A block")})
    return tmp_path


def test_an_old_package_is_compared_with_what_a_build_would_write(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    ran = deckgen("diff", "nets.apkg", cwd=project)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (
        "1 changed, 1 retired; no full sync\n"
        "\n"
        "Changed (1)\n"
        "  tensor  What is a tensor?\n"
        "    Answer: [-An array-]{+A block+} of numbers.\n"
        "\n"
        "Retired (1)\n"
        "  They are not in the new package and stay in Anki until the learner deletes them.\n"
        "  Find them with\n"
        '"note:deckgen basic" Key:gru\n'
        "  gru  What was a GRU?\n"
    )
    after = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    assert after == before


def test_many_removals_do_not_stop_a_diff_as_they_stop_a_build(tmp_path: Path) -> None:
    questions = "".join(f"\n## Question {number}? {{#q-{number}}}\n\nYes.\n" for number in range(9))
    write_project(tmp_path, {"nets.md": _TENSOR + questions})
    deckgen("build", cwd=tmp_path)
    write_project(tmp_path, {"nets.md": _TENSOR})
    assert deckgen("build", cwd=tmp_path).returncode == 1
    ran = deckgen("diff", "decks/nets.apkg", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("9 retired, 1 unchanged; no full sync\n")


def test_what_was_built_last_does_not_differ(project: Path) -> None:
    deckgen("build", cwd=project)
    assert deckgen("diff", "decks/nets.apkg", cwd=project).stdout == "Nothing changes.\n"


def test_two_packages_are_compared_without_any_project(project: Path, tmp_path: Path) -> None:
    deckgen("build", cwd=project)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    ran = deckgen("diff", "../nets.apkg", "../decks/nets.apkg", "--json", cwd=elsewhere)
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["counts"]["retired"] == 1


def test_a_page_is_written_besides(project: Path) -> None:
    ran = deckgen("diff", "nets.apkg", "--html", "changes.html", cwd=project)
    assert ran.stdout.startswith("1 changed, 1 retired")
    page = (project / "changes.html").read_text(encoding="utf-8")
    assert "<del>An array</del><ins>A block</ins> of numbers." in page
    assert "nets.apkg → the next build" in page


def test_a_package_of_another_name_is_compared_where_there_is_only_one(project: Path) -> None:
    (project / "nets.apkg").rename(project / "downloaded.apkg")
    assert deckgen("diff", "downloaded.apkg", cwd=project).stdout.startswith("1 changed")


def test_several_packages_are_named_where_none_has_the_name(project: Path) -> None:
    write_project(project, {"sql.md": _TENSOR})
    (project / "my decks").mkdir()
    (project / "nets.apkg").rename(project / "my decks/downloaded.apkg")
    ran = deckgen("diff", "my decks/downloaded.apkg", cwd=project)
    assert ran.returncode == 2
    assert ran.stderr == (
        "deckgen: no package is called `downloaded`; there are nets, sql: build one of them, and run "
        "`deckgen diff 'my decks/downloaded.apkg' decks/nets.apkg`\n"
    )


def test_only_the_package_of_this_name_must_be_sound(project: Path) -> None:
    write_project(project, {"broken.md": "## ?\n"})
    assert deckgen("diff", "nets.apkg", cwd=project).returncode == 0


def test_problems_in_the_sources_are_printed_and_end_it(project: Path) -> None:
    write_project(project, {"nets.md": "# T\n\n## A question without an answer\n"})
    ran = deckgen("diff", "nets.apkg", cwd=project)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "source/nets.md:3: error:" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("junk.apkg",), "this is not a readable Anki package"),
        (("nets.apkg", "junk.apkg"), "this is not a readable Anki package"),
        (("missing.apkg",), "does not exist"),
        (("nets.apkg", "--html", "missing/x.html"), "cannot be written"),
        (("nets.apkg", "--project", "/"), "no project here"),
    ],
)
def test_what_cannot_be_read_or_written_ends_it(project: Path, arguments: tuple[str, ...], said: str) -> None:
    (project / "junk.apkg").write_text("junk")
    ran = deckgen("diff", *arguments, cwd=project)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {"NO_COLOR": ""}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": "", "TERM": "dumb"}, False),
        (("--color=never",), {"NO_COLOR": ""}, False),
        (("--color=always",), {"NO_COLOR": "1"}, True),
        (("--color=auto",), {"NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    project: Path, arguments: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    shown = on_terminal("diff", "nets.apkg", *arguments, cwd=project, **environment)
    assert ("{+A block+}\x1b[0m" in shown) is coloured
    assert ("\x1b" in shown) is coloured


def test_colours_are_for_a_pipe_only_if_they_are_asked_for(project: Path) -> None:
    assert "\x1b" not in deckgen("diff", "nets.apkg", cwd=project, NO_COLOR="").stdout
    for arguments in (("--color=always", "diff"), ("diff", "--color=always")):
        assert "{+A block+}\x1b[0m" in deckgen(*arguments, "nets.apkg", cwd=project).stdout


def test_what_is_retired_stands_out(project: Path) -> None:
    shown = on_terminal("diff", "nets.apkg", cwd=project, NO_COLOR="")
    assert shown.startswith("\x1b[1m1 changed, \x1b[0m\x1b[38;5;167m\x1b[1m1 retired\x1b[0m")
    assert "\x1b[38;5;167m\x1b[1mRetired (1)\x1b[0m" in shown
