"""What a person sees on a terminal: problems, coloured text, a progress bar."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from deckgen.cli.group import EXIT_PROBLEMS, print_json
from deckgen.cli.say import say, say_styled

if TYPE_CHECKING:
    from deckgen.compilation.values import Progress
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
            say("".join(f"{render_annotation(problem)}\n" for problem in problems), nl=False)
        else:
            print_problems(problems)
        say(text, nl=bool(text))
    if has_error(problems) or (strict and problems):
        sys.exit(EXIT_PROBLEMS)


def print_problems(problems: "tuple[Problem, ...]") -> None:
    """Print problems, one per line, and their number to stderr; on a terminal only the first of a kind."""
    from deckgen.reports.printable import printable_line
    from deckgen.reports.problems import render_problem_count, shorten_list

    for problem in shorten_list(problems) if sys.stderr.isatty() else problems:
        if isinstance(problem, str):
            say(printable_line(problem), err=True)
            continue
        severity = {"fg": "red" if problem.severity == "error" else "yellow"}
        say_styled(
            (printable_line(str(problem.location)), {"bold": True}),
            (": ", {}),
            (problem.severity, severity),
            (f": {printable_line(problem.message)} [{problem.code}]\n", {}),
            err=True,
        )
    if problems:
        say(render_problem_count(problems), err=True)


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
    styled = ((text, colours.get(style, {"reset": False})) for text, style in pieces)
    say_styled(*styled, color=False if os.environ.get("NO_COLOR") else None)


@contextmanager
def progress_bar(*, shown: bool, label: str = "Rendering") -> Iterator["Progress"]:
    """A bar on a terminal, shown once the work has taken a second."""
    begun = time.monotonic()
    bar: Any = None

    def update(done: int, total: int) -> None:
        nonlocal bar
        if shown and bar is None and sys.stderr.isatty() and time.monotonic() - begun > 1:
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bar.update(done - 1)
        if bar is not None:
            bar.update(1)

    try:
        yield update
    finally:
        if bar is not None:
            bar.render_finish()
