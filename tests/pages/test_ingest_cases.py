"""Every folder of tests/cases/ingest: a page as sites make them, the source it becomes, and the report."""

from pathlib import Path

import pytest

from deckgen.checks import check_package
from deckgen.compilation.read_document import read_document
from deckgen.pages.ingest import Ingested, ingest
from deckgen.reports.ingest import render_report
from deckgen.values.outline import PackageOutline, problems_at
from deckgen.values.problem import Problem
from deckgen.values.source import SourceFile
from tests.support import assert_expected, case_folders
from tests.support.conservation import misplaced_text
from tests.support.questions import no_picture


def _page(case: Path) -> Path:
    return next(path for path in sorted(case.iterdir()) if path.stem == "page")


def _ingest(case: Path) -> Ingested:
    page = _page(case)
    return ingest(page.read_bytes(), page.name)


@pytest.mark.parametrize("case", case_folders("ingest"))
def test_page_becomes_the_expected_source(case: Path, update_cases: bool) -> None:
    ingested = _ingest(case)
    assert_expected(case / "expected.md", ingested.markdown, update=update_cases)
    assert_expected(case / "expected-report.txt", render_report(ingested.report), update=update_cases)


@pytest.mark.parametrize("case", case_folders("ingest"))
def test_all_text_of_the_page_is_in_the_source_or_in_the_report(case: Path) -> None:
    assert not _ingest(case).report.lost


@pytest.mark.parametrize("case", case_folders("ingest"))
def test_answers_keep_the_order_of_the_page(case: Path) -> None:
    assert misplaced_text(_page(case).read_bytes(), _ingest(case)) == []


@pytest.mark.parametrize("case", case_folders("ingest"))
def test_check_has_nothing_to_say_but_of_drafts(case: Path) -> None:
    markdown = _ingest(case).markdown
    if markdown:
        # One page shows clozes in code, and one has bold questions in an answer: an author would be told.
        told = {"unanswered", "cloze-in-code", "question-not-heading"}
        assert {problem.code for problem in _problems(markdown)} <= told


@pytest.mark.parametrize("case", case_folders("ingest"))
def test_what_ingest_wrote_is_left_as_it_is(case: Path) -> None:
    markdown = _ingest(case).markdown
    if markdown:
        assert ingest(markdown.encode(), "source.md").markdown == markdown


def test_there_are_forty_pages() -> None:
    assert len(case_folders("ingest")) >= 40


def _problems(markdown: str) -> tuple[Problem, ...]:
    read, _ = read_document(SourceFile("case", "source/case.md", markdown.encode()), no_picture)
    found = (problem for part, place in read.placed() for problem in problems_at(place, part.problems))
    return (*read.problems, *found, *check_package(PackageOutline("case", (read,))))
