"""What `deckgen ingest` took from pages, what it left out, and its warnings."""

from collections.abc import Sequence
from dataclasses import asdict

from deckgen.pages.page import Lost, Warned
from deckgen.pages.write.report import Report
from deckgen.project.ingest import Outcome
from deckgen.reports.as_json import Json
from deckgen.reports.plan import plan_to_json, render_doubtful
from deckgen.reports.styled import Line, as_text, plain
from deckgen.values.wording import counted, shortened

MOST_SHOWN = 20
"""Warnings per page: more of them would hide the last line."""
_FIRST_WORDS = 80
"""Characters of a lost text in the terminal."""


def render_outcome(outcome: Outcome) -> list[Line]:
    """What was lost of a page, its warnings, and in the last line what was written."""
    lost = _lost_lines(outcome.ingested.report) if outcome.ingested else []
    if outcome.failure or outcome.ingested is None:
        plan = outcome.ingested.plan if outcome.ingested else None
        shown = render_doubtful(plan) if plan and plan.doubt else []
        return [*lost, *(((line, "error"),) for line in outcome.failure.split("\n")), *shown]
    report = outcome.ingested.report
    source = str(outcome.path or "")
    lines: list[Line] = [
        ((f"{report.name}:{warned.line}", "place"), (": ", "plain"), *_warning(warned, source))
        for warned in report.warned[:MOST_SHOWN]
    ]
    if len(report.warned) > MOST_SHOWN:
        more = len(report.warned) - MOST_SHOWN
        lines.append(plain(f"… and {more} more warnings; `--report FILE` lists them all"))
    where = f"; {outcome.remark}: {outcome.path}" if outcome.path else ""
    return [*lost, *lines, plain(summarise(report) + where)]


def render_outcomes(outcomes: Sequence[Outcome]) -> str:
    """The reports of all pages, for a file."""
    return "\n".join(
        render_report(o.ingested.report, str(o.path or "")) if o.ingested else f"{o.failure}\n"
        for o in outcomes
    )


def outcomes_to_json(outcomes: Sequence[Outcome]) -> dict[str, Json]:
    """The reports as JSON, with the Markdown if it was not written to a file."""
    return {
        "pages": [
            {
                **(_report_to_json(o.ingested.report) if o.ingested else {"page": o.name}),
                "output": str(o.path) if o.path and not o.failure else None,
                "markdown": o.ingested.markdown if o.ingested and not o.path else None,
                "plan": plan_to_json(o.ingested.plan) if o.ingested and o.plan else None,
                "remark": o.remark,
                "error": o.failure or None,
            }
            for o in outcomes
        ]
    }


def render_report(report: Report, source: str = "") -> str:
    """The report as lines that an editor can jump to; `source` is the file that was written."""
    rows: list[tuple[int, str]] = []
    for taken in report.taken:
        state = "" if taken.answered else " (unanswered)"
        rows.append((taken.line, f"question: {taken.question}{state}{_target(source, taken.source_line)}"))
    rows += ((lost.line, as_text([_lost(lost, lost.text)])) for lost in report.lost)
    rows += ((warned.line, as_text([_warning(warned, source)])) for warned in report.warned)
    for dropped in report.dropped:
        rows.append((dropped.line, f"dropped: {' '.join(dropped.text.split())} ({dropped.reason})"))
    rows.sort(key=lambda row: row[0])
    return "".join(f"{report.name}:{line}: {text}\n" for line, text in rows) + summarise(report) + "\n"


def summarise(report: Report) -> str:
    """The report in one line."""
    if report.is_own:
        return f"{report.name}: written by ingest, and left as it is"
    answered = sum(taken.answered for taken in report.taken)
    drafts = len(report.taken) - answered
    lost = sum(each.letters for each in report.lost)
    parts = [
        counted(answered, "question"),
        *([counted(drafts, "unanswered draft")] if drafts else []),
        counted(len(report.warned), "warning"),
        f"{counted(len(report.dropped), 'piece')} of text left out",
        *([f"{counted(lost, 'character')} lost"] if lost else []),
    ]
    return f"{report.name}: {report.kind}: {', '.join(parts)}"


def _lost_lines(report: Report) -> list[Line]:
    lines: list[Line] = [
        (
            (f"{report.name}:{lost.line}", "place"),
            (": ", "plain"),
            *_lost(lost, shortened(lost.text, _FIRST_WORDS)),
        )
        for lost in report.lost[:MOST_SHOWN]
    ]
    if len(report.lost) > MOST_SHOWN:
        more = len(report.lost) - MOST_SHOWN
        lines.append(plain(f"… and {more} more texts were lost; `--report FILE` lists them all"))
    return lines


def _lost(lost: Lost, words: str) -> Line:
    size = counted(lost.letters, "character")
    message = f'{size} of the page are neither in the source nor left out for a reason: "{words}"'
    return (("error", "error"), (f": {message}; copy what you need from the page [text-lost]", "plain"))


def _warning(warned: Warned, source: str) -> Line:
    target = _target(source, warned.source_line) if warned.source_line else ""
    return (
        ("warning", "warning"),
        (f": {warned.message} [{warned.code}]{target}", "plain"),
    )


def _target(source: str, line: int) -> str:
    return f" -> {source}:{line}" if source else f" -> line {line}"


def _report_to_json(report: Report) -> dict[str, Json]:
    return {
        "page": report.name,
        "kind": report.kind.value,
        "questions": [asdict(taken) for taken in report.taken],
        "warnings": [asdict(warned) for warned in report.warned],
        "lost": [asdict(lost) for lost in report.lost],
        "dropped": [asdict(dropped) for dropped in report.dropped],
    }
