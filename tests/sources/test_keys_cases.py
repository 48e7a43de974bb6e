"""Every folder of tests/cases/keys: a source, and what `deckgen keys` makes of it."""

from pathlib import Path

import pytest

from deckgen.sources.keys import write_keys
from deckgen.sources.parse import parse
from tests.support import assert_expected, case_folders
from tests.support.questions import distinct


@pytest.mark.parametrize("case", case_folders("keys"))
def test_source_gets_the_expected_keys(case: Path, update_cases: bool) -> None:
    content = (case / "input.md").read_bytes()
    _, problems = parse("case", "source/case.md", content)
    assert not problems
    missing = {line: key for line, key, is_written in distinct(content) if not is_written}
    assert_expected(case / "expected.md", write_keys(content, missing).decode(), update=update_cases)
