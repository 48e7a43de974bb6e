"""The command `release`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS, print_json
from deckgen.cli.options import find, json_option, now, project_option
from deckgen.cli.say import say, say_of_deckgen
from deckgen.cli.terminal import print_problems, progress_bar

_LISTED = ".deckgen-release"


@click.command()
@click.argument(
    "folder_to", metavar="[DIR]", default="release", type=click.Path(file_okay=False, path_type=Path)
)
@project_option
@json_option
@click.option("--since", metavar="TAG", default="", help="The last release; by default the newest tag.")
@click.option("--dirty", is_flag=True, help="Go on although something is not committed.")
def release(folder_to: Path, folder: Path, as_json: bool, since: str, dirty: bool) -> None:
    """Write what a release needs into a folder, by default `release`.

    The packages, their checksums (SHA256SUMS), what changed for learners since the last release (CHANGES.md),
    and for each package a text for AnkiWeb's form for shared decks. The packages must be up to date, as for
    `deckgen build --locked`, and committed. The same commit gives the same files.

    \b
    Examples:
      deckgen release                   what changed since the newest tag
      deckgen release --since v1.0
      cd release && sha256sum --check SHA256SUMS
    """
    from deckgen.project import release as way
    from deckgen.project.build import build_project
    from deckgen.project.site import write_site
    from deckgen.reports.release import Released, render_changes, render_share
    from deckgen.values.problem import has_error

    project = find(folder)
    with progress_bar(shown=not as_json) as progress:
        built = build_project(project, (), now=now()[0], write=False, locked=True, progress=progress)
    print_problems(built.problems)
    if has_error(built.problems):
        sys.exit(EXIT_PROBLEMS)
    names = [package.name for package in built.compilation.packages]
    gathered = way.gather_release(project, names, since=since, dirty=dirty)
    released = [Released(*package) for package in gathered.packages]
    packages = [*way.files_of(project, gathered)]
    texts = [("CHANGES.md", render_changes(released, gathered.since))]
    texts += [
        (f"{one.name}.ankiweb.md", render_share(one, gathered.since, gathered.licence)) for one in released
    ]
    files = [
        *packages,
        ("SHA256SUMS", way.checksums(packages)),
        *((name, text.encode()) for name, text in texts),
    ]
    write_site(folder_to, files, listed=_LISTED)
    if not gathered.licence:
        say_of_deckgen("the project has no LICENSE; say there what others may do with the deck", "warning")
    if as_json:
        print_json({"since": gathered.since or None, "files": [name for name, _ in files]})
    else:
        after = f", with what changed since {gathered.since}" if gathered.since else ", the first release"
        say(f"Wrote {len(files)} files to {folder_to}{after}.")
