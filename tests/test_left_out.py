"""`pytest --left-out`, with which CI runs what the README's test command had to skip."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import os
import pytest

def test_always():
    pass

def test_git():
    if "HAS_GIT" not in os.environ:
        pytest.skip("git is missing")
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("HAS_GIT", raising=False)
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_a=TESTS)
    return pytester


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_was_skipped_runs_later_and_nothing_else_does(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    project.runpytest("-n", workers).assert_outcomes(passed=1, skipped=1)
    monkeypatch.setenv("HAS_GIT", "yes")
    project.runpytest("-n", workers, "--left-out").assert_outcomes(passed=1)
    assert "test_a.py::test_git" in project.runpytest("--left-out", "-v").stdout.str()


def test_without_an_earlier_run_it_says_so(project: pytest.Pytester) -> None:
    ran = project.runpytest("--left-out")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(["*--left-out finds no earlier run; run pytest without it first*"])
