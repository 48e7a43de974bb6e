"""The command `pull`."""

from pathlib import Path

import click

from deckgen.cli.group import print_json
from deckgen.cli.options import find, now, project_command
from deckgen.cli.say import say, say_of_deckgen
from deckgen.cli.terminal import print_problems


@project_command
@click.option(
    "--from", "to", metavar="TARGET", help="Where the learner's notes are, as in `deckgen publish --to`."
)
@click.option("-n", "--dry-run", is_flag=True, help="Show the patches, and write nothing.")
def pull(packages: tuple[str, ...], folder: Path, as_json: bool, to: str | None, dry_run: bool) -> None:
    """Write what a learner changed in Anki as a patch beside each source.

    `git apply` takes a patch over. The next `deckgen publish` then finds the same text on both sides. Words
    without a certain place in the source, pictures and formatting are listed at the beginning of the patch,
    to be changed by hand.

    \b
    Examples:
      deckgen pull --dry-run        what did the learner change?
      deckgen pull                  write source/NAME.md.patch
    """
    from deckgen.project.build import build_project
    from deckgen.project.publish.packages import read_published
    from deckgen.project.publish.pull import pull as write_patches
    from deckgen.project.publish.record import read_record, record_path, what_is_known
    from deckgen.reports.pull import pulled_to_json, render_pulled
    from deckgen.targets.find import open_target

    project = find(folder)
    built = build_project(project, packages, now=now()[0], write=False)
    print_problems(built.problems)
    names = [one.name for one in built.compilation.packages if one.contents is not None]
    published = read_published(project, names)
    with open_target(to, lambda text: say_of_deckgen(text, "warning"), option="--from") as target:
        record = read_record(record_path(published.project_id, target.identity))
        held, name = target.read(published.guids, ()), target.name
    known, places = what_is_known(project, record), built.compilation.places
    pulled = write_patches(project, published, held, known, places, write=not dry_run)
    if as_json:
        print_json(pulled_to_json(pulled))
    else:
        say(render_pulled(pulled, name, dry_run=dry_run))
