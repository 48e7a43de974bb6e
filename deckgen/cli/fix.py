"""The command `fix`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, json_option, project_option
from deckgen.cli.terminal import finish


@click.command()
@click.argument("names", nargs=-1, metavar="[FILE or PACKAGE]...")
@project_option
@json_option
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be mended, and write nothing.")
@click.option("--diff", "as_diff", is_flag=True, help="Show the changes as a diff, and write nothing.")
@click.option(
    "--vault",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of Obsidian's notes; by default the one that the sources are in.",
)
@click.option("--style", is_flag=True, help="Mend spaces and punctuation in Chinese text, too.")
def fix(
    names: tuple[str, ...],
    folder: Path,
    as_json: bool,
    dry_run: bool,
    as_diff: bool,
    style: bool,
    vault: Path | None,
) -> None:
    """Rewrite what has exactly one meaning into deckgen's Markdown, and write missing keys.

    Nothing else in a file changes, and a second run changes nothing. docs/problems.md says of each problem
    whether it can be mended. The problems that are left are listed, as `deckgen check` does.

    Obsidian's links and pictures are looked for in its vault. A picture from outside the project is copied
    into `images/` beside the source.

    Exits with 1 if an error is left; with --diff or --dry-run also if something would change.

    \b
    Examples:
      deckgen fix --diff                 what would change
      deckgen fix source/sql.md          one file
      deckgen fix llm-interview --style  one package, with spaces and punctuation
    """
    from deckgen.project.fix import fix_project
    from deckgen.reports import fix as report

    only_shows = dry_run or as_diff
    fixed = fix_project(find(folder), names, write=not only_shows, style=style, vault=vault)
    text = report.render_fixes_as_diff(fixed) if as_diff else report.render_fixed(fixed, dry_run=dry_run)
    finish(fixed.problems, text, report.fixed_to_json(fixed) if as_json else None)
    if only_shows and fixed.files:
        sys.exit(EXIT_PROBLEMS)
