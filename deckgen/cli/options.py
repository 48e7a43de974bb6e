"""Arguments and options that several commands share, and what they mean."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen.cli.group import JSON_ASKED

if TYPE_CHECKING:
    from deckgen.project.folder import Project
    from deckgen.values.text import Timestamp


FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def note_json(context: click.Context, _: click.Parameter, value: bool | str | None) -> bool | str | None:
    """Note that JSON was asked for, so that an error is printed as JSON too; the option is eager for that."""
    if value in (True, "json"):
        context.meta[JSON_ASKED] = True
    return value


packages_argument = click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
project_option = click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The project's folder; by default the current folder.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, is_eager=True, callback=note_json, help="Print the result as JSON."
)


def project_command(function: Callable[..., None]) -> click.Command:
    """A command with the arguments that most commands have: packages, the project's folder, and `--json`."""
    return click.command()(packages_argument(project_option(json_option(function))))


def find(folder: Path) -> "Project":
    """Find the project that contains this folder."""
    from deckgen.project.folder import find_project

    return find_project(folder)


def now() -> "tuple[Timestamp, bool]":
    """The time of this build, and whether it is SOURCE_DATE_EPOCH, by which a build can be repeated."""
    from deckgen.values.text import Timestamp

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return Timestamp(int(time.time())), False
    if not epoch.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH must be seconds since 1970, and is {epoch!r}")
    return Timestamp(int(epoch)), True
