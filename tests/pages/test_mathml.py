"""MathML that is nested deep, or is none, is lost with a warning and in little time."""

import time

import pytest

from deckgen.pages.ingest import ingest

QUESTIONS = "<h2>What is a stack?</h2><p>Last in: {}</p><h2>What is a queue?</h2><p>First in.</p>"


@pytest.mark.parametrize("tag", ["mrow", "msqrt", "mfrac", "msup", "mstyle", "semantics", "mover", "mtd"])
def test_deep_formulas_take_no_time(tag: str) -> None:
    page = QUESTIONS.format(f"<math>{f'<{tag}>' * 500}<mi>x</mi>{f'</{tag}>' * 500}</math>")
    begun = time.perf_counter()
    ingested = ingest(page.encode(), "page.html")
    assert time.perf_counter() - begun < 2
    assert [warned.code for warned in ingested.report.warned] == ["formula-lost"]


@pytest.mark.parametrize("depth", [10, 40])
def test_fractions_in_fractions_are_written_once_each(depth: int) -> None:
    inside = "<mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow>"
    for _ in range(depth):
        inside = f"<mfrac><mn>1</mn><mrow data-mjx-texclass=ORD><mn>1</mn><mo>+</mo>{inside}</mrow></mfrac>"
    begun = time.perf_counter()
    ingested = ingest(QUESTIONS.format(f"<math>{inside}</math>").encode(), "page.html")
    assert time.perf_counter() - begun < 2
    assert ingested.markdown.count(r"\frac") in (depth, 0)


def test_text_beside_the_tags_of_a_formula_is_not_dropped() -> None:
    page = QUESTIONS.format("<math>stray<mi>x</mi></math>")
    assert "stray" in ingest(page.encode(), "page.html").markdown
