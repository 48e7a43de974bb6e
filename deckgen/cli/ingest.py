"""The command `ingest`."""

import sys
from pathlib import Path
from typing import Any

import click

from deckgen.cli.browser import DEFAULT_PORT, browser_options, show, warn
from deckgen.cli.group import EXIT_PROBLEMS, print_json, report_bug
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
@click.option("--review", is_flag=True, help="Label the plan in the browser, beside the cards that it makes.")
@browser_options
@click.option("--anyway", is_flag=True, help="Write a page that does not look like questions, too.")
@click.option("--force", is_flag=True, help="Overwrite a source that was edited.")
@click.option("--merge", is_flag=True, help="In an edited source, update the questions that were not edited.")
@click.option("--pictures", is_flag=True, help="Download pictures from the web into images/.")
@click.option("--allow-private", is_flag=True, help="Allow addresses in a private network.")
def ingest(
    pages: tuple[str, ...],
    output: str,
    report_file: Path | None,
    as_json: bool,
    review: bool,
    port: int,
    opens: bool | None,
    **wishes: Any,
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
      deckgen ingest page.html --review -o source/llm.md
    """
    if not review and (port != DEFAULT_PORT or opens is not None):
        raise click.UsageError("`--port` and `--open` are for the page that `--review` opens; add `--review`")
    if review:
        _check_review(pages, output, wishes, unfit={"--json": as_json, "--report": report_file})
        _review(pages[0], Path(output), wishes, port, opens)
        return
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


def _check_review(
    pages: tuple[str, ...], output: str, wishes: dict[str, Any], unfit: dict[str, object]
) -> None:
    if len(pages) > 1:
        raise click.UsageError(f"`--review` shows one page, and these are {len(pages)}; give one")
    if not output:
        raise click.UsageError("`--review` writes a source and its plan; give it with `-o SOURCE.md`")
    for option, value in {**unfit, "--plan": wishes["plan"]}.items():
        if value:
            raise click.UsageError(f"`--review` and `{option}` do not go together; leave one out")


def _review(page: str, source: Path, wishes: dict[str, Any], port: int, opens: bool | None) -> None:
    from deckgen.project.ingest import Wishes
    from deckgen.project.review import Review
    from deckgen.server.review import make_review_app
    from deckgen.server.run import listen, run

    review = Review(page, source, Wishes(**wishes))
    with listen(port, warn) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        say(f"Showing the plan of {review.name} (Ctrl-C stops) at {address}")
        show(address, opens)
        run(make_review_app(review, report_bug), listener)
    say("Stopped.")
