"""Every folder of tests/cases/keys: a source, and what `deckgen keys` makes of it."""

from pathlib import Path

import pytest

from deckgen.sources.keys import make_keys_distinct, write_keys
from deckgen.sources.parse import parse
from deckgen.values.document import Package
from tests.support import assert_expected, case_folders


@pytest.mark.parametrize("case", case_folders("keys"))
def test_source_gets_the_expected_keys(case: Path, update_cases: bool) -> None:
    content = (case / "input.md").read_bytes()
    document, problems = parse("case", "source/case.md", content)
    assert not problems
    [document] = make_keys_distinct(Package("case", (document,))).documents
    missing = {q.location.line: q.key for q in document.questions if not q.key_is_written}
    assert_expected(case / "expected.md", write_keys(content, missing).decode(), update=update_cases)
