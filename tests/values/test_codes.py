"""Each code has a case that shows it and one that does not, and docs/problems.md is made of them."""

import re
from pathlib import Path

import msgspec
import pytest

from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from tests.support import ROOT, assert_expected
from tests.support.problems import FOLDER, PAGE, find_problems, render_page

NAMES = [code.value for code in Code]


def test_the_codes_are_sorted_and_each_has_its_case() -> None:
    assert sorted(NAMES) == NAMES
    assert sorted(path.name for path in FOLDER.iterdir()) == NAMES


def test_a_code_has_one_name_in_two_spellings() -> None:
    assert [code.name for code in Code] == [name.upper().replace("-", "_") for name in NAMES]


def test_every_code_is_used() -> None:
    paths = [path for path in (ROOT / "deckgen").rglob("*.py") if path.name != "codes.py"]
    used = set(re.findall(r"\bCode\.([A-Z0-9_]+)", "\n".join(path.read_text("utf-8") for path in paths)))
    assert [code for code in Code if code.name not in used] == []


def test_a_problem_can_be_stored() -> None:
    problem = Problem(Location("source/p.md", 1), Code.LINK_DEAD, "there is no `x`; correct the link")
    stored = msgspec.msgpack.encode(problem)
    assert msgspec.msgpack.decode(stored)["code"] == "link-dead"
    assert msgspec.msgpack.decode(stored, type=Problem) == problem
    assert msgspec.msgpack.decode(stored, type=Problem).code is Code.LINK_DEAD


@pytest.mark.parametrize("code", Code, ids=str)
def test_a_bad_source_has_the_problem_and_a_good_one_has_not(tmp_path: Path, code: Code) -> None:
    bad = find_problems(tmp_path / "bad", FOLDER / code, "bad")
    assert code in [problem.code for problem in bad], bad
    good = find_problems(tmp_path / "good", FOLDER / code, "good")
    assert code not in [problem.code for problem in good]


def test_the_page_of_problems_is_current(tmp_path: Path, update_cases: bool) -> None:
    shown = {}
    for code in Code:
        lines = map(str, find_problems(tmp_path / code, FOLDER / code, "bad"))
        line = next(line for line in lines if line.endswith(f"[{code}]"))
        shown[code] = re.sub(r"(?:/d{250})+", "/…", line)
    assert_expected(PAGE, render_page(shown), update=update_cases)
