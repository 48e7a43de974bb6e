"""Options that several commands share, and what they mean."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from deckgen.cli.group import JSON_ASKED

if TYPE_CHECKING:
    from deckgen.project.folder import Project
    from deckgen.values.text import Timestamp


_Command = TypeVar("_Command", bound=Callable[..., Any])


def project_option(command: _Command) -> _Command:
    """Say which project a command works on."""
    return click.option(
        "-C",
        "--project",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        help="The project's folder; by default the one you stand in.",
    )(command)


def json_option(command: _Command) -> _Command:
    """Offer the result to machines."""
    return click.option(
        "--json",
        "as_json",
        is_flag=True,
        is_eager=True,
        callback=note_json,
        help="Print the result as JSON.",
    )(command)


def note_json(context: click.Context, _: click.Parameter, value: bool | str | None) -> bool | str | None:
    """Note that JSON was asked for, so that an error is printed as JSON too; the option is eager for that."""
    if value in (True, "json"):
        context.meta[JSON_ASKED] = True
    return value


def find(folder: Path) -> "Project":
    """Find the project that this folder stands in."""
    from deckgen.project.folder import find_project

    return find_project(folder)


def now() -> "Timestamp":
    """The time of this build: SOURCE_DATE_EPOCH where set, so that a build can be repeated."""
    from deckgen.values.text import Timestamp

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return Timestamp(int(time.time()))
    if not epoch.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH must be seconds since 1970, and is {epoch!r}")
    return Timestamp(int(epoch))
