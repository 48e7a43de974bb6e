"""The command `check`."""

from pathlib import Path

import click

from deckgen.cli.options import find, note_json, project_command
from deckgen.cli.terminal import finish


@project_command
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    is_eager=True,
    callback=note_json,
    help="How to print problems.",
)
@click.option("--style", is_flag=True, help="Check spaces and punctuation in Chinese text, too.")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
def check(
    packages: tuple[str, ...], folder: Path, as_json: bool, form: str | None, style: bool, strict: bool
) -> None:
    """Show every problem in the sources, and advice; nothing is written, and nothing is run.

    \b
    Examples:
      deckgen check
      deckgen check llm-interview --json
      deckgen check --strict --format github    in a workflow: notes beside the lines
    """
    from deckgen.project.check import check_project
    from deckgen.reports import check as report

    checked = check_project(find(folder), packages, style=style)
    json = report.check_to_json(checked) if as_json or form == "json" else None
    text = report.render_check(checked, style=style)
    finish(checked.problems, text, json, annotate=form == "github", strict=strict)
