"""The command `release`."""

import os
from pathlib import Path

import click

from deckgen.cli.options import find, json_option, now, project_option
from deckgen.cli.say import say_of_deckgen
from deckgen.cli.terminal import finish, progress_bar

_FOLDER = "release"


@click.command()
@project_option
@click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(path_type=Path),
    help=f"The folder to write; by default `{_FOLDER}` in the project. Only an earlier release is replaced.",
)
@click.option(
    "--since",
    default="",
    metavar="TAG",
    help="The release that learners have; by default the last tag that begins with `v`.",
)
@click.option("--allow-changes", is_flag=True, help="Go on even if sources or packages are not committed.")
@json_option
def release(folder: Path, output: Path | None, since: str, allow_changes: bool, as_json: bool) -> None:
    """Write what a release needs: packages, checksums, a changelog for learners.

    The changelog names the notes that are new, corrected, moved or retired since the last tag. For each
    package there is a text for AnkiWeb, too. The packages must be up to date and committed. The same commit
    gives the same files.

    \b
    Examples:
      deckgen release                      into release/
      deckgen release --since v1.2         another release than the last
      deckgen release && gh release create v2 release/* -F release/CHANGELOG.md
    """
    from deckgen.project.release import collect_release, write_release
    from deckgen.reports import release as report
    from deckgen.values.problem import has_error

    project, (at, _) = find(folder), now()
    with progress_bar(shown=not as_json) as progress:
        found = collect_release(project, now=at, since=since, allow_changes=allow_changes, progress=progress)
    if has_error(found.problems):
        finish(found.problems, "", report.release_to_json(found, None, {}) if as_json else None)
    files = report.make_files(found)
    place = output or Path(os.path.relpath(project.root / _FOLDER))
    write_release(project, place, files)
    for remark in report.list_remarks(found):
        say_of_deckgen(remark, "warning")
    lines = report.render_release(found, place, files)
    finish(found.problems, lines, report.release_to_json(found, place, files) if as_json else None)
