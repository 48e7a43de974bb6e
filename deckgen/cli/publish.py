"""The command `publish`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deckgen.cli.group import EXIT_PROBLEMS, print_json
from deckgen.cli.options import find, now, project_command
from deckgen.cli.say import say, say_of_deckgen
from deckgen.cli.terminal import print_problems, progress_bar

if TYPE_CHECKING:
    from deckgen.project.build import Built
    from deckgen.project.folder import Project
    from deckgen.project.publish.publish import Outcome, Plan, Retire, Shelf
    from deckgen.targets.target import Target


@project_command
@click.option(
    "--to",
    metavar="TARGET",
    help="Where the packages go: the path of a collection.anki2, or the address of a sync server.",
)
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before anything is done.")
@click.option(
    "-q", "--quiet", is_flag=True, help="Print only problems, and one line if something was brought."
)
@click.option(
    "--retire",
    type=click.Choice(["suspend", "delete"]),
    is_flag=False,
    flag_value="suspend",
    help="Suspend the cards of retired notes, or delete the notes.",
)
@click.option(
    "--take-ours",
    "taken",
    metavar="KEY",
    multiple=True,
    help="Overwrite what the learner made of this note; * stands for all.",
)
@click.option(
    "--report", "only_report", is_flag=True, help="Show which cards the learner fails, and do nothing."
)
@click.option("--login", is_flag=True, help="Log in to the sync server --to, and do nothing else.")
@click.option("--logout", is_flag=True, help="Forget the login to the sync server --to.")
def publish(
    packages: tuple[str, ...],
    folder: Path,
    as_json: bool,
    to: str | None,
    dry_run: bool,
    yes: bool,
    quiet: bool,
    retire: str | None,
    taken: tuple[str, ...],
    only_report: bool,
    login: bool,
    logout: bool,
) -> None:
    """Build, and bring what changed into Anki: all packages, or those named.

    Anki's own importer does it, on a plan that is shown first, after a backup. Reviews stay, and so does what
    a learner wrote: an edited note is overwritten only by --take-ours.

    \b
    Examples:
      deckgen publish --dry-run            what would be done?
      deckgen publish --retire             and suspend the cards of questions that are gone
      deckgen publish --quiet --yes        from cron
      deckgen publish --report             which cards does the learner fail?
      deckgen publish --login --to https://sync.example.org/
    """
    from deckgen.cli.login import log_in, log_out
    from deckgen.project.publish.publish import Retire, publish, read_shelf
    from deckgen.project.state.delivered import Packages
    from deckgen.reports import publish as report
    from deckgen.targets.account import settings_file
    from deckgen.targets.find import open_target
    from deckgen.values.problem import has_error

    if login or logout:
        (log_in if login else log_out)(to)
        return
    project = find(folder)
    built = _build(project, packages, quiet=quiet or as_json, writes=not only_report)
    now_built = Packages(str(project.root), to, str(settings_file()))
    is_plain = quiet and not (packages or as_json or dry_run or retire or taken or only_report)
    if is_plain and now_built.are_delivered():
        sys.exit(EXIT_PROBLEMS if has_error(built.problems) else 0)
    shelf = read_shelf(project, _publishable(built), also_gone=not packages)
    if only_report:
        with open_target(to) as target:
            _report_failing(built, shelf, target, as_json=as_json)
        return
    choice = Retire(retire or Retire.NOTHING)
    shown: list[Plan] = []

    def agree(plan: "Plan") -> bool:
        shown.append(plan)
        if not (quiet or as_json):
            say(report.render_plan(plan, target.name))
        return not dry_run and (plan.is_empty or yes or _ask(choice))

    with open_target(to) as target:
        outcome = publish(project, shelf, target, take_ours=taken, retire=choice, agree=agree)
        (plan,) = shown
        if as_json:
            print_json({**report.plan_to_json(plan, target.name), "outcome": report.outcome_to_json(outcome)})
        elif outcome:
            _say_outcome(plan, outcome, target.name, quiet=quiet)
    if outcome and not (packages or outcome.missing or outcome.fault):
        now_built.remember()
    if has_error(built.problems) or (outcome and (outcome.missing or outcome.fault)):
        sys.exit(EXIT_PROBLEMS)


def _build(project: "Project", names: tuple[str, ...], *, quiet: bool, writes: bool) -> "Built":
    """Build what is to be published, and print what is wrong with it."""
    from deckgen.project.build import build_project
    from deckgen.reports.build import render_unchanged
    from deckgen.values.problem import has_error

    at, is_asked = now()
    with progress_bar(shown=not quiet) as progress:
        built = build_project(
            project,
            names,
            now=at,
            now_is_asked=is_asked,
            write=writes,
            progress=progress,
            summarise=lambda built: render_unchanged(project, built),
        )
    if built.remark:
        say_of_deckgen(built.remark, "warning")
    if not quiet or has_error(built.problems):
        print_problems(built.problems)
    return built


def _publishable(built: "Built") -> list[str]:
    """The packages without an error; the others are named."""
    compiled = built.compilation.packages
    for package in compiled:
        if package.contents is None:
            say_of_deckgen(f"{package.name} is not published: its sources hold an error", "warning")
    return [package.name for package in compiled if package.contents is not None]


def _report_failing(built: "Built", shelf: "Shelf", target: "Target", *, as_json: bool) -> None:
    from deckgen.project.publish.publish import find_places
    from deckgen.publish.failing import find_failing
    from deckgen.reports.failing import failing_to_json, render_failing

    failing = find_failing(target.read(shelf.guids, ()), shelf.guids)
    places = find_places(built.compilation)
    if as_json:
        print_json(failing_to_json(failing, places))
    else:
        say(render_failing(failing, places, target.name))


def _ask(retire: "Retire") -> bool:
    """Ask whether to go on; a deletion wants the whole word."""
    from deckgen.project.publish.publish import Retire

    if not sys.stdin.isatty():
        raise click.UsageError("nobody can be asked here whether to go on; add --yes, or --dry-run")
    if retire is Retire.DELETE:
        return bool(click.prompt("Notes are deleted with their reviews. Type `delete` to go on") == "delete")
    return click.confirm("Go on?")


def _say_outcome(plan: "Plan", outcome: "Outcome", target: str, *, quiet: bool) -> None:
    from deckgen.reports import publish as report

    if not quiet:
        say([((" ", "plain"),), *report.render_outcome(plan, outcome, target)])
        return
    say(report.render_faults(outcome, target), err=True)
    if not plan.is_empty:
        say(f"deckgen: {target}: {report.summarise(plan)}")
