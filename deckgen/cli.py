"""The commands: arguments in, exit code out."""

import json
import os
import shlex
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from deckgen import __version__
from deckgen.values.error import BusyError, DeckgenError

if TYPE_CHECKING:
    from deckgen.project.folder import Project
    from deckgen.values.problem import Problem
    from deckgen.values.text import Timestamp

EXIT_PROBLEMS, EXIT_USAGE, EXIT_BUSY, EXIT_BUG = 1, 2, 3, 70

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Commands(click.Group):
    """Shows the commands in the order of their use, and meets what a command could not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BusyError as error:
            click.echo(f"deckgen: {error}", err=True)
            ctx.exit(EXIT_BUSY)
        except DeckgenError as error:
            click.echo(f"deckgen: {error}", err=True)
            ctx.exit(EXIT_USAGE)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            _report_bug(error)
            ctx.exit(EXIT_BUG)


def _report_bug(error: Exception) -> None:
    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}:{where.lineno}"
    click.echo(f"deckgen: this is a bug in deckgen: {type(error).__name__}: {error} ({place})", err=True)
    click.echo(
        "Please report it with the source that causes it. DECKGEN_DEBUG=1 shows the whole trace.", err=True
    )
    if os.environ.get("DECKGEN_DEBUG"):
        traceback.print_exception(error)


def _project_option(command: _Command) -> _Command:
    return click.option(
        "-C",
        "--project",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        help="The project's folder; by default the one you stand in.",
    )(command)


def _json_option(command: _Command) -> _Command:
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")(command)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="deckgen")
def main() -> None:
    """Compile Q&A Markdown into Anki packages that can be imported again and again.

    \b
    Examples:
      deckgen new my-deck          a project to begin with
      deckgen build                source/*.md becomes decks/*.apkg
      deckgen inspect FILE.apkg    what a package holds

    Exit codes: 0 fine, 1 problems in the sources, 2 wrong usage or no readable project, 3 another build
    is running.
    """


@main.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@_project_option
@_json_option
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems: for cron.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--allow-removals", is_flag=True, help="Go on even where many notes would be removed at once.")
@click.option(
    "--locked", is_flag=True, help="Fail where a package or the ledger is not what the sources say: for CI."
)
def build(
    packages: tuple[str, ...],
    folder: Path,
    as_json: bool,
    quiet: bool,
    dry_run: bool,
    locked: bool,
    allow_removals: bool,
) -> None:
    """Compile source/ into decks/*.apkg: all packages, or those named.

    A package whose sources hold an error is not written, and its old file stays; the others are built all
    the same. Nothing changed means nothing is written.

    \b
    Examples:
      deckgen build                   everything
      deckgen build llm-interview     one package
      deckgen build --quiet           from cron: silent unless something is wrong
      deckgen build --locked          in CI: are the committed packages up to date?
    """
    from deckgen import report
    from deckgen.project.build import build_project

    project = _find(folder)
    writes = not (dry_run or locked)
    with _Progress(shown=not (quiet or as_json)) as progress:
        built = build_project(
            project, packages, now=_now(), write=writes, allow_removals=allow_removals, progress=progress
        )
    stale = built.differing if locked else ()
    if built.remark:
        click.echo(f"deckgen: {built.remark}", err=True)
    if as_json:
        click.echo(json.dumps(report.build_to_json(project, built), ensure_ascii=False, indent=2))
    else:
        _print_problems(built.problems)
        if not quiet and built.compilation.packages:
            click.echo(report.render_build(project, built, dry_run=not writes))
    for path in stale:
        click.echo(
            f"{path}: error: not what the sources say; run `deckgen build` and commit it [stale]", err=True
        )
    if report.failed(built) or stale:
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@_project_option
@_json_option
def check(packages: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Show every problem in the sources, and write nothing.

    \b
    Examples:
      deckgen check
      deckgen check llm-interview --json
    """
    from deckgen import report
    from deckgen.project.build import check_project
    from deckgen.values.problem import has_error

    sources, problems = check_project(_find(folder), packages)
    if as_json:
        click.echo(json.dumps({"problems": report.problems_to_json(problems)}, ensure_ascii=False, indent=2))
    else:
        _print_problems(problems)
        if not problems:
            files = sum(len(package.files) for package in sources)
            click.echo(f"No problems in {files} file{'' if files == 1 else 's'}.")
    if has_error(problems):
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.argument("apkg", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_json_option
def inspect(apkg: Path, as_json: bool) -> None:
    """Show what a package holds: decks, notes, cards, note types, pictures.

    Any .apkg will do, Anki's own exports too.

    \b
    Examples:
      deckgen inspect decks/llm-interview.apkg
      deckgen inspect decks/llm-interview.apkg --json
    """
    from deckgen.outputs import inspect as inspection
    from deckgen.outputs.read_apkg import decode_apkg

    package = decode_apkg(apkg.read_bytes())
    if as_json:
        click.echo(json.dumps(inspection.to_json(package), ensure_ascii=False, indent=2))
    else:
        click.echo(inspection.describe(package))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a project that builds at once and explains itself.

    \b
    Example:
      deckgen new my-deck && deckgen build --project my-deck
    """
    from deckgen.project.new import create_project

    written = create_project(folder)
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"\nNext: deckgen build --project {shlex.quote(str(folder))}")


def _find(folder: Path) -> "Project":
    from deckgen.project.folder import find_project

    return find_project(folder)


def _now() -> "Timestamp":
    """The time of this build: SOURCE_DATE_EPOCH where set, so that a build can be repeated."""
    from deckgen.values.text import Timestamp

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return Timestamp(int(time.time()))
    if not epoch.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH must be seconds since 1970, and is {epoch!r}")
    return Timestamp(int(epoch))


def _print_problems(problems: "tuple[Problem, ...]") -> None:
    from deckgen.report import render_problem_count

    for problem in problems:
        place, severity, rest = str(problem).split(": ", 2)
        colour = "red" if severity == "error" else "yellow"
        click.echo(f"{click.style(place, bold=True)}: {click.style(severity, fg=colour)}: {rest}", err=True)
    if problems:
        click.echo(render_problem_count(problems), err=True)


class _Progress:
    """A bar on a terminal, once a build has taken a second."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def __call__(self, done: int, total: int) -> None:
        if self._shown and self._bar is None and time.monotonic() - self._begun > 1:
            self._bar = click.progressbar(length=total, label="Rendering", file=sys.stderr)
            self._bar.update(done - 1)
        if self._bar is not None:
            self._bar.update(1)
