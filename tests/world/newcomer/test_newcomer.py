"""A person who has nothing of deckgen does what the README says, with uv and with pipx from PyPI.

The person's home is empty. The clone comes from an address on the web, which git is told to take from here.
"""

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from deckgen.apkg.read import decode_apkg
from deckgen.project.new import FILL_IN
from tests.support import ROOT

pytestmark = pytest.mark.newcomer

ADDRESS = "https://github.com/somebody/deckgen"
NOT_IN_A_CLONE = (".git", ".venv", ".nox", ".hypothesis", "__pycache__")


def _lines(heading: str) -> list[str]:
    """The blocks of shell commands below a heading of the README."""
    tokens = MarkdownIt().parse((ROOT / "README.md").read_text(encoding="utf-8"))
    blocks, under = [], ""
    for token, after in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            under = after.content
        elif token.type == "fence" and token.info == "sh" and under == heading:
            blocks.append(token.content)
    return blocks


def _block(heading: str, start: str) -> str:
    [block] = [block for block in _lines(heading) if block.startswith(start)]
    return block


class Person:
    """Somebody with an empty home, who has git, and uv, pipx and pre-commit from PyPI."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir()
        tools = home / "tools"
        subprocess.run([sys.executable, "-m", "venv", tools], check=True)
        subprocess.run([tools / "bin/pip", "install", "-q", "uv", "pipx", "pre-commit"], check=True)
        # Python is on the PATH, but nothing that is installed beside the tests, such as deckgen.
        python = home / "python"
        python.mkdir()
        for name in ("python3", "python"):
            (python / name).symlink_to(Path(sys.executable).resolve())
        for name in ("uv", "uvx", "pipx", "pre-commit"):
            (python / name).symlink_to(tools / "bin" / name)
        kept = ("PIP_", "SSL_", "UV_", "REQUESTS_", "LANG", "LC_")
        taken = {
            name: value
            for name, value in os.environ.items()
            if name.startswith(kept) or name.lower().endswith("_proxy")
        }
        path = [home / ".local/bin", python, "/usr/local/bin", "/usr/bin", "/bin"]
        self.environment = taken | {"HOME": str(home), "PATH": os.pathsep.join(map(str, path))}
        self.run("git config --global user.name Ann && git config --global user.email ann@example.org", home)

    def run(self, lines: str, cwd: Path, *, fails: bool = False) -> str:
        """Type these lines into a shell; what it printed."""
        ran = subprocess.run(
            ["bash", "-euc", lines],
            cwd=cwd,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert (ran.returncode != 0) == fails, f"{lines}\n{ran.stdout}"
        return ran.stdout

    def download(self, name: str) -> Path:
        """This checkout, with what is not committed, and without git."""
        shutil.copytree(ROOT, self.home / name, ignore=shutil.ignore_patterns(*NOT_IN_A_CLONE))
        return self.home / name

    def clone(self) -> Path:
        """A clone of this checkout from an address on the web."""
        web = self.download("web")
        self.run("git init -q && git add . && git commit -qm 'As it is now'", web)
        self.run(f"git config --global url.file://{web}.insteadOf {ADDRESS}", self.home)
        self.run(f"git clone -q {ADDRESS}", self.home)
        return self.home / "deckgen"


@pytest.mark.parametrize(("tool", "is_clone"), [("uv", True), ("pipx", False)], ids=["uv", "pipx"])
def test_the_readme_leads_from_nothing_to_a_checked_deck(tool: str, is_clone: bool, tmp_path: Path) -> None:
    ann = Person(tmp_path / "ann")
    ann.run(_block("Install", tool), ann.clone() if is_clone else ann.download("my 牌组 program"))

    place = ann.home / "my things"
    place.mkdir()
    first, second = _lines("Write your own deck")
    said = ann.run(first, place)
    project = place / "my-decks"
    assert "No problems in 1 file" in said
    assert len(decode_apkg((project / "decks/first-deck.apkg").read_bytes()).notes) == 7
    advised, *_ = re.findall("^Next: (.*)$", said, re.MULTILINE)
    assert advised.startswith("deckgen build"), "the program is on the PATH"
    ann.run(advised, place)

    ann.run(second, project)
    assert ann.run("git status --porcelain", project) == ""
    for name in ("requirements.txt", ".pre-commit-config.yaml"):
        text = (project / name).read_text(encoding="utf-8")
        assert (ADDRESS in text) == is_clone
        assert (FILL_IN in text) != is_clone
        assert (str(tmp_path) in text) != is_clone
    _hooks_stop_a_mistake(ann, project)
    # The address of a folder is good on this machine only, and so is the workflow then.
    _workflow_passes_elsewhere(Person(tmp_path / "ci"), ann, project)

    said = ann.run("deckgen ingest https://example.org/page -o x.md", project, fails=True)
    [advised] = re.findall("run `(.*)`", said)
    ann.run(advised, place)
    said = ann.run("deckgen ingest http://127.0.0.1/page -o x.md", project, fails=True)
    assert "private network" in said, "httpx is there now"


def _hooks_stop_a_mistake(person: Person, project: Path) -> None:
    source = project / "source/first-deck.md"
    text = source.read_text(encoding="utf-8")
    source.write_text(f"{text}\n## What is this? {{#what}}\n\n```python\n", encoding="utf-8")
    said = person.run("git commit -qam 'With a mistake'", project, fails=True)
    assert "the fence is not closed" in said
    source.write_text(
        f"{text}\n## What is this? {{#what}}\n\n```pycon\n>>> 1 + 1\n3\n```\n", encoding="utf-8"
    )
    said = person.run("git commit -qam 'With a wrong example'", project, fails=True)
    assert "example" in said
    source.write_text(text.replace("Random-access memory", "Random-access memory, RAM"), encoding="utf-8")
    said = person.run("git commit -qam 'Without a build'", project, fails=True)
    assert "run `deckgen build` and commit it [stale]" in said
    source.write_text(text, encoding="utf-8")
    assert "Passed" in person.run("pre-commit run --all-files", project)


def _workflow_passes_elsewhere(machine: Person, author: Person, project: Path) -> None:
    web = author.home / "web"
    machine.run(f"git config --global url.file://{web}.insteadOf {ADDRESS}", machine.home)
    machine.run(f"git clone -q '{project}' decks && python3 -m venv .local", machine.home)
    workflow = yaml.safe_load((project / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    steps = [step["run"] for step in workflow["jobs"]["decks"]["steps"] if "run" in step]
    assert [step.split()[0] for step in steps] == ["pip", "deckgen", "deckgen", "deckgen"]
    for step in steps:
        machine.run(step, machine.home / "decks")
