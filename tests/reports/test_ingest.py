"""What a person sees of an ingested page: a summary by cause, and the page line by line."""

from deckgen.pages.ingest import ingest
from deckgen.pages.page import Dropped, PageKind, Warned
from deckgen.pages.write.report import Report
from deckgen.project.ingest import Outcome
from deckgen.reports.columns import width
from deckgen.reports.ingest import MOST_ALIKE, find_causes, outcomes_to_json, render_outcome, render_outcomes
from deckgen.reports.styled import as_text

PAGE = "# Interview questions\n\n" + "".join(f"## {n}. What is part {n}?\n\nTODO\n\n" for n in range(1, 31))
OUTCOME = Outcome("page.md", ingest(PAGE.encode(), "page.md"))


def test_a_terminal_shows_a_few_warnings_of_each_code_and_how_many_more_there_are() -> None:
    lines = as_text(render_outcome(OUTCOME)).split("\n")
    assert len([line for line in lines if "[unanswered] ->" in line]) == MOST_ALIKE
    assert "… 27 more [unanswered]; `--report FILE` lists all of them" in lines
    assert (
        lines[-1]
        == "page.md: markdown: 0 questions, 30 unanswered drafts, 30 warnings, 61 pieces of text left out"
    )


def test_of_one_page_among_several_a_terminal_shows_less() -> None:
    lines = as_text(render_outcome(OUTCOME, is_one=False)).split("\n")
    assert [line for line in lines if "left out  " in line] == []
    assert len(lines) == 3


def test_a_report_begins_with_a_summary_by_cause_and_goes_on_line_by_line() -> None:
    summary, causes, log = render_outcomes([OUTCOME]).split("\n\n")
    assert summary.split("\n")[1].split()[:3] == ["30", "unanswered", "3:"]
    rows = [row.split()[:2] for row in causes.split("\n")[1:]]
    assert rows == [["30", "120"], ["30", "81"], ["1", "19"]]
    assert log.startswith("page.md:1: dropped: Interview questions")


def test_what_took_the_most_text_stands_first_and_lines_in_reasons_are_one_cause() -> None:
    dropped = [
        Dropped(3, "short", "noise"),
        *(Dropped(n, "long " * n, f"the same as at line {n}") for n in (7, 8)),
    ]
    causes = find_causes(Report("p", PageKind.TEXT, (), tuple(dropped), ()))
    assert [(c.reason, c.pieces, c.line) for c in causes] == [
        ("the same as at line N", 2, 7),
        ("noise", 1, 3),
    ]


def test_no_row_of_a_table_is_wider_than_a_terminal() -> None:
    dropped = tuple(Dropped(n, "一段很长的中文 " * 20, f"reason {'x' * n}") for n in range(1, 80, 9))
    warned = tuple(Warned(n, f"code-{n}", "什么是 " * 40) for n in range(5))
    report = Report("p", PageKind.TEXT, (), dropped, warned)
    ingested = ingest(b"# Interview questions\n\n## What is it?\n\nIt.\n", "p")
    outcome = Outcome("p", type(ingested)(ingested.markdown, report))
    tables = render_outcomes([outcome]).split("\np:")[0]
    assert max(map(width, tables.split("\n"))) <= 80


def test_json_has_the_summary_too() -> None:
    (page,) = outcomes_to_json([OUTCOME])["pages"]  # type: ignore[misc,union-attr]
    assert page["summary"]["warnings"] == {"unanswered": 30}  # type: ignore[index,call-overload]
    assert page["summary"]["left_out"][0] == {  # type: ignore[index,call-overload]
        "reason": "a placeholder",
        "pieces": 30,
        "characters": 120,
        "line": 5,
        "text": "TODO",
    }
