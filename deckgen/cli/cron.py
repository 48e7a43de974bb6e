"""The command `cron`."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen import DISTRIBUTION
from deckgen.cli.options import find, project_option
from deckgen.cli.say import say, say_exactly

if TYPE_CHECKING:
    from deckgen.reports.schedule import Command


@click.command()
@project_option
@click.option("--every", default="15m", show_default=True, help="How often to build: 5m, 15m, 1h, 1d, 1w …")
@click.option("--systemd", is_flag=True, help="Print a service and a timer for systemd instead.")
def cron(folder: Path, every: str, systemd: bool) -> None:
    """Print a crontab line that builds this project.

    \b
    Examples:
      deckgen cron                        every quarter of an hour
      deckgen cron --every 1h --systemd   units for a systemd timer
    """
    from deckgen.project.folder import is_readable
    from deckgen.reports import schedule
    from deckgen.reports.styled import unstyled

    minutes = schedule.parse_interval(every)
    project = str(find(folder).root)
    if not is_readable(project):
        raise click.UsageError(f"the name of {project} is not UTF-8; give the folder another name")
    command = running_command("build", "--quiet", "--project", project)
    if systemd:
        say_exactly(schedule.render_units(minutes, command, project))
    else:
        say_exactly(schedule.render_crontab_line(minutes, command))
        say(unstyled(schedule.render_crontab_help(minutes), "exact"), err=True)


def running_command(*arguments: str) -> "Command":
    """The command line of the deckgen that runs now, with these arguments, in any folder."""
    from deckgen.reports.schedule import own_command

    package_folder = str(Path(__file__).absolute().parents[2])
    return own_command(
        str(Path(sys.argv[0]).absolute()),
        sys.executable,
        package_folder=package_folder,
        installed=_is_installed(package_folder),
        arguments=arguments,
    )


def _is_installed(package_folder: str) -> bool:
    """Whether Python finds this deckgen without PYTHONPATH."""
    from importlib.metadata import distributions

    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return package_folder not in named and any(distributions(name=DISTRIBUTION))
