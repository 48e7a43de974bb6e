"""Write what makes cron or systemd build a project regularly."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from deckgen.values.error import DeckgenError

LONGEST_LINE = 998
"""In bytes: Debian's cron silently cuts a longer command off."""

_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_INTERVAL = re.compile(r"(\d{1,6})\s*(m|min|h|d|w)", re.IGNORECASE)
_TIMES = {
    1: ("* * * * *", "*:0/1"),
    **{m: (f"*/{m} * * * *", f"*:0/{m}") for m in range(2, 60) if 60 % m == 0},
    60: ("0 * * * *", "0/1:00"),
    **{60 * h: (f"0 */{h} * * *", f"0/{h}:00") for h in range(2, 24) if 24 % h == 0},
    _MINUTES["d"]: ("0 4 * * *", "*-*-* 04:00"),
    _MINUTES["w"]: ("0 4 * * 1", "Mon *-*-* 04:00"),
}
"""The intervals that cron can express, in minutes, as fields of a crontab and as a time of systemd."""


class ScheduleError(DeckgenError):
    """Cron cannot do what is asked; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line that needs only these variables from its environment."""

    words: tuple[str, ...]
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """What is done regularly: the words of its command line, and what is said of it."""

    name: str
    words: tuple[str, ...]
    does: str
    prints: str


BUILD = Task("build", ("build", "--quiet"), "Builds", "It prints only problems")
PUBLISH = Task(
    "publish",
    ("publish", "--quiet", "--yes"),
    "Builds, and publishes what changed,",
    "It prints problems, and one line when something was brought",
)


def parse_interval(text: str) -> int:
    """The minutes in `15m`, `1h`, `1d` or `1w`.

    Raises:
        ScheduleError: it is not an interval, or cron cannot run something at this interval.
    """
    match = _INTERVAL.fullmatch(text.strip())
    if not match:
        raise ScheduleError(f"`{text}` is not an interval; write it as 15m, 1h, 1d or 1w")
    minutes = int(match[1]) * _MINUTES[match[2][0].lower()]
    if minutes not in _TIMES:
        nearest = min(_TIMES, key=lambda other: max(other, minutes) / max(1, min(other, minutes)))
        raise ScheduleError(f"cron cannot run every {text}; the nearest possible is {_show(nearest)}")
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
            message = f"a path contains {name}, which cron cannot pass on: {shell!r}; rename the folder"
            raise ScheduleError(message)
    # To cron a percent sign ends the line, even in quotes.
    escaped = shell.replace("%", r"\%")
    if len(escaped.encode()) > LONGEST_LINE:
        raise ScheduleError(
            f"the paths are too long for cron, which accepts {LONGEST_LINE} bytes; move the project"
        )
    return f"{_TIMES[minutes][0]} {escaped}"


def render_units(minutes: int, command: Command, project: str, task: Task = BUILD) -> str:
    """The service and the timer for systemd, with how to install them as comments."""
    variables = [f"Environment={_unit_word(f'{name}={value}')}" for name, value in command.variables.items()]
    # In the path of the program a `$` is itself; after the path it begins a variable.
    program, *arguments = (_unit_word(word) for word in command.words)
    start = " ".join([program, *(word.replace("$", "$$") for word in arguments)])
    template = (files(__package__) / "units.txt").read_text(encoding="utf-8").rstrip("\n")
    return Template(template).substitute(
        name=unit_name(project),
        project=_unit_text(project),
        start="\n".join([*variables, f"ExecStart={start}"]),
        task=task.name,
        every=_show(minutes),
        calendar=_TIMES[minutes][1],
    )


def unit_name(project: str) -> str:
    """The name of the units of a project: `deckgen-` and the name of its folder."""
    folder = re.split(r"[/\\]", project.rstrip("/\\"))[-1]
    return f"deckgen-{re.sub('[^A-Za-z0-9_.-]+', '-', folder).strip('-.') or 'project'}"


def render_crontab_help(minutes: int, task: Task = BUILD) -> str:
    """How to install the line."""
    return (
        f"# {task.does} every {_show(minutes)}. To install it, run `crontab -e` and add the line above.\n"
        f"# {task.prints}, and cron mails what is printed."
    )


def own_command(
    started_as: str, python: str, *, package_folder: str, installed: bool, arguments: Sequence[str]
) -> Command:
    """The command line of the deckgen that runs now, in a form that works in any folder.

    `started_as` is the absolute path of the script, if there is one. If deckgen is not installed, PYTHONPATH
    makes Python find it.
    """
    variables = {} if installed else {"PYTHONPATH": package_folder}
    if installed and re.fullmatch(r"deckgen(\.exe)?", re.split(r"[/\\]", started_as)[-1]):
        return Command((started_as, *arguments), variables)
    # Without -P Python would look for modules in the folder where it starts: under cron, the home folder.
    return Command((python, "-P", "-m", "deckgen", *arguments), variables)


def _show(minutes: int) -> str:
    unit, size = next((u, size) for u, size in reversed(_MINUTES.items()) if minutes % size == 0)
    return f"{minutes // size}{unit}"


def _unit_word(word: str) -> str:
    """A word of a unit file, quoted by systemd's rules."""
    text = _unit_text(word)
    if re.fullmatch(r"[\w@%+=:,./$-]+", text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unit_text(text: str) -> str:
    if "\n" in text or "\r" in text:
        message = (
            f"a path contains a line break, which a unit file cannot contain: {text!r}; rename the folder"
        )
        raise ScheduleError(message)
    return text.replace("%", "%%")
