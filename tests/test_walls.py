"""The contracts in pyproject.toml refuse wrong imports: a copy of the tree has some, and each is named."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import grimp
import pytest

from tests.support import ROOT
from tests.support.contracts import CONTRACTS, LAYERS, PROTECTED, SETTINGS

ROOMS = LAYERS["deckgen"]["name"]
SOURCES, CHECKS, PAGES, PROJECT = (
    LAYERS[f"deckgen.{room}"]["name"] for room in ("sources", "checks", "pages", "project")
)
CIRCLES = next(contract["name"] for contract in CONTRACTS if contract["type"] == "acyclic_siblings")
HOMES = {library: contract["name"] for contract in PROTECTED for library in contract["protected_modules"]}
"""For each library the contract that says which rooms import it."""


class Wrong(NamedTuple):
    """Lines that are added at the end of a module; the last one imports what the contract refuses."""

    module: str
    lines: str
    imported: str
    contract: str

    @property
    def path(self) -> str:
        return f"deckgen/{self.module.replace('.', '/')}.py"

    def __str__(self) -> str:
        """The import as import-linter writes it."""
        line = f"{(ROOT / self.path).read_text('utf-8')}{self.lines}".count("\n") + 1
        return f"deckgen.{self.module} -> {self.imported} (l.{line})"


IN_A_FUNCTION = "def lazily():\n    "
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "

OF_LIBRARIES = (
    Wrong("compile", "import click", "click", HOMES["click"]),
    Wrong("compilation.values", "import httpx as http", "httpx", HOMES["httpx"]),
    Wrong("checks.settings.decks", "from yaml import safe_load", "yaml", HOMES["yaml"]),
    Wrong("identity.follow", "import genanki.note", "genanki", HOMES["genanki"]),
    Wrong("syntax.formulas", "from pygments.lexers import find_lexer_class", "pygments", HOMES["pygments"]),
    Wrong("checks.text.links", "from markdown_it import MarkdownIt", "markdown_it", HOMES["markdown_it"]),
    Wrong("values.note", "from markdown_it.token import Token", "markdown_it", HOMES["markdown_it"]),
    Wrong(
        "examples.find", "from mdit_py_plugins import texmath", "mdit_py_plugins", HOMES["mdit_py_plugins"]
    ),
    Wrong("apkg.wire", "from rapidfuzz import fuzz", "rapidfuzz", HOMES["rapidfuzz"]),
    Wrong("checks.questions.duplicates", "from rapidfuzz.fuzz import ratio", "rapidfuzz", HOMES["rapidfuzz"]),
    Wrong("sources.lines", "from lxml import etree", "lxml", HOMES["lxml"]),
    Wrong("pages.write.merge", "import lxml.html", "lxml", HOMES["lxml"]),
    Wrong("cli.keys", "import msgspec", "msgspec", HOMES["msgspec"]),
    Wrong("cli.preview", f"{IN_A_FUNCTION}import uvicorn", "uvicorn", HOMES["uvicorn"]),
    Wrong("project.watch", "from starlette.routing import Route", "starlette", HOMES["starlette"]),
    Wrong("project.keys", "from msgspec import json", "msgspec", HOMES["msgspec"]),
    Wrong("checks.html.raw_html", f"{IN_A_FUNCTION}import nh3", "nh3", HOMES["nh3"]),
    Wrong("reports.package", f"{FOR_TYPES}from watchfiles import Change", "watchfiles", HOMES["watchfiles"]),
)

UPWARD = (
    Wrong("values.tags", "from deckgen.syntax.blocks import parse_blocks", "deckgen.syntax.blocks", ROOMS),
    Wrong(
        "render.marks",
        "from deckgen.checks.clozes import misplaced",
        "deckgen.checks.clozes.misplaced",
        ROOMS,
    ),
    Wrong("project.folder", "import deckgen.reports.build", "deckgen.reports.build", ROOMS),
    # Upward from a room to another one on the same floor.
    Wrong("errata.parse", "from deckgen.diff import compare", "deckgen.diff.compare", ROOMS),
    Wrong(
        "sources.open.conflicts",
        "import deckgen.sources.settings.tags",
        "deckgen.sources.settings.tags",
        SOURCES,
    ),
    # Sideways from a room to another one on the same floor.
    Wrong(
        "checks.html.words",
        "from deckgen.checks.blocks.rules import check_rule",
        "deckgen.checks.blocks.rules",
        CHECKS,
    ),
    Wrong("pages.words.sites", "from deckgen.pages.plan import noise", "deckgen.pages.plan.noise", PAGES),
    Wrong("project.root", "from deckgen.project.state import cache", "deckgen.project.state.cache", PROJECT),
)

CIRCLE = Wrong("diff.words", "from deckgen.diff.compare import compare", "deckgen.diff.compare", CIRCLES)
"""`diff.compare` imports `diff.words`, so this closes a circle of two modules of one room."""

UNPLACED = (
    ("deckgen/stray.py", "deckgen.stray", ROOMS),
    ("deckgen/outhouse/__init__.py", "deckgen.outhouse", ROOMS),
    ("deckgen/sources/stray.py", "deckgen.sources.stray", SOURCES),
    ("deckgen/checks/stray.py", "deckgen.checks.stray", CHECKS),
    ("deckgen/pages/stray.py", "deckgen.pages.stray", PAGES),
    ("deckgen/project/outhouse/__init__.py", "deckgen.project.outhouse", PROJECT),
)
"""New modules and packages that no list of layers names."""

OUTSIDE = {
    *("asyncio", "concurrent", "ctypes", "glob", "http", "logging", "multiprocessing", "os", "random"),
    *("secrets", "select", "shutil", "signal", "socket", "ssl", "subprocess", "threading", "time", "uuid"),
}
"""Modules of Python's library for the disk, the clock, chance, processes and the network."""


