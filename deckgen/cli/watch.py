"""The command `watch`."""

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen.cli.group import report_bug
from deckgen.cli.options import find, now, project_option
from deckgen.cli.say import say, say_of_deckgen
from deckgen.cli.terminal import print_problems
from deckgen.values.error import DeckgenError

if TYPE_CHECKING:
    from deckgen.project.folder import Project


@click.command()
@project_option
def watch(folder: Path) -> None:
    """Build now and after every save in source/ or of deckgen.toml, until Ctrl-C.

    Where the system reports no changes, as in a folder on a network or of another system,
    WATCHFILES_FORCE_POLLING=1 in the environment makes it look for them.

    \b
    Example:
      deckgen watch
    """
    from deckgen.project.root import LEDGER, SOURCE
    from deckgen.project.watch import watch_folder

    project = find(folder)
    say(f"Watching {project.root / SOURCE}; Ctrl-C stops.")
    watch_folder(
        project.root / SOURCE,
        LEDGER,
        on_change=lambda: _build_and_go_on(project),
        told=lambda message: say_of_deckgen(message, "warning"),
    )
    say("Stopped.")


def _build_and_go_on(project: "Project") -> None:
    """Build, and only print what is wrong: the next save may correct it."""
    from deckgen.project.build import build_project
    from deckgen.reports import build as report

    try:
        built = build_project(project, (), now=now()[0], summarise=partial(report.render_unchanged, project))
    except DeckgenError as error:
        say_of_deckgen(str(error))
    except Exception as error:
        report_bug(error)
    else:
        if built.remark:
            say_of_deckgen(built.remark, "warning")
        print_problems(built.problems)
        say(report.render_brief(project, built, time.strftime("%H:%M:%S")))
