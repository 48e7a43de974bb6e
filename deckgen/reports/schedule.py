"""Writes what makes cron or systemd build a project again and again."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deckgen.values.error import DeckgenError

LONGEST_LINE = 998
"""Debian's cron cuts a longer command off without a word."""

_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_INTERVAL = re.compile(r"(\d{1,6})\s*(m|min|h|d|w)", re.IGNORECASE)
_EXPRESSIBLE = (
    *(minutes for minutes in range(1, 60) if 60 % minutes == 0),
    *(60 * hours for hours in range(1, 24) if 24 % hours == 0),
    *(_MINUTES["d"], _MINUTES["w"]),
)


class ScheduleError(DeckgenError):
    """Cron cannot do what is asked; the message names the nearest that it can."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line that needs nothing from its environment but these variables."""

    words: tuple[str, ...]
    variables: Mapping[str, str]


def parse_interval(text: str) -> int:
    """The minutes in `15m`, `1h`, `1d` or `1w`, where cron can run something so often.

    Raises:
        ScheduleError: it is no interval, or the hour or the day is no multiple of it.
    """
    match = _INTERVAL.fullmatch(text.strip())
    if not match:
        raise ScheduleError(f"`{text}` is no interval; write minutes, hours or days: 15m, 1h, 1d")
    minutes = int(match[1]) * _MINUTES[match[2][0].lower()]
    if minutes not in _EXPRESSIBLE:
        nearest = min(_EXPRESSIBLE, key=lambda other: max(other, minutes) / max(1, min(other, minutes)))
        message = f"cron cannot run something every {text} evenly; the nearest it can is {_show(nearest)}"
        raise ScheduleError(message)
    return minutes


def render_crontab_line(minutes: int, command: Command) -> str:
    """The line for `crontab -e`.

    Raises:
        ScheduleError: a path has a character that cron cannot pass on.
    """
    words = [f"{name}={shlex.quote(value)}" for name, value in command.variables.items()]
    shell = " ".join([*words, shlex.join(command.words)])
    for character, name in (("\n", "a line break"), ("\r", "a line break"), ("\\", "a backslash")):
        if character in shell:
            raise ScheduleError(
                f"a path holds {name}, which cron cannot pass on: {shell!r}; rename the folder"
            )
    # To cron a percent sign is the end of the line, in quotes too.
    escaped = shell.replace("%", r"\%")
    if len(escaped.encode()) > LONGEST_LINE:
        raise ScheduleError(
            f"the paths are too long for cron, which takes {LONGEST_LINE} bytes; move the project"
        )
    return f"{_cron_fields(minutes)} {escaped}"


def render_service(command: Command, project: str) -> str:
    """The systemd unit that builds once."""
    variables = [f"Environment={_unit_word(f'{name}={value}')}" for name, value in command.variables.items()]
    # In the path of the program a `$` is itself, behind it the beginning of a variable.
    program, *arguments = (_unit_word(word) for word in command.words)
    start = " ".join([program, *(word.replace("$", "$$") for word in arguments)])
    return "\n".join(
        [
            "[Unit]",
            f"Description=deckgen build of {_unit_text(project)}",
            "",
            "[Service]",
            "Type=oneshot",
            *variables,
            f"ExecStart={start}",
            "# Another build was running; the next run will see to it.",
            "SuccessExitStatus=3",
            "Nice=10",
            "",
        ]
    )


def render_timer(minutes: int, project: str) -> str:
    """The systemd unit that starts the service of the same name; a run slept through is made up for."""
    return "\n".join(
        [
            "[Unit]",
            f"Description=deckgen build of {_unit_text(project)}, every {_show(minutes)}",
            "",
            "[Timer]",
            f"OnCalendar={_calendar(minutes)}",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def unit_name(project: str) -> str:
    """The name of the units of a project: `deckgen-` and its folder's name."""
    folder = re.split(r"[/\\]", project.rstrip("/\\"))[-1]
    return f"deckgen-{re.sub('[^A-Za-z0-9_.-]+', '-', folder).strip('-.') or 'project'}"


def render_crontab_help(minutes: int) -> str:
    """What to do with the line."""
    return (
        f"# Builds every {_show(minutes)}. To install it, run `crontab -e` and add the line above.\n"
        "# It prints only problems, and cron mails what is printed."
    )


def render_units(minutes: int, command: Command, project: str) -> str:
    """Both units with how to install them, as one text that is a comment but for the units."""
    name, folder = unit_name(project), "~/.config/systemd/user"
    return "\n".join(
        [
            f"# {folder}/{name}.service",
            render_service(command, project),
            f"# {folder}/{name}.timer",
            render_timer(minutes, project),
            "# To install: write the two parts into these files, then run",
            f"#   systemctl --user daemon-reload && systemctl --user enable --now {name}.timer",
            "# and, so that it runs while you are not logged in, `loginctl enable-linger`.",
            f"# What it printed: journalctl --user -u {name}",
        ]
    )


def own_command(
    started_as: str, python: str, *, package_folder: str, installed: bool, arguments: Sequence[str]
) -> Command:
    """The command line of the deckgen that runs now, in a form that works anywhere.

    `started_as` is the script's absolute path, where there is one. What is not installed is found by
    PYTHONPATH.
    """
    variables = {} if installed else {"PYTHONPATH": package_folder}
    if installed and re.fullmatch(r"deckgen(\.exe)?", re.split(r"[/\\]", started_as)[-1]):
        return Command((started_as, *arguments), variables)
    # Without -P Python would look for modules in the folder where it is started: in cron's case, at home.
    return Command((python, "-P", "-m", "deckgen", *arguments), variables)


def _cron_fields(minutes: int) -> str:
    if minutes == 1:
        return "* * * * *"
    if minutes < 60:
        return f"*/{minutes} * * * *"
    if minutes == 60:
        return "0 * * * *"
    if minutes < _MINUTES["d"]:
        return f"0 */{minutes // 60} * * *"
    return "0 4 * * *" if minutes == _MINUTES["d"] else "0 4 * * 1"


def _calendar(minutes: int) -> str:
    if minutes < 60:
        return f"*:0/{minutes}"
    if minutes < _MINUTES["d"]:
        return f"0/{minutes // 60}:00"
    return "*-*-* 04:00" if minutes == _MINUTES["d"] else "Mon *-*-* 04:00"


def _show(minutes: int) -> str:
    unit, size = next((u, size) for u, size in reversed(_MINUTES.items()) if minutes % size == 0)
    return f"{minutes // size}{unit}"


def _unit_word(word: str) -> str:
    """A word of a unit file, by systemd's rules of quoting."""
    text = _unit_text(word)
    if re.fullmatch(r"[\w@%+=:,./$-]+", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unit_text(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ScheduleError(
            f"a path holds a line break, which a unit file cannot: {text!r}; rename the folder"
        )
    return text.replace("%", "%%")
