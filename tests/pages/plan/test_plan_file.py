"""A plan file is obeyed to the letter; one that does not fit is reported by line, and nothing is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deckgen.pages.ingest import Ingested, ingest
from deckgen.pages.plan.plan_file import PlanError, PlanFault, read_plan, render_plan, take_over
from deckgen.pages.plan.rows import QUESTIONS, Label, Plan, Row
from tests.support import case_folders

PAGE = """# Interview questions

Follow me on the net.

## What is a stack?

Last in, first out.

## What is a queue?

- First in, first out.
- What is a deque?
"""
CASES = [case.values[0] for case in case_folders("ingest")]
ROWS = (
    "[x] 1 (the title of the page) | # Interview questions",
    "[x] 3 (stands before the first question) | Follow me on the net.",
    "[q] 5 | ## What is a stack?",
    "[a] 7 | Last in, first out.",
    "[q] 9 | ## What is a queue?",
    "[a] 11 | - First in, first out.",
    "[a] 12 | - What is a deque?",
)


def _guess(page: str = PAGE) -> Plan:
    return ingest(page.encode(), "page.md").plan


def _by(text: str, page: str = PAGE) -> Ingested:
    return ingest(page.encode(), "page.md", relabel=lambda guess: read_plan(text, guess))


def _faults(text: str, page: str = PAGE) -> list[str]:
    with pytest.raises(PlanError) as caught:
        _by(text, page)
    return [f"{fault.line}: {fault.message} [{fault.code}]" for fault in caught.value.faults]


def _asked(plan: Plan) -> list[tuple[Row, bool]]:
    """Each row, and whether a question stands at it or above it."""
    asked, found = False, list[tuple[Row, bool]]()
    for row in plan.rows:
        asked = asked or row.label in QUESTIONS
        found.append((row, asked))
    return found


def _page(case: Path) -> Path:
    return next(path for path in sorted(case.iterdir()) if path.stem == "page")


def test_the_plan_has_a_row_for_each_block_and_each_item() -> None:
    text = render_plan(_guess(), "page.md", "deckgen ingest page.md --plan-file page.plan")
    assert [line for line in text.split("\n") if line.startswith("[")] == list(ROWS)
    assert "# Then: deckgen ingest page.md --plan-file page.plan\n" in text


@pytest.mark.parametrize("case", case_folders("ingest"))
def test_an_unchanged_plan_changes_nothing(case: Path) -> None:
    page = _page(case)
    plain = ingest(page.read_bytes(), page.name, anyway=True)
    text = render_plan(plain.plan, page.name)
    if any(row.label is Label.QUESTION for row in plain.plan.rows):
        planned = ingest(page.read_bytes(), page.name, relabel=lambda guess: read_plan(text, guess))
        assert planned.markdown == plain.markdown
        assert planned.report == plain.report


@settings(max_examples=60)
@given(st.data())
def test_whatever_the_labels_text_is_only_moved(data: st.DataObject) -> None:
    page = _page(data.draw(st.sampled_from(CASES)))
    guess = ingest(page.read_bytes(), page.name, anyway=True).plan
    size = len(guess.rows)
    labels = data.draw(st.lists(st.sampled_from(list(Label)), min_size=size, max_size=size))
    impossible = _impossible(guess, labels)
    assert {fault.code for fault in impossible} <= {"plan-label"}
    for fault in impossible:
        labels[fault.line - 1] = Label.LEFT_OUT
    if not _impossible(guess, labels):
        text = _plan_of(guess, labels)
        ingested = ingest(page.read_bytes(), page.name, relabel=lambda plan: read_plan(text, plan))
        assert not ingested.report.lost


def _plan_of(guess: Plan, labels: list[Label]) -> str:
    pairs = zip(labels, guess.rows, strict=True)
    return "\n".join(f"[{label}] {row.line} | {row.text}" for label, row in pairs)


def _impossible(guess: Plan, labels: list[Label]) -> tuple[PlanFault, ...]:
    try:
        read_plan(_plan_of(guess, labels), guess)
    except PlanError as error:
        return error.faults
    return ()


def test_labels_decide_what_is_a_question_and_what_is_left_out() -> None:
    text = "\n".join(ROWS).replace("[a] 12", "[q] 12").replace("[q] 5", "[x] 5").replace("[a] 7", "[x] 7")
    ingested = _by(text)
    assert [question.text for question in ingested.found] == ["What is a queue?", "What is a deque?"]
    assert "First in, first out." in ingested.markdown
    left_out = [dropped.text for dropped in ingested.report.dropped if "plan" in dropped.reason]
    assert left_out == ["What is a stack?", "Last in, first out."]


def test_a_draft_stays_a_draft_and_a_group_becomes_a_tag() -> None:
    ingested = _by("\n".join(ROWS).replace("[q] 5", "[d] 5").replace("[x] 3", "[g] 3"))
    assert "{#what-is-a-stack .Follow-me-on-the-net .unanswered}" in ingested.markdown
    assert [(warned.code, warned.line) for warned in ingested.report.warned] == [("answered-draft", 5)]


@pytest.mark.parametrize("mark", ["9，", "9, ", "9、", "9) ", "第9题："])
def test_a_question_of_a_plan_loses_its_number(mark: str) -> None:
    page = f"A note.\n\n{mark}Name a tree\n\nAn oak.\n"
    text = render_plan(_guess(page), "page.md").replace("[x] 3", "[q] 3").replace("[x] 5", "[a] 5")
    assert "## Name a tree {#" in _by(text, page).markdown


def test_a_draft_without_an_answer_is_only_unanswered() -> None:
    page = (
        "## What is a stack?\n\nA list.\n\n## What is a queue?\n\n![A line](no.png)\n\n## What is a heap?\n"
    )
    ingested = _by(render_plan(_guess(page), "page.md").replace("[q] 5", "[d] 5"), page)
    assert [warned.code for warned in ingested.report.warned] == ["unanswered", "picture-lost", "unanswered"]


def test_a_reference_stands_above_the_questions() -> None:
    markdown = _by("\n".join(ROWS).replace("[x] 3", "[r] 3")).markdown
    assert markdown.index("Follow me") < markdown.index("## What is a stack?")


def test_the_text_of_a_picture_in_a_reference_is_reported() -> None:
    page = "## What is a stack?\n\nA list.\n\n![A heap](heap.png)\n"
    report = _by(render_plan(_guess(page), "page.md").replace("[a] 5", "[r] 5"), page).report
    assert [dropped.text for dropped in report.dropped] == ["A heap"]
    assert [warned.code for warned in report.warned] == ["picture-lost"]
    assert not report.lost


def test_a_line_of_an_answer_that_asks_is_a_warning_until_the_plan_makes_it_a_question() -> None:
    page = "## What is a stack?\n\nA list.\n\n### Why is it fast?\n\nIt has one end.\n\n"
    page += "## What is a queue?\n\nA line.\n\n## What is a heap?\n\nA tree.\n"
    plain = ingest(page.encode(), "page.md")
    assert [(warned.code, warned.line, warned.source_line) for warned in plain.report.warned] == [
        ("asks-inside", 5, 9)
    ]
    planned = _by(render_plan(plain.plan, "page.md").replace("[a] 5", "[q] 5"), page)
    assert planned.report.warned == ()


def test_a_line_below_a_question_that_becomes_a_question_is_not_tagged_with_its_words() -> None:
    page = "## What is a stack?\n\nA list.\n\nWhy is it fast?\n\nIt has one end.\n"
    text = render_plan(_guess(page), "page.md").replace("[a] 5", "[q] 5")
    assert "## Why is it fast? {#why-is-it-fast}" in _by(text, page).markdown


def test_a_question_below_another_one_has_its_words_as_a_tag() -> None:
    page = "## What is a stack?\n\nA list.\n\n### Why is it fast?\n\nIt has one end.\n"
    text = render_plan(_guess(page), "page.md").replace("[a] 5", "[q] 5")
    assert "## Why is it fast? {#why-is-it-fast .What-is-a-stack}" in _by(text, page).markdown


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "  \n"),
        lambda text: "# a remark of mine\n\n" + text.replace("[x] 1 (the title of the page)", "[x] 1"),
        lambda text: text.replace("[q]", "  [ q ]  "),
    ],
)
def test_what_editors_change_does_not_matter(change) -> None:  # type: ignore[no-untyped-def]
    plan = change("\n".join(ROWS)).replace("\r\n", "\n")
    assert _by(plan).markdown == ingest(PAGE.encode(), "page.md").markdown


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[q] 5", "[z] 5", "3: `[z]` is not a label; use `q`, `a`, `g`, `x`, `d`, `r` [plan-label]"),
        ("[q] 5", "[] 5", "3: `[]` is not a label; use `q`, `a`, `g`, `x`, `d`, `r` [plan-label]"),
        (
            "[q] 5 |",
            "q 5 |",
            "3: this is not a row of a plan; a row is `[q] 12 | text`, with the text unchanged",
        ),
        ("stack", "heap", "3: this row was changed; it was `[q] 5 | ## What is a stack?` [plan-row]"),
        ("[q] 5", "[q] 6", "3: this row was changed; it was `[q] 5 | ## What is a stack?` [plan-row]"),
        (ROWS[3] + "\n", "", "3: a row is missing after this line; insert `[a] 7 | Last in, first out.`"),
        (ROWS[6], ROWS[6] + "\n[a] 13 | more", "8: the page has no such row; delete this line [plan-row]"),
        ("[x] 3", "[a] 3", "2: `[a]` stands before the first `[q]`; label it `[x]` [plan-label]"),
        ("[q]", "[x]", "1: the plan has no question; label at least one row `[q]` [plan-label]"),
    ],
)
def test_a_plan_that_does_not_fit_is_reported_by_line(old: str, new: str, expected: str) -> None:
    assert any(fault.startswith(expected) for fault in _faults("\n".join(ROWS).replace(old, new)))


def test_code_is_not_a_question() -> None:
    page = PAGE + "\n```python\nprint(1)\n```\n"
    text = render_plan(_guess(page), "page.md").replace("[a] 14 |", "[q] 14 |")
    assert [fault.partition(": ")[2] for fault in _faults(text, page)] == [
        "`[q]` needs a row with words; label it `[a]` or `[x]` [plan-label]"
    ]


def test_a_plan_of_another_page_is_one_error() -> None:
    other = render_plan(_guess(PAGE.replace("What", "Where").replace("First", "Last")), "other.md")
    assert _faults(other, "## Who?\n\nMe.\n\n## Who else?\n\nYou.\n") == [
        "1: this is not a plan of this page; make one with `--plan` [plan-page]"
    ]


def test_an_empty_plan_is_not_a_plan_of_the_page() -> None:
    assert _faults("")[0].startswith("1: this is not a plan of this page")


def test_an_older_plan_keeps_its_labels_where_the_text_is_the_same() -> None:
    old = "\n".join(ROWS).replace("[q] 5", "[x] 5").replace("[a] 7", "[x] 7")
    plan, new = take_over(old, _guess("A new line at the top.\n\n" + PAGE.replace("First in,", "In first,")))
    assert new == 2
    assert [row.label.value for row in plan.rows] == ["x", "x", "x", "x", "x", "q", "a", "a"]


LIST = """\
# Interview questions

