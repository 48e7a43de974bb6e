"""The command `keys`."""

from pathlib import Path

import click

from deckgen.cli.options import find, project_command
from deckgen.cli.terminal import finish


@project_command
@click.option("-n", "--dry-run", is_flag=True, help="Show the missing keys, and write nothing.")
def keys(packages: tuple[str, ...], folder: Path, as_json: bool, dry_run: bool) -> None:
    """Write missing keys into the sources, so that a question may be reworded freely.

    Each key is the one by which the ledger knows the question, so no note changes. Nothing else in the
    file changes either.

    \b
    Examples:
      deckgen keys --dry-run          what would be written, and where
      deckgen keys llm-interview      one package
    """
    from deckgen.project.keys import add_keys
    from deckgen.reports import keys as report

    found = add_keys(find(folder), packages, write=not dry_run)
    json = report.keys_to_json(found) if as_json else None
    finish(found.problems, report.render_keys(found, dry_run=dry_run), json)
