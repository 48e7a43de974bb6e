"""Each code has a case that shows it and one that does not, and docs/problems.md is made of them."""

import re
from pathlib import Path

import pytest

from deckgen.values.codes import CODES, Code
from tests.support import ROOT, assert_expected
from tests.support.problems import FOLDER, PAGE, find_problems, render_page

NAMES = [code.name for code in CODES]

_PROBLEM = re.compile(
    r'(?:Problem|warn|MediaFault)\((?:(?!Problem|warn|return).){0,120}?"([a-z]+(?:-[a-z0-9]+)+)"', re.DOTALL
)
_IN_SOURCE = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"')


def _problems(root: Path, name: str, which: str) -> list[str]:
    return [str(problem) for problem in find_problems(root, FOLDER / name, which)]


def test_the_codes_are_sorted_and_each_has_its_case() -> None:
    assert sorted(NAMES) == NAMES
    assert sorted(path.name for path in FOLDER.iterdir()) == NAMES


def test_every_code_of_the_program_is_known_and_every_known_one_is_used() -> None:
    found: set[str] = set()
    for folder in ("sources", "checks", "errata", "examples", "identity", "project", "syntax", "values"):
        for path in (ROOT / "deckgen" / folder).rglob("*.py"):
            if "ingest" in path.parts or path.name == "ingest.py":
                continue
            text = path.read_text(encoding="utf-8")
            found |= set(_IN_SOURCE.findall(text))
            for match in _PROBLEM.finditer(text):
                assert match[1] in NAMES, f"{path.name}: {match[1]} is not in deckgen/values/codes.py"
    assert [name for name in NAMES if name not in found and name != "unanswered"] == []


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_a_bad_source_has_the_problem_and_a_good_one_has_not(tmp_path: Path, code: Code) -> None:
    name = code.name
    bad = find_problems(tmp_path / "bad", FOLDER / name, "bad")
    assert (name, code.severity) in [(problem.code, problem.severity) for problem in bad], bad
    assert all(problem.code in NAMES for problem in bad)
    good = [problem.code for problem in find_problems(tmp_path / "good", FOLDER / name, "good")]
    assert name not in good


def test_the_page_of_problems_is_current(tmp_path: Path, update_cases: bool) -> None:
    shown = {}
    for name in NAMES:
        root = tmp_path / name
        lines = _problems(root, name, "bad")
        line = next(line for line in lines if line.endswith(f"[{name}]"))
        shown[name] = re.sub(r"(?:/d{250})+", "/…", line)
    assert_expected(PAGE, render_page(shown), update=update_cases)