1. What is a stack?
2. What is a queue?
3. What is a heap?

## What is a tree?

A connected graph without cycles, used everywhere.
"""


def test_an_item_that_is_put_into_a_list_costs_the_others_no_label() -> None:
    old = render_plan(_guess(LIST), "page.md")
    for number, line in ((1, 3), (2, 4), (3, 5)):
        old = re.sub(rf"\[.\] {line} .*\| {number}\.", f"[x] {line} | {number}.", old)
    page = LIST.replace("2. What is a queue?", "2. What is a deque?\n3. What is a queue?")
    page = page.replace("3. What is a heap", "4. What is a heap")
    plan, new = take_over(old, _guess(page))
    kept = [line for line in render_plan(plan, "page.md").split("\n") if ". What" in line]
    assert new == 1
    assert [line[:3] for line in kept if "(new" not in line] == ["[x]"] * 3
    assert sum("(new" in line and "deque" in line for line in kept) == 1


def test_a_label_that_a_row_cannot_have_any_more_does_not_cost_the_others_theirs() -> None:
    old = "\n".join(ROWS).replace("[q] 5", "[x] 5").replace("[a] 7", "[x] 7")
    plan, _ = take_over(
        old, _guess(PAGE.replace("## What is a queue?", "A new line.\n\n## What is a queue?"))
    )
    assert not any(row.label.value == "a" and not asked for row, asked in _asked(plan))
    assert [row.label.value for row in plan.rows if not row.is_new] == [row[1] for row in old.split("\n")]


@given(st.data())
def test_what_is_put_into_a_page_costs_no_label(data: st.DataObject) -> None:
    guess = _guess()
    labels = data.draw(st.lists(st.sampled_from("qax"), min_size=len(ROWS), max_size=len(ROWS)))
    old = "\n".join(f"[{label}]{row[3:]}" for label, row in zip(labels, ROWS, strict=True))
    lines = PAGE.split("\n\n")
    lines.insert(data.draw(st.integers(1, len(lines) - 1)), "A line that is new.")
    plan, new = take_over(old, _guess("\n\n".join(lines)))
    assume("q" in labels)
    assert new == 1
    assert len(plan.rows) == len(guess.rows) + 1
    asked = False
    for label, row in zip(labels, [row for row in plan.rows if not row.is_new], strict=True):
        asked = asked or label == "q"
        assert row.label.value == label or (label == "a" and not asked)


def test_an_older_plan_that_makes_no_sense_any_more_is_not_used() -> None:
    guess = _guess()
    assert take_over("\n".join(ROWS).replace("[q]", "[x]"), guess) == (guess, len(guess.rows))
