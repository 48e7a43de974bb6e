"""The command `new`."""

import shlex
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a project that builds at once and explains itself.

    \b
    Example:
      deckgen new my-deck && deckgen build --project my-deck
    """
    from deckgen.project.new import create_project

    written = create_project(folder)
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"\nNext: deckgen build --project {shlex.quote(str(folder))}")
