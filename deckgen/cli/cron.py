"""The command `cron`."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen import DISTRIBUTION
from deckgen.cli.options import find, project_option
from deckgen.cli.say import say, say_exactly, say_of_deckgen

if TYPE_CHECKING:
    from deckgen.reports.schedule import Command
    from deckgen.targets.find import Place


@click.command()
@project_option
@click.option("--every", default="15m", show_default=True, help="How often to build: 5m, 15m, 1h, 1d, 1w …")
@click.option("--systemd", is_flag=True, help="Print a service and a timer for systemd instead.")
@click.option("--publish", is_flag=True, help="Build, and bring what changed into Anki.")
@click.option("--to", metavar="TARGET", help="Where --publish brings it, as in `deckgen publish --to`.")
def cron(folder: Path, every: str, systemd: bool, publish: bool, to: str | None) -> None:
    """Print a crontab line that builds this project, or builds and publishes it.

    \b
    Examples:
      deckgen cron                        every quarter of an hour
      deckgen cron --every 1h --systemd   units for a systemd timer
      deckgen cron --publish --to https://sync.example.org/
    """
    from deckgen.project.folder import is_readable
    from deckgen.reports import schedule
    from deckgen.reports.styled import unstyled

    minutes = schedule.parse_interval(every)
    project = str(find(folder).root)
    if not is_readable(project):
        raise click.UsageError(f"the name of {project} is not UTF-8; give the folder another name")
    task = schedule.PUBLISH if publish else schedule.BUILD
    command = running_command(*task.words, "--project", project, *_target(to, publishes=publish))
    if publish:
        from deckgen.project.state.delivered import PLACES  # cron sets none of them

        places = {name: os.environ[name] for name in PLACES if os.environ.get(name)}
        command = replace(command, variables={**command.variables, **places})
    if systemd:
        say_exactly(schedule.render_units(minutes, command, project, task))
    else:
        say_exactly(schedule.render_crontab_line(minutes, command))
        say(unstyled(schedule.render_crontab_help(minutes, task), "exact"), err=True)


def _target(to: str | None, *, publishes: bool) -> tuple[str, ...]:
    """The arguments that name the target wherever cron starts; warn about what it lacks now."""
    if not publishes:
        if to is not None:
            raise click.UsageError("a build has no target; add --publish")
        return ()
    from deckgen.targets.find import Kind, find_place

    place = find_place(to)
    for warning in filter(None, _find_lacks(place)):
        say_of_deckgen(warning, "warning")
    if to is None or place is None:
        return ()
    return ("--to", str(Path(place.at).resolve()) if place.kind is Kind.CLOSED else to)


def _find_lacks(place: "Place | None") -> Iterator[str]:
    from deckgen.targets.account import explain_no_login
    from deckgen.targets.find import Kind

    if place is None:
        yield _NO_TARGET
    elif place.kind is Kind.SERVER:
        yield explain_no_login(place.at)
    if (place is None or place.kind is Kind.RUNNING) and os.environ.get("DECKGEN_ANKI_KEY"):
        yield _NO_KEY


_NO_KEY = (
    "cron does not know DECKGEN_ANKI_KEY, which is secret and so not printed; write its value into deckgen's "
    "settings as `key` under `[anki]`"
)
_NO_TARGET = (
    "neither --to nor your settings say where the packages go: each run will use a running Anki with the "
    "add-on AnkiConnect, or if Anki is closed, its only profile; to name another target, add --to"
)


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
