"""What tests of several stages share: case folders, and small projects made in a moment."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

from tests.support import forked

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases"


def case_folders(stage: str) -> list[object]:
    """The cases of a stage as pytest parameters; a stage without any is a mistake."""
    folders = sorted(path for path in (CASES / stage).iterdir() if path.is_dir())
    assert folders, f"tests/cases/{stage} is empty"
    return [pytest.param(folder, id=folder.name) for folder in folders]


def assert_expected(expected: Path, actual: str, *, update: bool) -> None:
    """Compare with the file that holds what is expected, or write it."""
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert expected.exists(), f"{expected} is missing: run `pytest --update-cases`, then read what it wrote"
    assert actual == expected.read_text(encoding="utf-8")


def write_project(root: Path, sources: Mapping[str, str]) -> Path:
    """A project with these files under `source/`."""
    for name, text in sources.items():
        path = root / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def often(few: int, many: int) -> int:
    """How often a test tries: with DECKGEN_MANY many times, which takes minutes."""
    return many if os.environ.get("DECKGEN_MANY") else few


def require_torch() -> None:
    """Skip a test whose example needs PyTorch where there is none; CI must have it.

    All tests skip here, so that pytest reports what is left out in one line.
    """
    if importlib.util.find_spec("torch") is not None:
        return
    leave_out("examples that need PyTorch; `pip install torch` (its CPU build is enough) runs them")


def leave_out(why: str) -> NoReturn:
    """Skip a test because something is missing on this machine; in CI, where all is there, it fails."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def without_rights_of_root() -> list[str]:
    """The words before a command that must obey permissions; root may do everything without them."""
    if os.geteuid():
        return []
    wrap = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    if not shutil.which("setpriv") or subprocess.run([*wrap, "true"], check=False).returncode:
        pytest.skip("NOT TESTED WITH PERMISSIONS: root cannot give up its rights here")
    return wrap


def on_terminal(*arguments: str, cwd: Path, columns: int = 80, **environment: str) -> str:
    """What the command prints on a terminal, without colours unless NO_COLOR is empty."""
    import termios  # noqa: PLC0415  # only Unix has it

    ours, its = os.openpty()
    termios.tcsetwinsize(its, (24, columns))
    asked = {"PYTHONUTF8": "1", "NO_COLOR": "1", "TERM": "xterm", "PYTHONPATH": str(ROOT), **environment}
    with subprocess.Popen(
        [sys.executable, "-m", "deckgen", *arguments],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"} | asked,
        stdin=its,
        stdout=its,
        stderr=its,
    ):
        os.close(its)
        said = bytearray()
        # At the end of the process Linux reports an error instead of the end of a file.
        with suppress(OSError):
            while piece := os.read(ours, 65536):
                said += piece
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


def git(folder: Path, *arguments: str) -> str:
    """What git says there, without the user's settings; the test is skipped where there is no git."""
    if shutil.which("git") is None:
        leave_out("git is missing")
    who = {"NAME": "Ann", "EMAIL": "ann@example.org"}
    names = {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in who.items()}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, f"git {arguments}: {ran.stdout}{ran.stderr}"
    return ran.stdout.strip()


def deckgen(
    *arguments: str, cwd: Path, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a person or cron does.

    A new interpreter is started for it only if `environment` sets variables of Python.
    """
    its = {**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), **environment}
    if forked.can_fork() and not any(re.match("PYTHON(?!_)", name) for name in environment):
        return forked.run(arguments, cwd=cwd, stdin=stdin, environment=its)
    return subprocess.run(
        [sys.executable, "-m", "deckgen", *arguments],
        cwd=cwd,
        env=its,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
