"""The command `new`."""

import shlex
from pathlib import Path

import click

from deckgen.cli.say import say


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Create a project that can be built at once and explains itself.

    \b
    Example:
      deckgen new my-deck && deckgen build --project my-deck
    """
    from deckgen.project.new import create_project

    for path in create_project(folder):
        say(f"wrote {path}")
    say(f"\nNext: deckgen build --project {shlex.quote(str(folder))}")
