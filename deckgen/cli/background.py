"""The commands that build without being asked: watch, cron."""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen.cli.group import report_bug
from deckgen.cli.options import find, now, project_option
from deckgen.cli.terminal import print_problems
from deckgen.values.error import DeckgenError

if TYPE_CHECKING:
    from deckgen.project.folder import Project


@click.command()
@project_option
def watch(folder: Path) -> None:
    """Build now and on every save in source/, until Ctrl-C.

    \b
    Example:
      deckgen watch
    """
    from deckgen.project.root import LEDGER, SOURCE
    from deckgen.watch import watch_folder

    project = find(folder)
    click.echo(f"Watching {project.root / SOURCE}; Ctrl-C stops.")
    watch_folder(project.root / SOURCE, LEDGER, lambda: _build_and_go_on(project))
    click.echo("Stopped.")


@click.command()
@project_option
@click.option("--every", default="15m", show_default=True, help="How often: 5m, 15m, 1h, 1d, 1w …")
@click.option("--systemd", is_flag=True, help="Print a service and a timer for systemd instead.")
def cron(folder: Path, every: str, systemd: bool) -> None:
    """Print a crontab line that builds this project, wherever cron starts it.

    \b
    Examples:
      deckgen cron                        every quarter of an hour
      deckgen cron --every 1h --systemd   units for a systemd timer
    """
    from deckgen import schedule

    minutes = schedule.parse_interval(every)
    project = str(find(folder).root)
    package_folder = str(Path(__file__).absolute().parents[2])
    command = schedule.own_command(
        str(Path(sys.argv[0]).absolute()),
        sys.executable,
        package_folder=package_folder,
        installed=_is_installed(package_folder),
        arguments=("build", "--quiet", "--project", project),
    )
    if systemd:
        click.echo(schedule.render_units(minutes, command, project))
    else:
        click.echo(schedule.render_crontab_line(minutes, command))
        click.echo(schedule.render_crontab_help(minutes), err=True)


def _build_and_go_on(project: "Project") -> None:
    """Build, and whatever is wrong, only say so: the next save may put it right."""
    from deckgen import report
    from deckgen.project.build import build_project

    try:
        built = build_project(
            project, (), now=now(), summarise=lambda built: report.render_unchanged(project, built)
        )
    except DeckgenError as error:
        click.echo(f"deckgen: {error}", err=True)
    except Exception as error:
        report_bug(error)
    else:
        if built.remark:
            click.echo(f"deckgen: {built.remark}", err=True)
        print_problems(built.problems)
        click.echo(report.render_brief(project, built, time.strftime("%H:%M:%S")))


def _is_installed(package_folder: str) -> bool:
    """Whether Python finds this deckgen without PYTHONPATH."""
    from importlib.metadata import PackageNotFoundError, distribution

    if package_folder in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        return False
    try:
        distribution("deckgen")
    except PackageNotFoundError:
        return False
    return True
