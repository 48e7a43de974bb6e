"""The command `preview`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen.cli.browser import browser_options, show, warn
from deckgen.cli.group import report_bug
from deckgen.cli.options import EXISTING_FILE, find, packages_argument, project_option
from deckgen.cli.say import say
from deckgen.cli.terminal import finish, progress_bar

if TYPE_CHECKING:
    from deckgen.project.preview.reader import PreviewReader


@click.command()
@packages_argument
@project_option
@click.option(
    "-o",
    "--output",
    "site",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the pages as a static site into this folder, and end.",
)
@browser_options
@click.option(
    "--against",
    "files",
    multiple=True,
    type=EXISTING_FILE,
    help="A package to compare cards with, besides the last build; may be repeated.",
)
@click.option(
    "--editor",
    envvar="DECKGEN_EDITOR",
    default="vscode",
    show_default=True,
    metavar="NAME|ADDRESS",
    help="The editor that links to lines open, or its address with {path} and {line}.",
)
def preview(
    packages: tuple[str, ...],
    folder: Path,
    site: Path | None,
    port: int,
    opens: bool | None,
    files: tuple[Path, ...],
    editor: str,
) -> None:
    """Show every card in the browser, a moment after each save, until Ctrl-C.

    The page is on this machine only. Nothing is written, and no example is run. With --output the same
    pages become files that need no server.

    Editors with a name are vscode, vscodium, cursor, windsurf, zed, idea, pycharm, textmate and none.
    DECKGEN_EDITOR in the environment sets yours once.

    \b
    Examples:
      deckgen preview                               every package
      deckgen preview llm-interview --port 9000
      deckgen preview --against ~/old.apkg          compare with what learners have
      deckgen preview --output site                 for people without Anki
    """
    from deckgen.project.preview.before import EarlierPackages
    from deckgen.project.preview.reader import PreviewReader
    from deckgen.server.editor import link_to
    from deckgen.server.run import listen, serve

    project = find(folder)
    link = link_to(editor, project.root)
    reader = PreviewReader(project, packages)
    with progress_bar(shown=True) as progress:
        reader.read_cards(progress)
    if site:
        _write_site(reader, site)
        return
    with listen(port, warn) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        say(f"Showing {project.root.name} (Ctrl-C stops) at {address}")
        show(address, opens)
        serve(project, reader, EarlierPackages(project, files), listener, link, warn, report_bug)
    say("Stopped.")


def _write_site(reader: "PreviewReader", folder: Path) -> None:
    """Write the site, with the cards that there are where a source has an error."""
    from deckgen.preview.site import make_site
    from deckgen.project.site import write_site
    from deckgen.reports.preview import render_site

    preview = reader.check().preview
    written = write_site(folder, make_site(preview, reader.all_media()))
    problems = (*preview.problems, *(one for package in preview.packages for one in package.problems))
    finish(tuple(dict.fromkeys(problems)), render_site(folder, written))
