"""Every folder of tests/cases/build: a project as an author may leave it, and what `deckgen build` says.

A case holds `source/` and, where files cannot stand in git as they are, `make.toml`: a list of `[[file]]`
with `path`, `text` (added to what is there) and `repeat`, or `link` (where a symbolic link leads), or
`folder = true`.
"""

import shutil
import tomllib
from pathlib import Path

import pytest

from tests.support import assert_expected, case_folders, deckgen


@pytest.mark.parametrize("case", case_folders("build"))
def test_build_says_what_is_wrong(case: Path, tmp_path: Path, update_cases: bool) -> None:
    project = tmp_path / "project"
    shutil.copytree(case, project, ignore=shutil.ignore_patterns("expected.txt", "make.toml"), symlinks=True)
    _make(case / "make.toml", project)
    ran = deckgen("build", cwd=project, SOURCE_DATE_EPOCH="1700000000")
    assert "Traceback" not in ran.stderr
    written = (
        sorted(path.name for path in (project / "decks").glob("*")) if (project / "decks").exists() else []
    )
    shown = (
        f"exit {ran.returncode}\n\n{ran.stderr}\n{ran.stdout}\nin decks/: {' '.join(written) or 'nothing'}\n"
    )
    assert_expected(case / "expected.txt", shown.replace(str(tmp_path), "…"), update=update_cases)


def _make(recipe: Path, project: Path) -> None:
    files = tomllib.loads(recipe.read_text(encoding="utf-8"))["file"] if recipe.exists() else []
    for file in files:
        path = project / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if "link" in file:
            path.symlink_to(file["link"])
        elif file.get("folder"):
            path.mkdir()
        else:
            with path.open("a", encoding="utf-8") as stream:
                stream.write(file["text"] * file.get("repeat", 1))


def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "source/p").mkdir(parents=True)
    # A folder named like a file cannot be read by anyone, root included.
    (tmp_path / "source/p/a.md").symlink_to("nowhere.md")
    ran = deckgen("build", cwd=tmp_path)
    assert ran.returncode == 1
    assert "source/p/a.md:1: error: the file cannot be read: it is a link that leads nowhere" in ran.stderr
