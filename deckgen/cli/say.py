"""Prints everything that a command says, so that neither a file name nor a source commands a terminal."""

import sys
from io import StringIO
from typing import IO, Any

import click

from deckgen.reports.printable import printable


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text for people, or JSON."""
    click.echo(printable(text), err=err, nl=nl)


def say_styled(*pieces: tuple[str, dict[str, Any]], err: bool = False, color: bool | None = None) -> None:
    """Print texts, each in the style that click knows by these arguments."""
    styled = "".join(click.style(printable(text), **style) for text, style in pieces)
    click.echo(styled, err=err, nl=False, color=color)


def say_exactly(text: str, *, nl: bool = True) -> None:
    """Print what another program may read; only a terminal gets it as `say` does."""
    is_terminal = sys.stdout.isatty()
    click.echo(printable(text) if is_terminal else text, nl=nl, color=None if is_terminal else True)


def say_traceback(error: Exception) -> None:
    """Print where an error happened, to stderr."""
    import traceback

    say("".join(traceback.format_exception(error)), err=True, nl=False)


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
        say(text.getvalue(), err=True, nl=False)
