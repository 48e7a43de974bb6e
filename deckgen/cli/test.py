"""The command `test`."""

from pathlib import Path

import click

from deckgen.cli.options import find, project_command
from deckgen.cli.terminal import finish, progress_bar


@project_command
@click.option("--update", is_flag=True, help="Write what the examples print into the sources.")
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds per file."
)
@click.option("--memory", default=4096, show_default=True, type=click.IntRange(64), help="MiB per file.")
def test(
    packages: tuple[str, ...], folder: Path, as_json: bool, update: bool, timeout: float, memory: int
) -> None:
    """Run the examples in the answers, as doctest does, and show which ones differ.

    The examples of a file run in a process of their own, without network, and with limits on time and
    memory. No other command executes code from a source: do not test a deck that you do not trust.

    \b
    Examples:
      deckgen test                    every example
      deckgen test llm-interview      those of one package
      deckgen test --update           write the true output of those that differ
    """
    from deckgen.project.examples.examine import run_project_examples
    from deckgen.project.examples.run import Limits
    from deckgen.project.installation import command_to_add
    from deckgen.reports import examples as report
    from deckgen.values.codes import Code

    limits = Limits(timeout, memory * 1024**2)
    with progress_bar(shown=not as_json, label="Testing") as progress:
        tested = run_project_examples(find(folder), packages, limits=limits, update=update, progress=progress)
    text = report.render_tests(tested)
    if any(problem.code in (Code.LIBRARY_MISSING, Code.LIBRARY_UNDECLARED) for problem in tested.problems):
        text = f"{text}\nTo install a library where the examples run: {command_to_add('NAME')}"
    finish(tested.problems, text, report.tests_to_json(tested) if as_json else None)
