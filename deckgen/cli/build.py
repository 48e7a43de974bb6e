"""The commands that compile and examine the sources: build, check, test."""

import json
import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, json_option, now, project_option
from deckgen.cli.terminal import Progress, print_problems


@click.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@project_option
@json_option
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

    project = find(folder)
    writes = not (dry_run or locked)
    with Progress(shown=not (quiet or as_json)) as progress:
        built = build_project(
            project,
            packages,
            now=now(),
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
        if not quiet or report.failed(built):
            print_problems(built.problems)
        if not quiet and built.compilation.packages:
            click.echo(report.render_build(project, built, dry_run=not writes))
    for path in stale:
        click.echo(
            f"{path}: error: not what the sources say; run `deckgen build` and commit it [stale]", err=True
        )
    if report.failed(built) or stale:
        sys.exit(EXIT_PROBLEMS)


@click.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@project_option
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
    from deckgen.project.ledger import read_ledger
    from deckgen.values.problem import has_error

    project = find(folder)
    checked = check_project(project, packages, style=style)
    if form == "json":
        click.echo(json.dumps(report.check_to_json(checked), ensure_ascii=False, indent=2))
    else:
        if form == "github":
            click.echo(
                "".join(f"{report.render_annotation(problem)}\n" for problem in checked.problems), nl=False
            )
        else:
            print_problems(checked.problems)
        click.echo(report.render_check(checked))
    if project.ledger_path.exists():
        # Nothing of it is needed here, but two branches may have met in it, and then a build would stop.
        read_ledger(project)
    if has_error(checked.problems) or (strict and checked.problems):
        sys.exit(EXIT_PROBLEMS)


@click.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@project_option
@json_option
@click.option("--update", is_flag=True, help="Write what the examples truly print into the sources.")
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds a file."
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
    with Progress(shown=not as_json, label="Testing") as progress:
        tested = run_project_examples(find(folder), packages, limits=limits, update=update, progress=progress)
    if as_json:
        click.echo(json.dumps(report.tests_to_json(tested), ensure_ascii=False, indent=2))
    else:
        print_problems(tested.problems)
        click.echo(report.render_tests(tested))
    if has_error(tested.problems):
        sys.exit(EXIT_PROBLEMS)
