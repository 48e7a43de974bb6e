"""What `deckgen ingest` took from pages, what it left out, and what a person should look at."""

from collections.abc import Sequence

from deckgen.pages.page import Warned
from deckgen.pages.write.report import Report
from deckgen.project.ingest import Outcome
from deckgen.reports.as_json import Json
from deckgen.values.wording import counted

MOST_SHOWN = 20
"""Warnings of a page, before they would hide what became of it."""


def render_outcome(outcome: Outcome) -> str:
    """What a person should look at, and what became of the page in the last line."""
    if outcome.failure or outcome.ingested is None:
        return outcome.failure
    report = outcome.ingested.report
    source = str(outcome.path or "")
    lines = [
        f"{report.name}:{warned.line}: {_warning(warned, source)}" for warned in report.warned[:MOST_SHOWN]
    ]
    if len(report.warned) > MOST_SHOWN:
        lines.append(f"… and {len(report.warned) - MOST_SHOWN} warnings more; `--report FILE` lists them all")
    where = f"; {outcome.remark}: {outcome.path}" if outcome.path else ""
    return "\n".join([*lines, summarise(report) + where])


def render_outcomes(outcomes: Sequence[Outcome]) -> str:
    """The reports of all pages, for a file."""
    parts = [
        render_report(o.ingested.report, str(o.path or "")) if o.ingested else f"{o.failure}\n"
        for o in outcomes
    ]
    return "\n".join(parts)


def outcomes_to_json(outcomes: Sequence[Outcome]) -> dict[str, Json]:
    """The reports as JSON; the Markdown is in them where it was not written to a file."""
    return {
        "pages": [
            {
                **(_report_to_json(o.ingested.report) if o.ingested else {"page": o.name}),
                "output": str(o.path) if o.path and not o.failure else None,
                "markdown": o.ingested.markdown if o.ingested and not o.path else None,
                "remark": o.remark,
                "error": o.failure or None,
            }
            for o in outcomes
        ]
    }


def render_report(report: Report, source: str = "") -> str:
    """The report as lines that an editor can jump to; `source` is the file that was written."""
    rows: list[tuple[int, int, str]] = []
    for question in report.taken:
        state = "" if question.is_answered else " (unanswered)"
        where = f" -> {source}:{question.source_line}" if source else f" -> line {question.source_line}"
        rows.append((question.line, 0, f"question: {question.text}{state}{where}"))
    for warned in report.warned:
        rows.append((warned.line, 1, _warning(warned, source)))
    for dropped in report.dropped:
        rows.append((dropped.line, 2, f"dropped: {' '.join(dropped.text.split())} ({dropped.reason})"))
    rows.sort(key=lambda row: row[:2])
    return "".join(f"{report.name}:{line}: {text}\n" for line, _, text in rows) + summarise(report) + "\n"


def summarise(report: Report) -> str:
    """The report in one line."""
    if report.is_own:
        return f"{report.name}: written by ingest, and left as it is"
    answered = sum(question.is_answered for question in report.taken)
    drafts = len(report.taken) - answered
    parts = [counted(answered, "question")]
    if drafts:
        parts.append(counted(drafts, "unanswered draft"))
    parts += [
        counted(len(report.warned), "warning"),
        f"{counted(len(report.dropped), 'piece')} of text left out",
    ]
    return f"{report.name}: {report.kind}: {', '.join(parts)}"


def _warning(warned: Warned, source: str) -> str:
    where = f"{source}:{warned.source_line}" if source else f"line {warned.source_line}"
    place = f" -> {where}" if warned.source_line else ""
    return f"warning: {warned.message} [{warned.code}]{place}"


def _report_to_json(report: Report) -> dict[str, Json]:
    return {
        "page": report.name,
        "kind": report.kind.value,
        "questions": [
            {
                "line": q.line,
                "source_line": q.source_line,
                "key": q.key,
                "question": q.text,
                "answered": q.is_answered,
            }
            for q in report.taken
        ],
        "warnings": [
            {"line": w.line, "source_line": w.source_line, "code": w.code, "message": w.message}
            for w in report.warned
        ],
        "dropped": [{"line": d.line, "text": d.text, "reason": d.reason} for d in report.dropped],
    }
