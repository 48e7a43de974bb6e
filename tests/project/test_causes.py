"""A file without a question is reported on the line of its cause."""

from pathlib import Path

import pytest

from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.values.codes import Code
from tests.support import write_project


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T\n\n- What is it? #card\n  - This.\n", [(3, Code.FOREIGN_TAG), (3, Code.NO_QUESTIONS)]),
        ("What is it\n?\nThis.\n", [(2, Code.FOREIGN_CARD), (2, Code.NO_QUESTIONS)]),
        ("# T\n\n##What is it?\n\nThis.\n", [(3, Code.HEADING_WITHOUT_SPACE)]),
        ("# T\n\n###### A\n\n\\## What?\n", [(1, Code.NO_QUESTIONS)]),
        ("# T\n\nThis.\n", [(1, Code.NO_QUESTIONS)]),
    ],
)
def test_only_the_cause_is_named(tmp_path: Path, text: str, expected: list[tuple[int, Code]]) -> None:
    write_project(tmp_path, {"a.md": text})
    found = check_project(Project(tmp_path), ()).problems
    named = [(problem.location.line, problem.code) for problem in found]
    assert [one for one in named if one[1] in dict.fromkeys(code for _, code in expected)] == expected
