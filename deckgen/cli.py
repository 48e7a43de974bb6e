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
    from deckgen.outputs.diff.text import Piece
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
      deckgen diff FILE.apkg       what the next import will change

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
            project,
            packages,
            now=_now(),
            write=writes,
            allow_removals=allow_removals,
            progress=progress,
            summarise=lambda built: report.render_unchanged(project, built),
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
@click.option("--json", "form", flag_value="json", help="Print the result as JSON.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), help="How to print problems."
)
@click.option("--style", is_flag=True, help="Look at spaces and punctuation in Chinese text, too.")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
def check(packages: tuple[str, ...], folder: Path, form: str | None, style: bool, strict: bool) -> None:
    """Show every problem in the sources, and advice; nothing is written, and nothing is run.

    \b
    Examples:
      deckgen check
      deckgen check llm-interview --json
      deckgen check --strict --format github    in a workflow: notes beside the lines
    """
    from deckgen import report
    from deckgen.project.check import check_project
    from deckgen.values.problem import has_error

    checked = check_project(_find(folder), packages, style=style)
    if form == "json":
        click.echo(json.dumps(report.check_to_json(checked), ensure_ascii=False, indent=2))
    else:
        if form == "github":
            click.echo(
                "".join(f"{report.render_annotation(problem)}\n" for problem in checked.problems), nl=False
            )
        else:
            _print_problems(checked.problems)
        click.echo(report.render_check(checked))
    if has_error(checked.problems) or (strict and checked.problems):
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@_project_option
@_json_option
@click.option("--update", is_flag=True, help="Write what the examples truly print into the sources.")
@click.option(
    "--timeout", default=60.0, show_default=True, type=click.FloatRange(0.1), help="Seconds a file."
)
@click.option("--memory", default=4096, show_default=True, type=click.IntRange(64), help="MiB a file.")
def test(
    packages: tuple[str, ...], folder: Path, as_json: bool, update: bool, timeout: float, memory: int
) -> None:
    """Run the examples in the answers, as doctest does, and show what prints something else.

    Each file has a process of its own, without network, and with no more time and memory than allowed. It
    is the only command that executes what stands in a source: test no deck that you would not run.

    \b
    Examples:
      deckgen test                    every example
      deckgen test llm-interview      those of one package
      deckgen test --update           write the true output where it differs
    """
    from deckgen import report
    from deckgen.project.examples import run_project_examples
    from deckgen.project.run_examples import Limits
    from deckgen.values.problem import has_error

    limits = Limits(timeout, memory * 1024**2)
    with _Progress(shown=not as_json, label="Testing") as progress:
        tested = run_project_examples(
            _find(folder), packages, limits=limits, update=update, progress=progress
        )
    if as_json:
        click.echo(json.dumps(report.tests_to_json(tested), ensure_ascii=False, indent=2))
    else:
        _print_problems(tested.problems)
        click.echo(report.render_tests(tested))
    if has_error(tested.problems):
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@_project_option
@_json_option
@click.option("-n", "--dry-run", is_flag=True, help="Show the missing keys, and write nothing.")
def keys(packages: tuple[str, ...], folder: Path, as_json: bool, dry_run: bool) -> None:
    """Write missing keys into the sources, so that a question may be reworded freely.

    Each key is the one that the ledger knows the question by, so no note changes, and nothing else in
    the file does.

    \b
    Examples:
      deckgen keys --dry-run          what would be written, and where
      deckgen keys llm-interview      one package
    """
    from deckgen import report
    from deckgen.project.keys import add_keys
    from deckgen.values.problem import has_error

    found = add_keys(_find(folder), packages, write=not dry_run)
    if as_json:
        click.echo(json.dumps(report.keys_to_json(found), ensure_ascii=False, indent=2))
    else:
        _print_problems(found.problems)
        click.echo(report.render_keys(found, dry_run=dry_run), nl=bool(found.added or not found.problems))
    if has_error(found.problems):
        sys.exit(EXIT_PROBLEMS)


