"""The command `diff`."""

import sys
from pathlib import Path

import click

from deckgen.cli.group import EXIT_PROBLEMS
from deckgen.cli.options import find, json_option, now, project_option
from deckgen.cli.terminal import Progress, print_problems, print_styled


@click.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@project_option
@json_option
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
    from deckgen.apkg.read import decode_apkg
    from deckgen.diff import compare
    from deckgen.reports.as_json import render_json
    from deckgen.reports.diff_json import to_json
    from deckgen.reports.diff_page import render_page
    from deckgen.reports.diff_text import render_text

    before = decode_apkg(old.read_bytes())
    after = decode_apkg(new.read_bytes() if new else _build_successor(folder, old, as_json))
    found = compare.compare(before, after)
    if page:
        _write_page(page, render_page(found, old.name, new.name if new else "the next build"))
    if as_json:
        click.echo(render_json(to_json(found)))
    else:
        print_styled(render_text(found))


def _build_successor(folder: Path, old: Path, as_json: bool) -> bytes:
    """What a build would write now in the place of this package; it ends here where the sources forbid it."""
    from deckgen.project.successor import build_successor
    from deckgen.reports.as_json import render_json
    from deckgen.reports.problems import problems_to_json

    with Progress(shown=True) as progress:
        built = build_successor(find(folder), old, now=now(), progress=progress)
    if built.remark:
        click.echo(f"deckgen: {built.remark}", err=True)
    print_problems(built.problems)
    if not built.unwritten:
        if as_json:
            click.echo(render_json({"problems": problems_to_json(built.problems)}))
        sys.exit(EXIT_PROBLEMS)
    return next(iter(built.unwritten.values()))


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
