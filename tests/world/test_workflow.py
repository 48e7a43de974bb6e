"""The hooks for pre-commit and the workflows call commands and options that there are."""

import shlex
from collections.abc import Iterator

import click
import pytest
import yaml

from deckgen.cli.group import main
from tests.support import ROOT


def _commands() -> Iterator[str]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    yield from (hook["entry"] for hook in hooks)
    for folder in (".github", "deckgen/project/starter/github"):
        workflow = yaml.safe_load((ROOT / folder / "workflows/check.yml").read_text(encoding="utf-8"))
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
    assert [hook["id"] for hook in hooks] == ["deckgen-check", "deckgen-test"]
    for hook in hooks:
        assert hook["language"] == "python"
        assert hook["files"].startswith("^source/")
        assert hook["pass_filenames"] is False
