"""The command `inspect`."""

from pathlib import Path

import click

from deckgen.cli.options import EXISTING_FILE, json_option
from deckgen.cli.terminal import finish


@click.command()
@click.argument("apkg", type=EXISTING_FILE)
@json_option
def inspect(apkg: Path, as_json: bool) -> None:
    """Show what a package holds: decks, notes, cards, note types, pictures.

    It reads any .apkg, also one that Anki exported.

    \b
    Examples:
      deckgen inspect decks/llm-interview.apkg
      deckgen inspect decks/llm-interview.apkg --json
    """
    from deckgen.project.package import read_package
    from deckgen.reports import package as report

    package = read_package(apkg)
    finish((), report.describe(package), report.to_json(package) if as_json else None)
