"""The command `new`."""

import os
import shutil
import sys
from pathlib import Path

import click

from deckgen.cli.say import say


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Create a project that can be built at once and explains itself.

    \b
    Example:
      deckgen new my-deck
    """
    from deckgen.project.installation import find_origin
    from deckgen.project.new import FILL_IN, create_project
    from deckgen.reports.styled import plain

    origin = find_origin()
    for path in create_project(folder, origin):
        say(f"wrote {path}")
    if not origin.is_public:
        say(
            "\nOnly this machine can install deckgen from where you have it. Before you push, write an "
            f"address on the web into requirements.txt and .pre-commit-config.yaml, where `{FILL_IN}` stands."
        )
    say([plain(""), (("Next:", "heading"), (" ", "plain"), (_command_to_build(folder), "exact"))])


def _command_to_build(folder: Path) -> str:
    """A command that works where the user stands, whether or not `deckgen` is on the PATH."""
    from deckgen.cli.cron import running_command
    from deckgen.project.installation import shell_line

    words = ("build", "--project", str(folder))
    found = shutil.which("deckgen")
    if found and _program(found) == _program(sys.argv[0]):
        return shell_line(["deckgen", *words])
    command = running_command(*words)
    variables = "".join(f"{name}={shell_line([value])} " for name, value in command.variables.items())
    return f"{variables}{shell_line(command.words)}"


def _program(path: str) -> str:
    """The path of a program, in one spelling: Windows has `deckgen.exe`, whose argv has `deckgen`."""
    return os.path.normcase(os.path.realpath(path)).removesuffix(".exe")
