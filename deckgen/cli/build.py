"""The command `build`."""

import sys
from pathlib import Path

import click

from deckgen.cli.options import find, now, project_command
from deckgen.cli.say import say_of_deckgen
from deckgen.cli.screen import columns_of
from deckgen.cli.terminal import finish, progress_bar


@project_command
@click.option("-q", "--quiet", is_flag=True, help="Print only problems, and only if one is an error.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--allow-removals", is_flag=True, help="Go on even if many notes would be removed at once.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    help="Number of processes that read sources; by default one per processor.",
)
@click.option(
    "--locked", is_flag=True, help="Write nothing, and fail if a package or the ledger is not up to date."
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

    If the sources of a package hold an error, its old file stays, and the other packages are built all the
    same. A file that would not change is not written.

    \b
    Examples:
      deckgen build                   everything
      deckgen build llm-interview     one package
      deckgen build --quiet           from cron: silent unless something is wrong
      deckgen build --locked          in CI: are the committed packages up to date?
    """
    from deckgen.project.build import build_project
    from deckgen.project.keys import offer_keys
    from deckgen.reports import build as report
    from deckgen.reports.styled import plain
    from deckgen.values.problem import has_error

    project, (at, is_asked) = find(folder), now()
    writes = not (dry_run or locked)
    with progress_bar(shown=not (quiet or as_json)) as progress:
        built = build_project(
            project,
            packages,
            now=at,
            now_is_asked=is_asked,
            write=writes,
            locked=locked,
            allow_removals=allow_removals,
            jobs=jobs,
            progress=progress,
            summarise=lambda built: report.render_unchanged(project, built),
        )
    if built.remark:
        say_of_deckgen(built.remark, "warning")
    if as_json:
        finish(built.problems, "", report.build_to_json(project, built))
    elif not quiet:
        lines = report.render_build(project, built, dry_run=not writes)
        if writes and columns_of(sys.stdout) and (missing := offer_keys(project, built.compilation.ledger)):
            lines += [plain(""), plain(report.render_offer(missing))]
        if built.problems and columns_of(sys.stdout):
            lines.insert(0, plain(""))
        finish(built.problems, lines if built.compilation.packages else "")
    elif has_error(built.problems):
        finish(built.problems, "")
