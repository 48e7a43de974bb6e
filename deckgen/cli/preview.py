"""The command `preview`."""

from pathlib import Path

import click

from deckgen.cli.browser import browser_options, show, warn
from deckgen.cli.group import report_bug
from deckgen.cli.options import EXISTING_FILE, find, packages_argument, project_option
from deckgen.cli.say import say
from deckgen.cli.terminal import progress_bar


@click.command()
@packages_argument
@project_option
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
    port: int,
    opens: bool | None,
    files: tuple[Path, ...],
    editor: str,
) -> None:
    """Show every card in the browser, a moment after each save, until Ctrl-C.

    The page is on this machine only. Nothing is written, and no example is run. Editors with a name are
    vscode, vscodium, cursor, windsurf, zed, idea, pycharm, textmate and none; DECKGEN_EDITOR in the
    environment sets yours once.

    \b
    Examples:
      deckgen preview                               every package
      deckgen preview llm-interview --port 9000
      deckgen preview --against ~/old.apkg          compare with what learners have
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
    with listen(port, warn) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        say(f"Showing {project.root.name} at {address}; Ctrl-C stops.")
        show(address, opens)
        serve(project, reader, EarlierPackages(project, files), listener, link, warn, report_bug)
    say("Stopped.")
