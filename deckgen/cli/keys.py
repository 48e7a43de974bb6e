"""The command `keys`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, json_option, project_option
from deckgen.cli.terminal import print_problems


@click.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@project_option
@json_option
@click.option("-n", "--dry-run", is_flag=True, help="Show the missing keys, and write nothing.")
def keys(packages: tuple[str, ...], folder: Path, as_json: bool, dry_run: bool) -> None:
    """Write missing keys into the sources, so that a question may be reworded freely.

    Each key is the one that the ledger knows the question by, so no note changes, and nothing else in
    the file does.

    \b
    Examples:
      deckgen keys --dry-run          what would be written, and where
      deckgen keys llm-interview      one package
    """
    from deckgen.project.keys import add_keys
    from deckgen.reports import keys as report
    from deckgen.reports.as_json import render_json
    from deckgen.values.problem import has_error

    found = add_keys(find(folder), packages, write=not dry_run)
    if as_json:
        click.echo(render_json(report.keys_to_json(found)))
    else:
        print_problems(found.problems)
        click.echo(report.render_keys(found, dry_run=dry_run), nl=bool(found.added or not found.problems))
    if has_error(found.problems):
        sys.exit(EXIT_PROBLEMS)
