"""The command `test`."""

from pathlib import Path

import click

from deckgen.cli.options import find, project_command
from deckgen.cli.say import say
from deckgen.cli.terminal import finish, progress_bar


@project_command
@click.option("--update", is_flag=True, help="Write what the examples print into the sources.")
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds per file."
)
@click.option("--memory", default=4096, show_default=True, type=click.IntRange(64), help="MiB per file.")
@click.option(
    "--require-isolation",
    is_flag=True,
    help="Run nothing, and end with 1, where the kernel cannot isolate the examples; for CI.",
)
def test(
    packages: tuple[str, ...],
    folder: Path,
    as_json: bool,
    update: bool,
    timeout: float,
    memory: int,
    require_isolation: bool,
) -> None:
    """Run the examples in the answers, as doctest does, and show which ones differ.

    The examples of a file run in a process of their own, with limits on time, memory and disk. On Linux
    5.13 and newer the kernel isolates it: it sees only Python and the system, changes only files in its own
    empty folder, and has no network and no other processes. Elsewhere only mistakes are stopped, which the
    command says: do not test a deck there that you do not trust. No other command executes code from a
    source.

    \b
    Examples:
      deckgen test                        every example
      deckgen test llm-interview          those of one package
      deckgen test --update               write the true output of those that differ
      deckgen test --require-isolation    only where the kernel isolates them
    """
    from deckgen.project.examples.examine import run_project_examples
    from deckgen.project.examples.run import Limits, find_isolation
    from deckgen.project.installation import command_to_add
    from deckgen.reports import examples as report
    from deckgen.values.codes import Code

    project, isolation = find(folder), find_isolation()
    limits = Limits(timeout, memory * 1024**2)
    if isolation.why and not require_isolation:
        say(report.render_warning(isolation), err=True)
    with progress_bar(shown=not as_json, label="Testing") as progress:
        tested = run_project_examples(
            project,
            packages,
            limits=limits,
            isolation=isolation,
            require_isolation=require_isolation,
            update=update,
            progress=progress,
        )
    text = report.render_tests(tested)
    if any(problem.code in (Code.LIBRARY_MISSING, Code.LIBRARY_UNDECLARED) for problem in tested.problems):
        text = f"{text}\nTo install a library where the examples run: {command_to_add('NAME')}"
    finish(tested.problems, text, report.tests_to_json(tested) if as_json else None)
