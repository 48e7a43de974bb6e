"""What `deckgen ingest` took from pages, what it left out, and its warnings."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from deckgen.pages.page import Dropped, Lost, Warned
from deckgen.pages.write.report import Report
from deckgen.project.ingest import Outcome
from deckgen.reports.as_json import Json
from deckgen.reports.columns import width
from deckgen.reports.plan import plan_to_json, render_doubtful
from deckgen.reports.styled import Line, as_table, as_text, plain
from deckgen.values.wording import counted, shortened

MOST_SHOWN = 20
"""Warnings of each code on a terminal: more of them would hide the last line."""
MOST_ALIKE = 3
"""Warnings of each of these codes, which many questions of a page share and which all say the same."""
_ALIKE = ("unanswered", "link-only", "picture-lost", "asks-inside")
MOST_CAUSES = 6
LEAST_TEXT = 40
"""Causes on a terminal, and the characters that each must have left out: half a line is not worth a look."""
_LONGEST_CAUSE = 36
"""The columns for a cause; a longer one, which is rare, moves the rest of its row."""
_FIRST_WORDS = 80
"""Characters of a lost text in the terminal."""
_COLUMNS = 79
"""How wide a row of a table may be, so that a terminal of the usual 80 columns does not wrap it."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Everything that was left out for one reason: its pieces, its characters, and its first piece."""

    reason: str
    pieces: int
    characters: int
    line: int
    text: str


def find_causes(report: Report) -> tuple[Cause, ...]:
    """Why text was left out; what took the most text stands first."""
    groups: dict[str, list[Dropped]] = {}
    for dropped in report.dropped:
        groups.setdefault(re.sub(r"\d+", "N", dropped.reason), []).append(dropped)
    causes = [
        Cause(reason, len(group), sum(len(d.text) for d in group), group[0].line, group[0].text)
        for reason, group in groups.items()
    ]
    return tuple(sorted(causes, key=lambda cause: -cause.characters))


def render_outcome(outcome: Outcome, *, is_one: bool = True) -> list[Line]:
    """What was lost, the first warnings of each code, why text was left out, and last what was written.

    Of a page among several only the first warning of each code is shown, and no causes.
    """
    lost = render_lost(outcome.ingested.report) if outcome.ingested else []
    if outcome.failure or outcome.ingested is None:
        plan = outcome.ingested.plan if outcome.ingested else None
        shown = render_doubtful(plan) if plan and plan.doubt else []
        return [*lost, *(((line, "error"),) for line in outcome.failure.split("\n")), *shown]
    report = outcome.ingested.report
    lines: list[Line] = []
    for code, group in _by_code(report).items():
        most = (MOST_ALIKE if code in _ALIKE else MOST_SHOWN) if is_one else 1
        # A line that says "1 more" would take as much room as the warning.
        most += len(group) == most + 1
        lines += (_placed_warning(report, warned, str(outcome.path or "")) for warned in group[:most])
        if len(group) > most:
            more = len(group) - most
            lines.append(plain(f"… {more:,} more [{code}]; `--report FILE` lists all of them"))
    if is_one:
        lines += _causes_table(report, MOST_CAUSES)
    where = f"; {outcome.remark}: {outcome.path}" if outcome.path else ""
    return [*lost, *lines, plain(summarise(report) + where)]


def render_outcomes(outcomes: Sequence[Outcome]) -> str:
    """The reports of all pages, for a file: for each page a summary by cause, then line by line."""
    return "\n".join(
        f"{as_text(_summary(o.ingested.report))}\n\n{render_report(o.ingested.report, str(o.path or ''))}"
        if o.ingested
        else f"{o.failure}\n"
        for o in outcomes
    )


def _by_code(report: Report) -> dict[str, list[Warned]]:
    groups: dict[str, list[Warned]] = {}
    for warned in report.warned:
        groups.setdefault(warned.code, []).append(warned)
    return dict(sorted(groups.items(), key=lambda pair: len(pair[1])))


def _summary(report: Report) -> list[Line]:
    codes = _by_code(report)
    rows = [f"{'warnings':>8}  {'code':<24}first line"]
    for code, group in codes.items():
        rows.append(_row(f"{len(group):>8,}  {code:<24}", group[0].line, group[0].message))
    causes = _causes_table(report)
    return [*(as_table(rows) if codes else []), *([plain("")] if codes and causes else []), *causes]


def _causes_table(report: Report, most: int | None = None) -> list[Line]:
    causes = find_causes(report)
    shown = causes if most is None else [c for c in causes[:most] if c.characters >= LEAST_TEXT]
    if not shown:
        return []
    longest = min(max(len(cause.reason) for cause in shown), _LONGEST_CAUSE) + 2
    rows = [f"{'left out':>8}  characters  {'why':<{longest}}first line"]
    for cause in shown:
        head = f"{cause.pieces:>8,}  {cause.characters:>10,}  {cause.reason:<{longest - 2}}  "
        rows.append(_row(head, cause.line, cause.text))
    more = len(causes) - len(shown)
    return [*as_table(rows), *([plain(f"… {counted(more, 'more cause')}")] if more else [])]


def _row(head: str, line: int, text: str) -> str:
    """A row of a table; its last cell is cut to the columns that are left."""
    row = f"{head}{line}: {' '.join(text.split())}"[:_COLUMNS]
    if width(row) <= _COLUMNS and len(row) < _COLUMNS:
        return row
    while width(row) >= _COLUMNS:
        row = row[:-1]
    return row + "…"


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


def render_lost(report: Report) -> list[Line]:
    """The texts of a page that are neither in the source nor left out for a reason."""
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


def _placed_warning(report: Report, warned: Warned, source: str) -> Line:
    return ((f"{report.name}:{warned.line}", "place"), (": ", "plain"), *_warning(warned, source))


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
        "summary": {
            "warnings": {code: len(group) for code, group in _by_code(report).items()},
            "left_out": [asdict(cause) for cause in find_causes(report)],
        },
        "questions": [asdict(taken) for taken in report.taken],
        "warnings": [asdict(warned) for warned in report.warned],
        "lost": [asdict(lost) for lost in report.lost],
        "dropped": [asdict(dropped) for dropped in report.dropped],
    }
