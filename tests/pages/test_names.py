"""The same bytes give the same questions, whatever the page is called and wherever it is."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.pages.ingest import ingest
from tests.support import case_folders

_STEMS = st.sampled_from(["面试题/page", "faq/questions", "notes", "standard input", "a.b", "README", ".x"])
_SUFFIXES = st.sampled_from(["", ".md", ".txt", ".html", ".ipynb", ".rst", ".MD", ".pdf"])


@pytest.mark.parametrize("case", case_folders("ingest"))
@settings(max_examples=4)
@given(stem=_STEMS, suffix=_SUFFIXES)
def test_a_name_decides_nothing_but_the_title(case: Path, stem: str, suffix: str) -> None:
    page = next(path for path in sorted(case.iterdir()) if path.stem == "page")
    content = page.read_bytes()
    named, expected = ingest(content, stem + suffix), ingest(content, page.name)
    assert named.report.kind is expected.report.kind
    assert named.found == expected.found
    assert [taken.key for taken in named.report.taken] == [taken.key for taken in expected.report.taken]
