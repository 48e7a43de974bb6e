"""What a person sees on a terminal: problems, coloured text, a bar."""

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from deckgen.reports.diff_text import Piece
    from deckgen.values.problem import Problem


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
    plain = bool(os.environ.get("NO_COLOR"))
    styled = "".join(
        click.style(text, **colours[style]) if style in colours else text for text, style in pieces
    )
    click.echo(styled, nl=False, color=False if plain else None)


class Progress:
    """A bar on a terminal, once a build has taken a second."""

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
