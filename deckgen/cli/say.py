"""Prints everything that a command says, so that neither a file name nor a source commands a terminal."""

import os
import sys
from collections.abc import Iterable
from io import StringIO
from typing import IO, Any

import click

from deckgen.cli.screen import columns_of
from deckgen.reports.printable import printable
from deckgen.reports.styled import Line, Style, unstyled

STYLES: dict[Style, dict[str, Any]] = {
    "heading": {"bold": True},
    "name": {"bold": True},
    "place": {"bold": True},
    "quiet": {"dim": True},
    "hunk": {"dim": True},
    "added": {"fg": 64},
    "removed": {"fg": 167},
    "error": {"fg": 167, "bold": True},
    "warning": {"fg": 133, "bold": True},
}
"""How a terminal shows each style. Colours below 16 depend on the terminal's palette, and none of them is
readable in all of the usual ones; these are from the fixed part of the 256 and have a contrast of at least 3
there. No meaning is told by a colour alone."""


def say(said: str | Iterable[Line], *, err: bool = False) -> None:
    """Print a text for people: on a terminal in colours and wrapped, elsewhere line by line.

    NO_COLOR (https://no-color.org) and `--color` are obeyed.
    """
    stream = sys.stderr if err else sys.stdout
    columns = columns_of(stream)
    color = _wants_colour(columns)
    for line in unstyled(said) if isinstance(said, str) else said:
        shown = tuple((printable(text), style) for text, style in line)
        for row in _rows(shown, columns):
            text = "".join(_styled(text, style) if color else text for text, style in row)
            click.echo(text, err=err, color=color)


def say_of_deckgen(message: str, style: Style = "error") -> None:
    """Print what deckgen says about itself or its surroundings, to stderr."""
    first, *others = unstyled(message)
    say([(("deckgen:", style), (" ", "plain"), *first), *others], err=True)


def say_whole(text: str, *, nl: bool = True) -> None:
    """Print what has its own lines, such as JSON: never wrapped, and without colours."""
    click.echo(printable(text), nl=nl)


def say_exactly(text: str, *, nl: bool = True) -> None:
    """Print what another program may read; only a terminal gets it as `say` does."""
    is_terminal = sys.stdout.isatty()
    click.echo(printable(text) if is_terminal else text, nl=nl, color=None if is_terminal else True)


def say_traceback(error: Exception) -> None:
    """Print where an error happened, to stderr."""
    import traceback

    say("".join(traceback.format_exception(error)).rstrip("\n"), err=True)


class Shown(click.ClickException):
    """An error of click, such as an unknown option, as `say` prints it."""

    def __init__(self, error: click.ClickException) -> None:
        super().__init__(error.format_message())
        self.exit_code = error.exit_code  # type: ignore[misc]  # click itself sets it for each error
        self._error = error

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it with the usage of its command."""
        text = StringIO()
        self._error.show(text)
        usage, label, message = text.getvalue().rstrip("\n").rpartition("Error: ")
        first, *others = unstyled(message) or [()]
        say([*unstyled(usage)[:-1], ((label, "error"), *first), *others], err=True)


def _rows(line: Line, columns: int) -> list[Line]:
    if not columns:
        return [line]
    from deckgen.reports.columns import wrap

    return wrap(line, columns)


def _wants_colour(columns: int) -> bool:
    context = click.get_current_context(silent=True)
    if context and context.color is not None:
        return context.color
    return bool(columns) and not os.environ.get("NO_COLOR")


def _styled(text: str, style: Style) -> str:
    return click.style(text, **STYLES[style]) if style in STYLES and text else text
