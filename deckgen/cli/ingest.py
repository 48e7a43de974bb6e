"""The command `ingest`."""

import sys
from pathlib import Path
from typing import Any

import click

from deckgen.cli.group import EXIT_PROBLEMS, print_json
from deckgen.cli.options import FILE, json_option
from deckgen.cli.say import say, say_exactly

KINDS = ("html", "markdown", "text", "notebook", "cards", "hashcards")


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("-o", "--output", default="", help="The source to write, or a folder/ for several pages.")
@click.option("--report", "report_file", type=FILE, help="Write the report to this file.")
@json_option
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    metavar="KIND",
    help=f"Kind of the pages: {', '.join(KINDS)}; by default detected from their text.",
)
@click.option(
    "--errata", type=FILE, help="Compare with this errata file; by default with that of the package."
)
@click.option("--plan", is_flag=True, help="Only show what each line of a page is taken for; -o writes it.")
@click.option("--plan-file", type=FILE, help="Take each line for what this plan says.")
@click.option("--label-with", default="", metavar="COMMAND", help="A program that labels a plan.")
@click.option("--anyway", is_flag=True, help="Write a page that does not look like questions, too.")
@click.option("--force", is_flag=True, help="Overwrite a source that was edited.")
@click.option("--merge", is_flag=True, help="In an edited source, update the questions that were not edited.")
@click.option("--pictures", is_flag=True, help="Download pictures from the web into images/.")
@click.option("--allow-private", is_flag=True, help="Allow addresses in a private network.")
def ingest(
    pages: tuple[str, ...], output: str, report_file: Path | None, as_json: bool, **wishes: Any
) -> None:
    """Make Q&A Markdown from pages of interview questions, and report what is left out.

    PAGE is a saved page (HTML, MHTML, Markdown, text, notebook, cards of Anki or CSV), a folder of such
    pages, an address, or - for standard input. Without -o the Markdown goes to standard output.

    \b
    Examples:
      deckgen ingest page.html -o source/llm.md --report report.txt
      deckgen ingest pages/ -o source/llm/
      deckgen ingest https://example.com/questions --pictures -o source/llm.md
      deckgen ingest page.html --plan -o page.plan
      deckgen ingest page.html --plan-file page.plan -o source/llm.md
    """
    from deckgen.project.ingest import Wishes, ingest_pages
    from deckgen.project.replace import write_report
    from deckgen.reports import ingest as report
    from deckgen.reports.plan import render_plan_outcome
    from deckgen.reports.styled import colour_diff

    outcomes = ingest_pages(pages, output, Wishes(**wishes))
    if report_file:
        write_report(report_file, report.render_outcomes(outcomes).encode())
    if as_json:
        print_json(report.outcomes_to_json(outcomes))
    elif not output:
        texts = (o.plan or o.ingested.markdown for o in outcomes if o.ingested)
        say_exactly("".join(texts), nl=False)
    is_one = len(outcomes) == 1
    for outcome in outcomes:
        say(colour_diff(outcome.diff))
        if wishes["plan"]:
            say(render_plan_outcome(outcome), err=True)
        else:
            say(report.render_outcome(outcome, is_one=is_one), err=True)
    if not all(outcome.is_whole for outcome in outcomes):
        sys.exit(EXIT_PROBLEMS)
