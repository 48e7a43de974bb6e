"""The commands that write sources: new, ingest, keys."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, json_option, project_option
from deckgen.cli.terminal import print_problems


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


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("-o", "--output", default="", help="The source to write; a folder/ for several pages.")
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="Write it here."
)
@json_option
@click.option("--kind", type=click.Choice(["html", "markdown", "text"]), help="Say what the page is.")
@click.option(
    "--errata",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Hold the page to these known mistakes; else to those of the package that it goes to.",
)
@click.option("--force", is_flag=True, help="Overwrite a source that was edited.")
@click.option("--merge", is_flag=True, help="Update the questions that nobody has edited.")
@click.option("--pictures", is_flag=True, help="Fetch pictures from the web into images/.")
@click.option("--allow-private", is_flag=True, help="Permit addresses within a private network.")
def ingest(
    pages: tuple[str, ...], output: str, report_file: Path | None, as_json: bool, **wishes: Any
) -> None:
    """Make Q&A Markdown from pages of interview questions, and report all that is left out.

    PAGE is a saved page (HTML, MHTML, Markdown, text), a folder of them, an address, or - for standard
    input. Without -o the Markdown goes to standard output.

    \b
    Examples:
      deckgen ingest page.html -o source/llm.md --report report.txt
      deckgen ingest pages/ -o source/llm/
      deckgen ingest https://example.com/questions --pictures -o source/llm.md
    """
    from deckgen.project import ingest as ingestion

    outcomes = ingestion.ingest_pages(pages, output, ingestion.Wishes(**wishes))
    if report_file:
        ingestion.write_report(report_file, outcomes)
    if as_json:
        click.echo(json.dumps(ingestion.outcomes_to_json(outcomes), ensure_ascii=False, indent=2))
    elif not output:
        click.echo("".join(o.ingested.markdown for o in outcomes if o.ingested), nl=False)
    for outcome in outcomes:
        click.echo(outcome.diff, nl=False)
        click.echo(ingestion.describe(outcome), err=True)
    if any(outcome.failure for outcome in outcomes):
        sys.exit(EXIT_PROBLEMS)


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
    from deckgen import report
    from deckgen.project.keys import add_keys
    from deckgen.values.problem import has_error

    found = add_keys(find(folder), packages, write=not dry_run)
    if as_json:
        click.echo(json.dumps(report.keys_to_json(found), ensure_ascii=False, indent=2))
    else:
        print_problems(found.problems)
        click.echo(report.render_keys(found, dry_run=dry_run), nl=bool(found.added or not found.problems))
    if has_error(found.problems):
        sys.exit(EXIT_PROBLEMS)
