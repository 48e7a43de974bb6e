"""A warning about a line of the page names the line of the source that has its words."""

from deckgen.pages.ingest import ingest
from deckgen.pages.page import PageKind


def test_each_of_many_equal_lines_is_found_at_its_own_place() -> None:
    pictures = "".join(f"<p>A part{n // 2}.<img alt='the same'></p>\n" for n in range(6))
    page = f"<h2>What is a?</h2>\n<p>It is b.</p>\n{pictures}<h2>What is c?</h2>\n<p>It is d.</p>\n"
    ingested = ingest(page.encode(), "a.html", PageKind.HTML)
    lines = ingested.markdown.split("\n")
    places = [warning.source_line for warning in ingested.report.warned]
    assert len(places) == 6
    parts = [lines[place - 1][:7] for place in places]
    assert parts == ["A part0", "A part0", "A part1", "A part1", "A part2", "A part2"]
    assert len(set(places)) == 6
