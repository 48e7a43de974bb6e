"""The command `diff`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS, print_json
from deckgen.cli.options import EXISTING_FILE, FILE, find, json_option, now, project_option
from deckgen.cli.say import say, say_of_deckgen
from deckgen.cli.terminal import print_problems, progress_bar


@click.command()
@click.argument("old", type=EXISTING_FILE)
@click.argument("new", required=False, type=EXISTING_FILE)
@project_option
@json_option
@click.option("--html", "page", type=FILE, help="Write the diff as a page to this file, too.")
def diff(old: Path, new: Path | None, folder: Path, as_json: bool, page: Path | None) -> None:
    """Show what an import of NEW will do to a learner who has OLD, note by note.

    Both may be any .apkg. Without NEW, the diff shows what a build would write now. The learner's own edits
    are not known: in notes that change, Anki overwrites them unless they are newer.

    \b
    Examples:
      deckgen diff decks/llm-interview.apkg                  what the next build will bring
      deckgen diff old.apkg new.apkg --html changes.html     a page to read and to send
    """
    from deckgen.apkg.read import decode_apkg
    from deckgen.diff import compare
    from deckgen.project.folder import is_folder
    from deckgen.project.package import read_package
    from deckgen.project.replace import write_report
    from deckgen.reports.diff_json import to_json
    from deckgen.reports.diff_page import render_page
    from deckgen.reports.diff_text import render_text
    from deckgen.reports.styled import split_lines

    before = read_package(old)
    after = read_package(new) if new else decode_apkg(_build_successor(folder, old, as_json))
    found = compare.compare(before, after)
    if page:
        if not is_folder(page.parent):
            raise click.UsageError(f"{page} cannot be written: its folder does not exist")
        text = render_page(found, old.name, new.name if new else "the next build")
        write_report(page, text.encode())
    if as_json:
        print_json(to_json(found))
    else:
        say(split_lines(render_text(found)))


def _build_successor(folder: Path, old: Path, as_json: bool) -> bytes:
    """What a build would write now in place of this package; exit if the sources have an error."""
    from deckgen.project.successor import build_successor
    from deckgen.reports.as_json import problems_to_json

    with progress_bar(shown=True) as progress:
        built = build_successor(find(folder), old, now=now()[0], progress=progress)
    if built.remark:
        say_of_deckgen(built.remark, "warning")
    print_problems(built.problems)
    if not built.output.unwritten:
        if as_json:
            print_json({"problems": problems_to_json(built.problems)})
        sys.exit(EXIT_PROBLEMS)
    return next(iter(built.output.unwritten.values()))