def lint(folder: Path) -> str:
    """What import-linter prints about the package in this folder."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    finished = subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        cwd=folder,
        # No line is wrapped, and the package is the folder's own, not the installed one.
        env={**os.environ, "COLUMNS": "1000", "NO_COLOR": "1", "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "\nContracts: " in finished.stdout, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """For each contract that is broken in a copy with all the mistakes, what import-linter says of it."""
    copy = tmp_path_factory.mktemp("walls")
    shutil.copytree(ROOT / "deckgen", copy / "deckgen", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for wrong in (*OF_LIBRARIES, *UPWARD, CIRCLE):
        with (copy / wrong.path).open("a", encoding="utf-8") as file:
            file.write(f"{wrong.lines}\n")
    for path, _, _ in UNPLACED:
        (copy / path).parent.mkdir(exist_ok=True)
        (copy / path).write_text('"""Stands in no list of layers."""\n', encoding="utf-8")
    report = lint(copy).partition("\nBroken contracts\n")[2]
    titles = "|".join(re.escape(contract["name"]) for contract in CONTRACTS)
    _, *parts = re.split(rf"^({titles})\n-+\n", report, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_tree_keeps_all_contracts() -> None:
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in lint(ROOT)


def test_each_mistake_is_in_a_module_of_its_own() -> None:
    counts = Counter(wrong.module for wrong in (*OF_LIBRARIES, *UPWARD, CIRCLE))
    assert [module for module, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("wrong", [*OF_LIBRARIES, *UPWARD], ids=lambda it: f"{it.imported} in {it.module}")
def test_a_wrong_import_is_refused(wrong: Wrong, refused: dict[str, str]) -> None:
    assert f"- {wrong}\n" in refused[wrong.contract]


def test_no_other_import_of_a_library_is_refused(refused: dict[str, str]) -> None:
    lines = [line for contract in set(HOMES.values()) for line in refused.get(contract, "").splitlines()]
    assert sorted(line for line in lines if "->" in line) == sorted(f"- {wrong}" for wrong in OF_LIBRARIES)


def test_a_circle_of_two_modules_is_refused(refused: dict[str, str]) -> None:
    assert re.search(
        r"^No cycles are allowed in deckgen\.diff\.\n.* removing 1 dependency:\n\n"
        r"- \.(?:compare -> \.words|words -> \.compare) \(1 import\)\n",
        refused[CIRCLE.contract],
        re.MULTILINE,
    )


@pytest.mark.parametrize(("path", "module", "contract"), UNPLACED, ids=[row[1] for row in UNPLACED])
def test_an_unplaced_module_is_refused(
    path: str, module: str, contract: str, refused: dict[str, str]
) -> None:
    unlisted = refused[contract].partition("The following modules are not listed as layers:\n")[2]
    assert f"- {module}\n" in unlisted


@cache
def imports() -> dict[str, frozenset[str]]:
    """For each module of deckgen what it imports, as import-linter sees it."""
    graph = grimp.build_graph("deckgen", include_external_packages=True, cache_dir=None)
    modules = [module for module in graph.modules if module.partition(".")[0] == "deckgen"]
    return {module: frozenset(graph.find_modules_directly_imported_by(module)) for module in modules}


def test_import_linter_reads_every_module() -> None:
    """It does not look into a folder without `__init__.py`."""
    paths = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "deckgen").rglob("*.py"))
    assert sorted(imports()) == sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


def test_every_library_has_one_contract() -> None:
    protected = [library for contract in PROTECTED for library in contract["protected_modules"]]
    assert sorted(HOMES) == sorted(protected)
    used = {name for found in imports().values() for name in found if name.partition(".")[0] != "deckgen"}
    assert used - sys.stdlib_module_names == set(protected)


def test_every_dependency_is_used_under_a_contract() -> None:
    project = SETTINGS["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["web"], *extras["anki"], *extras["keyring"]]
    distributions = packages_distributions()
    used = {distributions[library][0].lower().replace("_", "-") for library in HOMES}
    assert used == {requirement.partition(">")[0] for requirement in wanted}


def test_only_its_commands_start_the_server() -> None:
    """So no other command waits for its libraries."""
    users = {
        module
        for module, found in imports().items()
        if not module.startswith("deckgen.server")
        and any(name.startswith("deckgen.server") for name in found)
    }
    assert users == {"deckgen.cli.ingest", "deckgen.cli.preview"}


def test_only_commands_the_server_the_project_and_targets_reach_the_outside() -> None:
    shell = re.compile(r"deckgen\.(?:__main__|cli|server|project|targets)(?:\.|$)")
    found = [(module, names & OUTSIDE) for module, names in imports().items() if not shell.match(module)]
    assert [(module, names) for module, names in found if names] == []
