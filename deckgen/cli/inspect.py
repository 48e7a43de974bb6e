"""The command `inspect`."""

from pathlib import Path

import click

from deckgen.cli.options import json_option


@click.command()
@click.argument("apkg", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def inspect(apkg: Path, as_json: bool) -> None:
    """Show what a package holds: decks, notes, cards, note types, pictures.

    Any .apkg will do, Anki's own exports too.

    \b
    Examples:
      deckgen inspect decks/llm-interview.apkg
      deckgen inspect decks/llm-interview.apkg --json
    """
    from deckgen.apkg.read import decode_apkg
    from deckgen.reports import package as report
    from deckgen.reports.as_json import render_json

    package = decode_apkg(apkg.read_bytes())
    if as_json:
        click.echo(render_json(report.to_json(package)))
    else:
        click.echo(report.describe(package))
