"""The command `diff`."""

import json
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
    from deckgen.reports import diff_json as machine
    from deckgen.reports import diff_text as text
    from deckgen.reports.diff_page import render_page

    before = decode_apkg(old.read_bytes())
    after = decode_apkg(new.read_bytes() if new else _build_successor(folder, old, as_json))
    found = compare.compare(before, after)
    if page:
        _write_page(page, render_page(found, old.name, new.name if new else "the next build"))
    if as_json:
        click.echo(json.dumps(machine.to_json(found), ensure_ascii=False, indent=2))
    else:
        print_styled(text.render_text(found))


def _build_successor(folder: Path, old: Path, as_json: bool) -> bytes:
    """What a build would write now in the place of this package; it ends here where the sources forbid it."""
    from deckgen.project.successor import build_successor
    from deckgen.reports.build import problems_to_json

    with Progress(shown=True) as progress:
        built = build_successor(find(folder), old, now=now(), progress=progress)
    if built.remark:
        click.echo(f"deckgen: {built.remark}", err=True)
    print_problems(built.problems)
    if not built.unwritten:
        if as_json:
            found = {"problems": problems_to_json(built.problems)}
            click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        sys.exit(EXIT_PROBLEMS)
    return next(iter(built.unwritten.values()))


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
