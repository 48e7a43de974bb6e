"""Turns the plan of an ingested page into the JSON that the page of a review reads, and the cards beside it.

All texts are plain text.
"""

from bisect import bisect_right
from collections.abc import Sequence

from deckgen.pages.ingest import Ingested
from deckgen.pages.page import LINES
from deckgen.pages.plan.rows import QUESTIONS, Label, Plan, Row
from deckgen.pages.write.report import Report, Taken
from deckgen.pages.write.write_source import end_of_questions
from deckgen.preview.as_json import Json

_FOR_WORDS = (*QUESTIONS, Label.GROUP)
"""Labels that only a row with words can have."""
_COMPARED = 20
"""Letters by which a question is found in its row."""
_DRAFT = "unanswered"
"""The code of a warning that says no more than that the card is a draft."""
_NEAR = 50
"""So many repeated questions in a row may stand between two that are taken."""


def rows_as_json(plan: Plan) -> list[Json]:
    """The rows of a plan: label, labels that it may have, line in the page, depth, remark and text.

    That `a` cannot stand before the first question depends on the other labels, so it is not said here.
    """
    return [
        {
            "label": row.label.value,
            "labels": "".join(labels_of(row)),
            "line": row.line,
            "remark": row.remark,
            "text": row.text.strip(),
            "depth": row.node.depth,
        }
        for row in plan.rows
    ]


def labels_of(row: Row) -> tuple[Label, ...]:
    """The labels that a row may have; only a line with words can be a question or the name of a group."""
    words = row.node.words
    has_words = words.shape in LINES and bool(words.text.strip())
    return tuple(label for label in Label if has_words or label not in _FOR_WORDS)


def cards_as_json(ingested: Ingested, letters: Sequence[str], plan: Plan) -> list[Json]:
    """The questions of a source in order: the row that each is from, its words, tags and Markdown.

    `row` is None where no row has the words of the question: two questions that were joined, for example.
    """
    report = ingested.report
    lines = ingested.markdown.split("\n")
    ends = [taken.source_line - 1 for taken in report.taken[1:]] + [end_of_questions(lines)]
    warnings = _warnings(report)
    rows = _rows_of(report.taken, letters, plan)
    return [
        {
            "row": row,
            "key": taken.key,
            "question": taken.question,
            "draft": not taken.answered,
            "tags": list(found.tags),
            "markdown": "\n".join(lines[taken.source_line : end]).strip("\n"),
            "warnings": warnings.get(taken.source_line, []),
        }
        for taken, found, end, row in zip(report.taken, ingested.found, ends, rows, strict=True)
    ]


def _warnings(report: Report) -> dict[int, list[str]]:
    """The warnings by the line in the source of the question that they belong to."""
    starts = [taken.source_line for taken in report.taken]
    found: dict[int, list[str]] = {}
    for warned in report.warned:
        above = bisect_right(starts, warned.source_line)
        if above and warned.source_line and warned.code != _DRAFT:
            found.setdefault(starts[above - 1], []).append(f"{warned.message} [{warned.code}]")
    return found


def _rows_of(taken: Sequence[Taken], letters: Sequence[str], plan: Plan) -> list[int | None]:
    """The row of each question. Both are in the order of the page, but a repeated question is taken once."""
    asking = [at for at, letter in enumerate(letters) if letter in QUESTIONS]
    found: list[int | None] = []
    start = 0
    for question in taken:
        near = asking[start : start + _NEAR]
        # The words of an item may stand on a line below its mark.
        same = [at for at in near if question.line in (plan.rows[at].line, plan.rows[at].node.words.line)]
        words = _letters(question.question)[:_COMPARED]
        row = next((at for at in same if words in _letters(plan.rows[at].text)), next(iter(same), None))
        found.append(row)
        if row is not None:
            start = bisect_right(asking, row)
    return found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
