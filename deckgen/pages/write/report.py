"""Reports what became of every part of a page, as text and as JSON."""

from dataclasses import dataclass

from deckgen.pages.page import Dropped, PageKind, Warned


@dataclass(frozen=True, slots=True)
class Taken:
    """A question that was taken: its line in the page and in the source, its key and its words."""

    line: int
    source_line: int
    key: str
    text: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What was taken from a page, what was left out and why, and what a person should look at."""

    name: str
    kind: PageKind
    taken: tuple[Taken, ...]
    dropped: tuple[Dropped, ...]
    warned: tuple[Warned, ...]
    is_own: bool = False


def render_report(report: Report, source: str = "") -> str:
    """The report as lines with places that an editor can jump to; `source` is the file that was written."""
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


def render_warning(report: Report, warned: Warned, source: str = "") -> str:
    """One warning as it stands in the report."""
    return f"{report.name}:{warned.line}: {_warning(warned, source)}"


def _warning(warned: Warned, source: str) -> str:
    where = f"{source}:{warned.source_line}" if source else f"line {warned.source_line}"
    place = f" -> {where}" if warned.source_line else ""
    return f"warning: {warned.message} [{warned.code}]{place}"


def summarise(report: Report) -> str:
    """The report in one line."""
    if report.is_own:
        return f"{report.name}: this file was written by ingest and is left as it is"
    answered = sum(question.is_answered for question in report.taken)
    drafts = len(report.taken) - answered
    parts = [_count(answered, "question")]
    if drafts:
        parts.append(f"{_count(drafts, 'unanswered draft')}")
    parts += [
        _count(len(report.warned), "warning"),
        f"{_count(len(report.dropped), 'piece')} of text left out",
    ]
    return f"{report.name}: {report.kind}: {', '.join(parts)}"


def report_to_json(report: Report) -> dict[str, object]:
    """The report as a JSON object."""
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


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
