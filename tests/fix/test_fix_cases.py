"""Every folder of tests/cases/fix: a source, and what `deckgen fix --style` makes of it."""

from pathlib import Path

import pytest

from deckgen.fix.rewriters import MENDED
from deckgen.project.fix import fix_project
from deckgen.project.folder import Project
from deckgen.values.codes import Code
from tests.support import CASES, assert_expected, case_folders


def test_every_code_that_is_mended_has_its_case() -> None:
    assert {path.name for path in (CASES / "fix").iterdir()} == MENDED


@pytest.mark.parametrize("case", case_folders("fix"))
def test_a_source_is_mended_once_and_for_all(case: Path, tmp_path: Path, update_cases: bool) -> None:
    source = tmp_path / "source/case.md"
    source.parent.mkdir()
    source.write_bytes((case / "input.md").read_bytes())
    fixed = fix_project(Project(tmp_path), (), style=True)
    assert_expected(case / "expected.md", source.read_text("utf-8"), update=update_cases)
    [file] = fixed.files
    if case.name in set(Code) - {Code.KEY_MISSING}:
        assert case.name in [problem.code for problem in file.problems]
    assert fix_project(Project(tmp_path), (), style=True).files == ()
