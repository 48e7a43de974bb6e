"""The hooks for pre-commit and the workflows call commands and options that there are."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from deckgen.cli.group import main
from tests.support import ROOT

FOLDERS = (".github", "deckgen/project/starter/github")


def _workflows() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder / "workflows").glob("*.yml"))]


def _commands() -> Iterator[str]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    yield from (hook["entry"] for hook in hooks)
    assert len(_workflows()) == 5
    for path in _workflows():
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        for job in workflow["jobs"].values():
            yield from (step["run"] for step in job["steps"] if step.get("run", "").startswith("deckgen"))


@pytest.mark.parametrize("line", list(_commands()))
def test_a_command_of_the_hooks_and_the_workflow_exists(line: str) -> None:
    program, name, *arguments = shlex.split(line)
    assert program == "deckgen"
    command = main.get_command(click.Context(main), name)
    assert command is not None
    command.make_context(name, list(arguments))


def test_hooks_look_at_the_whole_project_when_a_source_changes() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["deckgen-check", "deckgen-test", "deckgen-build"]
    for hook in hooks:
        assert hook["language"] == "python"
        assert re.search(hook["files"], "source/p/a.md")
        assert not re.search(hook["files"], "notes/source/a.md")
        assert hook["pass_filenames"] is False


@pytest.mark.parametrize("path", _workflows(), ids=lambda path: str(path.relative_to(ROOT)))
def test_each_action_is_named_by_a_commit_and_gets_no_more_rights_than_it_needs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: *(.*)", text)
    assert used
    pinned = re.compile(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [action for action in used if not pinned.fullmatch(action)] == []
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    rights = [right for job in workflow["jobs"].values() for right in job["permissions"].items()]
    makes_a_release = {("contents", "write")} if path.stem == "release" else set()
    assert set(rights) <= {("contents", "read"), ("pages", "write"), ("id-token", "write"), *makes_a_release}


def test_the_site_is_published_from_main_alone_with_no_more_rights_than_it_needs() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    # YAML 1.1 reads the key `on` as true.
    assert workflow[True] == {"push": {"branches": ["main"]}}
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "site": {"contents": "read"},
        "publish": {"pages": "write", "id-token": "write"},
    }
    steps = [step for job in jobs.values() for step in job["steps"]]
    [written] = [step["run"].split()[-1] for step in steps if "preview" in step.get("run", "")]
    assert [step["with"]["path"] for step in steps if "pages-artifact" in step.get("uses", "")] == [written]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_release_is_made_from_a_tag_alone_by_a_job_that_runs_nothing_of_the_repository(folder: str) -> None:
    workflow = yaml.safe_load((ROOT / folder / "workflows/release.yml").read_text(encoding="utf-8"))
    assert workflow[True] == {"push": {"tags": ["v*"]}}
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "decks": {"contents": "read"},
        "publish": {"contents": "write"},
    }
    steps = [step for job in jobs.values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert [action for action in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action)] == []
    assert "actions/checkout" not in str(jobs["publish"])
    assert [step["with"]["path"] for step in steps if "artifact@" in step.get("uses", "")] == ["release"] * 2
