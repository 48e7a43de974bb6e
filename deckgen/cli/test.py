"""The command `test`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, json_option, project_option
from deckgen.cli.terminal import Progress, print_problems


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
    from deckgen.project.examples.examine import run_project_examples
    from deckgen.project.examples.run import Limits
    from deckgen.reports import examples as report
    from deckgen.reports.as_json import render_json
    from deckgen.values.problem import has_error

    limits = Limits(timeout, memory * 1024**2)
    with Progress(shown=not as_json, label="Testing") as progress:
        tested = run_project_examples(find(folder), packages, limits=limits, update=update, progress=progress)
    if as_json:
        click.echo(render_json(report.tests_to_json(tested)))
    else:
        print_problems(tested.problems)
        click.echo(report.render_tests(tested))
    if has_error(tested.problems):
        sys.exit(EXIT_PROBLEMS)
