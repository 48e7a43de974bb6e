"""What a person sees on a terminal: problems, a result, a progress bar."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from deckgen.cli.group import EXIT_PROBLEMS, print_json
from deckgen.cli.say import say, say_whole
from deckgen.cli.screen import columns_of

if TYPE_CHECKING:
    from deckgen.compilation.values import Progress
    from deckgen.reports.as_json import Json
    from deckgen.reports.styled import Line
    from deckgen.values.problem import Problem


def finish(
    problems: "tuple[Problem, ...]",
    result: "str | Iterable[Line]",
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
            say_whole("".join(f"{render_annotation(problem)}\n" for problem in problems), nl=False)
        else:
            print_problems(problems)
        say(result)
    if has_error(problems) or (strict and problems):
        sys.exit(EXIT_PROBLEMS)


def print_problems(problems: "tuple[Problem, ...]") -> None:
    """Print problems, one per line, and their number to stderr; on a terminal only the first of a kind."""
    from deckgen.reports.problems import render_problem, render_problem_count, shorten_list

    listed = shorten_list(problems) if columns_of(sys.stderr) else problems
    say(map(render_problem, listed), err=True)
    if problems:
        say([render_problem_count(problems)], err=True)


@contextmanager
def progress_bar(*, shown: bool, label: str = "Rendering") -> Iterator["Progress"]:
    """A bar on a terminal, shown once the work has taken a second."""
    begun = time.monotonic()
    bar: Any = None

    def update(done: int, total: int) -> None:
        nonlocal bar
        if shown and bar is None and (columns := columns_of(sys.stderr)) and time.monotonic() - begun > 1:
            # 0 is all columns that the label and the time leave, 36 is click's usual width.
            bar = click.progressbar(
                length=total, label=label, file=sys.stderr, width=36 if columns >= 80 else 0
            )
            bar.update(done - 1)
        if bar is not None:
            bar.update(1)

    try:
        yield update
    finally:
        if bar is not None:
            bar.render_finish()
