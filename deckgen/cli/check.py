"""The command `check`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, note_json, project_option
from deckgen.cli.terminal import print_problems


@click.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@project_option
@click.option(
    "--json", "form", flag_value="json", is_eager=True, callback=note_json, help="Print the result as JSON."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    is_eager=True,
    callback=note_json,
    help="How to print problems.",
)
@click.option("--style", is_flag=True, help="Look at spaces and punctuation in Chinese text, too.")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
def check(packages: tuple[str, ...], folder: Path, form: str | None, style: bool, strict: bool) -> None:
    """Show every problem in the sources, and advice; nothing is written, and nothing is run.

    \b
    Examples:
      deckgen check
      deckgen check llm-interview --json
      deckgen check --strict --format github    in a workflow: notes beside the lines
    """
    from deckgen.project.check import check_project
    from deckgen.reports import check as report
    from deckgen.reports.as_json import render_json
    from deckgen.reports.problems import render_annotation
    from deckgen.values.problem import has_error

    checked = check_project(find(folder), packages, style=style)
    if form == "json":
        click.echo(render_json(report.check_to_json(checked)))
    else:
        if form == "github":
            click.echo("".join(f"{render_annotation(problem)}\n" for problem in checked.problems), nl=False)
        else:
            print_problems(checked.problems)
        click.echo(report.render_check(checked))
    if has_error(checked.problems) or (strict and checked.problems):
        sys.exit(EXIT_PROBLEMS)
