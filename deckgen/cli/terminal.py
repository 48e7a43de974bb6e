"""What a person sees on a terminal: problems, coloured text, a progress bar."""

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from deckgen.cli.group import EXIT_PROBLEMS

if TYPE_CHECKING:
    from deckgen.reports.as_json import Json
    from deckgen.reports.diff_text import Piece
    from deckgen.values.problem import Problem


def finish(
    problems: "tuple[Problem, ...]",
    text: str,
    json: "Json | None" = None,
    *,
    annotate: bool = False,
    strict: bool = False,
) -> None:
    """Print a result, as JSON if that is given, and end the command with an error if the problems hold one.

    `annotate` prints the problems as annotations of GitHub; with `strict` a warning counts as an error.
    """
    from deckgen.reports.problems import render_annotation
    from deckgen.values.problem import has_error

    if json is not None:
        print_json(json)
    else:
        if annotate:
            click.echo("".join(f"{render_annotation(problem)}\n" for problem in problems), nl=False)
        else:
            print_problems(problems)
        click.echo(text, nl=bool(text))
    if has_error(problems) or (strict and problems):
        sys.exit(EXIT_PROBLEMS)


def print_json(value: "Json") -> None:
    """Print a result for programs."""
    from deckgen.reports.as_json import render_json

    click.echo(render_json(value))


def print_problems(problems: "tuple[Problem, ...]") -> None:
    """Print each problem on a line of its own to stderr, and their number."""
    from deckgen.reports.problems import render_problem_count

    for problem in problems:
        place = click.style(str(problem.location), bold=True)
        severity = click.style(problem.severity, fg="red" if problem.severity == "error" else "yellow")
        click.echo(f"{place}: {severity}: {problem.message} [{problem.code}]", err=True)
    if problems:
        click.echo(render_problem_count(problems), err=True)


def print_styled(pieces: "tuple[Piece, ...]") -> None:
    """Print in colours on a terminal, unless NO_COLOR is set (https://no-color.org)."""
    colours: dict[str, dict[str, Any]] = {
        "heading": {"bold": True},
        "name": {"fg": "cyan"},
        "quiet": {"dim": True},
        "added": {"fg": "green"},
        "removed": {"fg": "red"},
        "warning": {"fg": "yellow", "bold": True},
    }
    styled = "".join(click.style(text, **colours.get(style, {"reset": False})) for text, style in pieces)
    click.echo(styled, nl=False, color=False if os.environ.get("NO_COLOR") else None)


class Progress:
    """A bar on a terminal, shown once the work has taken a second."""

    def __init__(self, *, shown: bool, label: str = "Rendering") -> None:
        self._label = label
        self._shown = shown and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def __call__(self, done: int, total: int) -> None:
        if self._shown and self._bar is None and time.monotonic() - self._begun > 1:
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar.update(done - 1)
        if self._bar is not None:
            self._bar.update(1)
