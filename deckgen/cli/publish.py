"""The command `publish`."""

import sys
from dataclasses import dataclass
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
    from deckgen.project.publish.packages import PublishedPackages
    from deckgen.project.publish.publish import Outcome, Plan, Retire
    from deckgen.project.state.delivered import Packages
    from deckgen.targets.target import Target


@project_command
@click.option(
    "--to",
    metavar="TARGET",
    help="Where the packages go: `anki` for the running Anki, a profile or the path of its collection.anki2, "
    "or the address of a sync server.",
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
    from deckgen.project.publish.packages import read_published
    from deckgen.project.publish.publish import Retire
    from deckgen.targets.find import open_target
    from deckgen.values.problem import has_error

    if login and logout:
        raise click.UsageError("--login and --logout exclude each other; give one of them")
    if login or logout:
        (log_in if login else log_out)(to)
        return
    if only_report and (retire or taken):
        raise click.UsageError("--report changes nothing; leave --retire and --take-ours out")
    project = find(folder)
    built = _build(project, packages, quiet=quiet or as_json, writes=not only_report)
    failed = has_error(built.problems)
    is_plain = quiet and not (packages or as_json or dry_run or retire or taken or only_report)
    delivered = _delivered(project, to)
    if not (is_plain and delivered.are_delivered()):
        published = read_published(project, _publishable(built), also_gone=not packages)
        published.check_keys(taken)
        with open_target(to, lambda text: say_of_deckgen(text, "warning")) as target:
            if only_report:
                _report_failing(built, published, target, as_json=as_json)
                return
            run = _Run(project, published, target, Retire(retire or Retire.NOTHING), taken, quiet, as_json)
            outcome = run.publish(asks=not yes, does=not dry_run)
        if outcome and not (packages or outcome.is_faulty):
            delivered.remember()
        failed = failed or bool(outcome and outcome.is_faulty)
    if failed:
        sys.exit(EXIT_PROBLEMS)


@dataclass(frozen=True)
class _Run:
    """One delivery, which shows its plan, asks, and says what was done."""

    project: "Project"
    published: "PublishedPackages"
    target: "Target"
    retire: "Retire"
    taken: tuple[str, ...]
    quiet: bool
    as_json: bool

    def publish(self, *, asks: bool, does: bool) -> "Outcome | None":
        """Deliver if the plan is agreed to; None if it was only shown."""
        from deckgen.project.publish.publish import publish
        from deckgen.reports import publish as report

        shown: list[Plan] = []

        def agree(plan: "Plan") -> bool:
            shown.append(plan)
            in_short = ""
            if self.quiet or self.as_json:
                in_short = f"{self.target.name}: {report.summarise(plan)}"
            else:
                say(report.render_plan(plan, self.target.name))
            return does and (plan.is_empty or not asks or _ask(self.retire, in_short))

        outcome = publish(
            self.project, self.published, self.target, take_ours=self.taken, retire=self.retire, agree=agree
        )
        (plan,) = shown
        if self.as_json:
            said = report.plan_to_json(plan, self.target.name)
            print_json({**said, "outcome": report.outcome_to_json(outcome)})
        elif outcome:
            _say_outcome(plan, outcome, self.target.name, quiet=self.quiet)
        return outcome


def _delivered(project: "Project", to: str | None) -> "Packages":
    from deckgen.project.state.delivered import Packages
    from deckgen.targets.account import settings_file

    return Packages(str(project.root), to, str(settings_file()))


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


def _report_failing(
    built: "Built", published: "PublishedPackages", target: "Target", *, as_json: bool
) -> None:
    from deckgen.publish.failing import find_failing
    from deckgen.reports.failing import failing_to_json, render_failing

    failing = find_failing(target.read(published.guids, ()), published.guids)
    places = built.compilation.places
    if as_json:
        print_json(failing_to_json(failing, places))
    else:
        say(render_failing(failing, places, target.name))


def _ask(retire: "Retire", in_short: str) -> bool:
    """Ask on stderr whether to go on, as the plan may go to a file; a deletion wants the whole word.

    `in_short` is what a plan does that was not shown.
    """
    from deckgen.project.publish.publish import Retire
    from deckgen.reports.styled import plain

    if not sys.stdin.isatty():
        raise click.UsageError("nobody can be asked here whether to go on; add --yes, or --dry-run")
    say([plain(in_short)], err=True)
    agrees = False
    try:
        if retire is Retire.DELETE:
            agrees = click.prompt(_DELETES, err=True) == "delete"
        else:
            agrees = click.confirm("Go on?", err=True)
    except click.Abort:
        say([plain("")], err=True)
        raise
    finally:
        if not agrees:
            say("Nothing was done.", err=True)
    return agrees


_DELETES = "Notes are deleted with their reviews. Type `delete` to go on"


def _say_outcome(plan: "Plan", outcome: "Outcome", target: str, *, quiet: bool) -> None:
    from deckgen.reports import publish as report
    from deckgen.reports.styled import plain

    if not quiet:
        say([plain(""), *report.render_outcome(plan, outcome, target)])
        return
    say(report.render_faults(plan, outcome, target), err=True)
    if not plan.is_empty:
        say(f"deckgen: {target}: {report.summarise(plan)}")
