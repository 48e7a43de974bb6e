"""Every folder of tests/cases/build: a project as an author may leave it, and what `deckgen build` says.

A case holds `source/` and, where files cannot stand in git as they are, `make.toml` with a list of `[[file]]`
(`tests/support/recipes.py`).
"""

import shutil
from pathlib import Path

import pytest

from tests.support import assert_expected, case_folders, deckgen
from tests.support.recipes import make_files


@pytest.mark.parametrize("case", case_folders("build"))
def test_build_says_what_is_wrong(case: Path, tmp_path: Path, update_cases: bool) -> None:
    project = tmp_path / "project"
    shutil.copytree(case, project, ignore=shutil.ignore_patterns("expected.txt", "make.toml"), symlinks=True)
    make_files(project, case / "make.toml", "file")
    ran = deckgen("build", cwd=project, SOURCE_DATE_EPOCH="1700000000")
    assert "Traceback" not in ran.stderr
    written = (
        sorted(path.name for path in (project / "decks").glob("*")) if (project / "decks").exists() else []
    )
    shown = (
        f"exit {ran.returncode}\n\n{ran.stderr}\n{ran.stdout}\nin decks/: {' '.join(written) or 'nothing'}\n"
    )
    assert_expected(case / "expected.txt", shown.replace(str(tmp_path), "…"), update=update_cases)


def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "source/p").mkdir(parents=True)
    # A folder named like a file cannot be read by anyone, root included.
    (tmp_path / "source/p/a.md").symlink_to("nowhere.md")
    ran = deckgen("build", cwd=tmp_path)
    assert ran.returncode == 1
    assert "source/p/a.md:1: error: the file cannot be read: it is a link that leads nowhere" in ran.stderr
