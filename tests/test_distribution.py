"""The distribution has a name of its own: on PyPI `deckgen` is another program, and nothing asks for it."""

import re
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

from deckgen import DISTRIBUTION, __version__
from tests.support import ROOT

ANOTHER_PROGRAM = re.compile(
    r"""
    \b (?: (?:pip[3x]? | uv | poetry | pdm | conda) \b [^\n`|;&]*?
            \b (?:install | inject | add | upgrade | reinstall | run | download) | uvx) \b
        [^\n`|;&]*? (?<![\w./-]) deckgen (?![\w./:-])
    | deckgen \[ [a-z,]+ \]
    | \b deckgen [ ]* (?: @ [ ]* (?:git|https?|file) | [=~<>!]= [ ]* \d )
    """,
    re.VERBOSE,
)
"""A command or a requirement that names the other program."""

SUFFIXES = {".md", ".py", ".toml", ".txt", ".yaml", ".yml", ".json", ".cfg", ""}
OWN = Path(__file__)
NOT_OURS = {"__pycache__", "cases", "exports"}


def _texts() -> list[Path]:
    tops = [path for path in ROOT.iterdir() if path.is_file()]
    folders = [
        ROOT / name
        for name in ("deckgen", "docs", "tests", "benchmarks", "mathjax", "plots", ".github", ".ci")
    ]
    found = [*tops, *(path for folder in folders for path in folder.rglob("*") if path.is_file())]
    return [
        path for path in found if path.suffix in SUFFIXES and path != OWN and not NOT_OURS & set(path.parts)
    ]


def test_nothing_tells_anybody_to_install_another_program() -> None:
    found = []
    for path in _texts():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if ANOTHER_PROGRAM.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line}")
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install deckgen",
        "- run: pip install -q deckgen numpy",
        "`.venv/bin/pip install 'deckgen[web]'`",
        "uv tool install deckgen",
        "uv tool install --with numpy deckgen",
        "pipx install deckgen`",
        "pipx inject deckgen httpx",
        "uvx deckgen build",
        "pipx run deckgen build",
        "uv add deckgen",
        'additional_dependencies: ["deckgen @ git+https://example.org/deckgen"]',
        "deckgen==0.1.0",
        "deckgen>=0.1",
        "needs deckgen[plots,web]",
    ],
)
def test_such_a_line_would_be_found(line: str) -> None:
    assert ANOTHER_PROGRAM.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "pip install deckgen-cards",
        "pipx inject deckgen-cards numpy",
        "deckgen-cards[plots,web]",
        "deckgen-cards @ git+https://example.org/deckgen@0123",
        "pip install ./deckgen",
        "install deckgen with pipx",
        "deckgen build",
        "told to install deckgen as it is",
    ],
)
def test_other_lines_are_not(line: str) -> None:
    assert not ANOTHER_PROGRAM.search(line)


def test_the_names_and_the_version_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == DISTRIBUTION != "deckgen"
    assert project["version"] == __version__ == version(DISTRIBUTION)
    [script] = entry_points(group="console_scripts", name="deckgen")
    assert script.dist is not None
    assert script.dist.name == DISTRIBUTION