@main.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("-o", "--output", default="", help="The source to write; a folder/ for several pages.")
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="Write it here."
)
@_json_option
@click.option("--kind", type=click.Choice(["html", "markdown", "text"]), help="Say what the page is.")
@click.option("--force", is_flag=True, help="Overwrite a source that was edited.")
@click.option("--merge", is_flag=True, help="Update the questions that nobody has edited.")
@click.option("--pictures", is_flag=True, help="Fetch pictures from the web into images/.")
@click.option("--allow-private", is_flag=True, help="Permit addresses within a private network.")
def ingest(
    pages: tuple[str, ...], output: str, report_file: Path | None, as_json: bool, **wishes: Any
) -> None:
    """Make Q&A Markdown from pages of interview questions, and report all that is left out.

    PAGE is a saved page (HTML, MHTML, Markdown, text), a folder of them, an address, or - for standard
    input. Without -o the Markdown goes to standard output.

    \b
    Examples:
      deckgen ingest page.html -o source/llm.md --report report.txt
      deckgen ingest pages/ -o source/llm/
      deckgen ingest https://example.com/questions --pictures -o source/llm.md
    """
    from deckgen.project import ingest as ingestion

    outcomes = ingestion.ingest_pages(pages, output, ingestion.Wishes(**wishes))
    if report_file:
        ingestion.write_report(report_file, outcomes)
    if as_json:
        click.echo(json.dumps(ingestion.outcomes_to_json(outcomes), ensure_ascii=False, indent=2))
    elif not output:
        click.echo("".join(o.ingested.markdown for o in outcomes if o.ingested), nl=False)
    for outcome in outcomes:
        click.echo(outcome.diff, nl=False)
        click.echo(ingestion.describe(outcome), err=True)
    if any(outcome.failure for outcome in outcomes):
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
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_project_option
@_json_option
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page to this file, too."
)
def diff(old: Path, new: Path | None, folder: Path, as_json: bool, page: Path | None) -> None:
    """Show what an import of NEW will do to a learner who has OLD, note by note.

    Any .apkg will do. Without NEW it is what a build would write now. A learner's own edits are not known
    here: Anki overwrites them in notes that change, unless they are newer.

    \b
    Examples:
      deckgen diff decks/llm-interview.apkg                  what the next build will bring
      deckgen diff old.apkg new.apkg --html changes.html     a page to read and to send
    """
    from deckgen.outputs.diff import compare, machine, text
    from deckgen.outputs.diff.page import render_page
    from deckgen.outputs.read_apkg import decode_apkg

    before = decode_apkg(old.read_bytes())
    after = decode_apkg(new.read_bytes() if new else _build_successor(folder, old))
    found = compare.compare(before, after)
    if page:
        _write_page(page, render_page(found, old.name, new.name if new else "the next build"))
    if as_json:
        click.echo(json.dumps(machine.to_json(found), ensure_ascii=False, indent=2))
    else:
        _print_styled(text.render_text(found))


@main.command()
@_project_option
def watch(folder: Path) -> None:
    """Build now and on every save in source/, until Ctrl-C.

    \b
    Example:
      deckgen watch
    """
    from deckgen.project.root import LEDGER, SOURCE
    from deckgen.watch import watch_folder

    project = _find(folder)
    click.echo(f"Watching {project.root / SOURCE}; Ctrl-C stops.")
    watch_folder(project.root / SOURCE, LEDGER, lambda: _build_and_go_on(project))
    click.echo("Stopped.")


@main.command()
@_project_option
@click.option("--every", default="15m", show_default=True, help="How often: 5m, 15m, 1h, 1d, 1w …")
@click.option("--systemd", is_flag=True, help="Print a service and a timer for systemd instead.")
def cron(folder: Path, every: str, systemd: bool) -> None:
    """Print a crontab line that builds this project, wherever cron starts it.

    \b
    Examples:
      deckgen cron                        every quarter of an hour
      deckgen cron --every 1h --systemd   units for a systemd timer
    """
    from deckgen import schedule

    minutes = schedule.parse_interval(every)
    project = str(_find(folder).root)
    package_folder = str(Path(__file__).absolute().parent.parent)
    command = schedule.own_command(
        str(Path(sys.argv[0]).absolute()),
        sys.executable,
        package_folder=package_folder,
        installed=_is_installed(package_folder),
        arguments=("build", "--quiet", "--project", project),
    )
    if systemd:
        click.echo(schedule.render_units(minutes, command, project))
    else:
        click.echo(schedule.render_crontab_line(minutes, command))
        click.echo(schedule.render_crontab_help(minutes), err=True)


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


def _build_and_go_on(project: "Project") -> None:
    """Build, and whatever is wrong, only say so: the next save may put it right."""
    from deckgen import report
    from deckgen.project.build import build_project

    try:
        built = build_project(
            project, (), now=_now(), summarise=lambda built: report.render_unchanged(project, built)
        )
    except DeckgenError as error:
        click.echo(f"deckgen: {error}", err=True)
    except Exception as error:
        _report_bug(error)
    else:
        if built.remark:
            click.echo(f"deckgen: {built.remark}", err=True)
        _print_problems(built.problems)
        click.echo(report.render_brief(project, built, time.strftime("%H:%M:%S")))


def _is_installed(package_folder: str) -> bool:
    """Whether Python finds this deckgen without PYTHONPATH."""
    from importlib.metadata import PackageNotFoundError, distribution

    if package_folder in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        return False
    try:
        distribution("deckgen")
    except PackageNotFoundError:
        return False
    return True


def _build_successor(folder: Path, old: Path) -> bytes:
    """What a build would write now in the place of this package; it ends here where the sources forbid it."""
    from deckgen.project.successor import build_successor

    with _Progress(shown=True) as progress:
        built = build_successor(_find(folder), old, now=_now(), progress=progress)
    if built.remark:
        click.echo(f"deckgen: {built.remark}", err=True)
    _print_problems(built.problems)
    contents = [package.content for package in built.compilation.packages if package.content is not None]
    return contents[0] if contents else sys.exit(EXIT_PROBLEMS)


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None


def _print_styled(pieces: "tuple[Piece, ...]") -> None:
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

    def __init__(self, *, shown: bool, label: str = "Rendering") -> None:
        self._label = label
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
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar.update(done - 1)
        if self._bar is not None:
            self._bar.update(1)
