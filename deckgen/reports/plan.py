"""What the lines of a page are taken for: a summary of its plan, and its questions."""

from collections import Counter

from deckgen.pages.plan.rows import NOTHING, QUESTIONS, Label, Plan, Row
from deckgen.project.ingest import Outcome
from deckgen.reports.as_json import Json
from deckgen.reports.styled import Line, plain
from deckgen.values.wording import counted

_NOUNS = {
    Label.QUESTION: "question",
    Label.DRAFT: "draft",
    Label.GROUP: "group",
    Label.REFERENCE: "reference",
    Label.LEFT_OUT: "row left out",
}
MOST_SHOWN = 20
"""Questions of a page that is not written; `--plan` shows them all."""


def render_plan_outcome(outcome: Outcome) -> list[Line]:
    """A summary of a plan that was asked for, and where it was written."""
    if outcome.failure or outcome.ingested is None:
        return [((outcome.failure, "error"),)]
    plan = outcome.ingested.plan
    where = f"; {outcome.remark}: {outcome.path}" if outcome.path else ""
    lines = [plain(f"{outcome.name}: {summarise(plan)}{where}")]
    if plan.doubt:
        doubt = f": this does not look like a page of questions: {plan.doubt}"
        lines.append(((outcome.name, "place"), (": ", "plain"), ("warning", "warning"), (doubt, "plain")))
    return lines


def render_doubtful(plan: Plan) -> list[Line]:
    """The questions of a page that was not written."""
    rows = [row for row in plan.rows if row.label in (*QUESTIONS, Label.GROUP)]
    lines: list[Line] = [((f"  {_as_text(row)}", "exact"),) for row in rows[:MOST_SHOWN]]
    if len(rows) > MOST_SHOWN:
        lines.append(plain(f"  … and {len(rows) - MOST_SHOWN} more; `--plan` shows all"))
    return lines


def summarise(plan: Plan) -> str:
    """How many rows of each kind a plan has."""
    counts = Counter(row.label for row in plan.rows)
    parts = [_counted(counts[label], noun) for label, noun in _NOUNS.items() if counts[label]]
    return ", ".join(parts) or NOTHING


def plan_to_json(plan: Plan) -> Json:
    """The rows of a plan."""
    rows = [
        {"label": row.label.value, "line": row.line, "remark": row.remark, "text": row.text.strip()}
        for row in plan.rows
    ]
    return {"doubt": plan.doubt or None, "rows": rows}


def _counted(count: int, noun: str) -> str:
    return f"{count:,} rows left out" if noun == "row left out" and count != 1 else counted(count, noun)


def _as_text(row: Row) -> str:
    return f"[{row.label}] {row.line} | {row.text}"
