"""What all commands have in common on the command line: the form of `--help`, and `--color`."""

import re
import sys
from collections.abc import Iterable
from typing import Any, TypeVar

import click

from deckgen.cli.screen import columns_of

_Command = TypeVar("_Command", bound=click.Command)
_WISHES = {"auto": None, "always": True, "never": False}
_EXAMPLES = re.compile(r"\n\n\x08\n(Examples?):\n")


class HelpFormatter(click.HelpFormatter):
    """Help that fits the terminal, with examples whose explanations are a column of their own."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "width": (columns_of(sys.stdout) or 80) - 2})

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int | None = None, col_spacing: int = 2
    ) -> None:
        """Write names with their explanations; the explanations have most of a narrow terminal."""
        super().write_dl(list(rows), col_max or self.width * 3 // 8, col_spacing)

    def write_text(self, text: str) -> None:
        """Write a text; `Examples:` after a `\\b` is followed by a command and its explanation per line."""
        before, *examples = _EXAMPLES.split(text)
        super().write_text(before)
        if examples:
            title, text = examples
            lines, _, after = text.partition("\n\n")
            rows = [line.strip().partition("  ") for line in lines.split("\n")]
            with self.section(title):
                self.write_dl([(command, why.strip()) for command, _, why in rows], self.width // 2)
            if after:
                self.write("\n")
                super().write_text(after)


class _Context(click.Context):
    formatter_class = HelpFormatter


def _set_colour(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        context.color = _WISHES[value]


def with_shared_options(command: _Command) -> _Command:
    """Give a command, unless it has them, the form of help and the option that all commands have."""
    if command.context_class is _Context:
        return command
    command.context_class = _Context
    command.params.append(
        click.Option(
            ["--color"],
            type=click.Choice(list(_WISHES)),
            metavar="WHEN",
            is_eager=True,
            expose_value=False,
            callback=_set_colour,
            help="Use colours: auto (on a terminal, the default), always or never.",
        )
    )
    return command
