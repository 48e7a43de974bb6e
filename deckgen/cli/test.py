"""The command `test`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, project_command
from deckgen.cli.say import say, say_of_deckgen
from deckgen.cli.terminal import finish, progress_bar

if TYPE_CHECKING:
    from deckgen.project.examples.examine import Examined
    from deckgen.project.folder import Project
    from deckgen.reports.as_json import Json
    from deckgen.reports.styled import Line


@project_command
@click.option("--update", is_flag=True, help="Write what the examples print into the sources.")
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds per file."
)
@click.option("--memory", default=4096, show_default=True, type=click.IntRange(64), help="MiB per file.")
@click.option(
    "--mutants", is_flag=True, help="Make mistakes in the answers, and show those that nothing catches."
)
@click.option(
    "--at-least",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="With --mutants: end with 1 if a smaller share of the mistakes is caught.",
)
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
    mutants: bool,
    at_least: float | None,
    require_isolation: bool,
) -> None:
    """Run the examples in the answers, as doctest does, and show which ones differ.

    The examples of a file run in a process of their own, with limits on time, memory and disk. On Linux
    5.13 and newer the kernel isolates it: it sees only Python and the system, changes only files in its own
    empty folder, and has no network and no other processes. Elsewhere only mistakes are stopped, which the
    command says: do not test a deck there that you do not trust. No other command executes code from a
    source.

    --mutants shows how well the answers are held: after the test it makes mistakes in the first paragraph of
    each answer, one at a time, such as another number, a `not` more, or two terms swapped. A mistake that
    neither an example marked as the answer nor an erratum catches survives, and is listed at its line. This
    writes nothing.

    \b
    Examples:
      deckgen test                        every example
      deckgen test llm-interview          those of one package
      deckgen test --update               write the true output of those that differ
      deckgen test --mutants              which mistakes in the answers nothing would catch
      deckgen test --mutants --at-least 60
      deckgen test --require-isolation    only where the kernel isolates them
    """
    from deckgen.project.examples.examine import run_project_examples
    from deckgen.project.examples.run import Limits, find_isolation
    from deckgen.project.installation import command_to_add
    from deckgen.reports import examples as report
    from deckgen.reports.styled import plain
    from deckgen.values.codes import Code

    if mutants and update:
        raise click.UsageError("--mutants writes nothing; first run `deckgen test --update` alone")
    if at_least is not None and not mutants:
        raise click.UsageError("--at-least says how many mutants must be caught; add --mutants")
    project, isolation = find(folder), find_isolation()
    limits = Limits(timeout, memory * 1024**2)
    if isolation.why and not require_isolation:
        say([report.render_warning(isolation)], err=True)
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
    lines = report.render_tests(tested)
    if any(problem.code in (Code.LIBRARY_MISSING, Code.LIBRARY_UNDECLARED) for problem in tested.problems):
        lines.append(plain(f"To install a library where the examples run: {command_to_add('NAME')}"))
    json = report.tests_to_json(tested) if as_json else None
    if mutants:
        _finish_mutants(project, packages, tested, lines, json, at_least)
    else:
        finish(tested.problems, lines, json)


def _finish_mutants(
    project: "Project",
    packages: tuple[str, ...],
    tested: "Examined",
    lines: "list[Line]",
    json: "dict[str, Json] | None",
    at_least: float | None,
) -> None:
    from deckgen.project.examples.mutants import try_mutants
    from deckgen.reports import mutants as report
    from deckgen.reports.styled import plain

    with progress_bar(shown=json is None, label="Mutating") as progress:
        mutated = try_mutants(project, packages, tested, progress)
    if json is not None:
        json = {**json, "mutants": report.mutants_to_json(mutated)}
    finish((*tested.problems, *mutated.problems), [*lines, plain(""), *report.render_mutants(mutated)], json)
    if at_least is not None and report.caught_percent(mutated) < at_least:
        say_of_deckgen(report.render_too_few(mutated, at_least))
        sys.exit(EXIT_PROBLEMS)
