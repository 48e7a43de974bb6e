"""The command `build`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, json_option, now, project_option
from deckgen.cli.terminal import Progress, print_problems


@click.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@project_option
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems: for cron.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--allow-removals", is_flag=True, help="Go on even where many notes would be removed at once.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    help="Processes that read sources at a time; by default as many as there are processors.",
)
@click.option(
    "--locked", is_flag=True, help="Fail where a package or the ledger is not what the sources say: for CI."
)
def build(
    packages: tuple[str, ...],
    folder: Path,
    as_json: bool,
    quiet: bool,
    dry_run: bool,
    locked: bool,
    allow_removals: bool,
    jobs: int | None,
) -> None:
    """Compile source/ into decks/*.apkg: all packages, or those named.

    A package whose sources hold an error is not written, and its old file stays; the others are built all
    the same. Nothing changed means nothing is written.

    \b
    Examples:
      deckgen build                   everything
      deckgen build llm-interview     one package
      deckgen build --quiet           from cron: silent unless something is wrong
      deckgen build --locked          in CI: are the committed packages up to date?
    """
    from deckgen.project.build import build_project
    from deckgen.reports import build as report
    from deckgen.reports.as_json import render_json
    from deckgen.values.problem import has_error

    project = find(folder)
    writes = not (dry_run or locked)
    with Progress(shown=not (quiet or as_json)) as progress:
        built = build_project(
            project,
            packages,
            now=now(),
            write=writes,
            locked=locked,
            allow_removals=allow_removals,
            jobs=jobs,
            progress=progress,
            summarise=lambda built: report.render_unchanged(project, built),
        )
    if built.remark:
        click.echo(f"deckgen: {built.remark}", err=True)
    if as_json:
        click.echo(render_json(report.build_to_json(project, built)))
    else:
        if not quiet or has_error(built.problems):
            print_problems(built.problems)
        if not quiet and built.compilation.packages:
            click.echo(report.render_build(project, built, dry_run=not writes))
    if has_error(built.problems):
        sys.exit(EXIT_PROBLEMS)
