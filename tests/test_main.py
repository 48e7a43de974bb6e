"""What the command imports before it knows what to do."""

from pathlib import Path

import pytest

from tests.support import deckgen

HEAVY = {
    *("bs4", "filelock", "genanki", "html5lib", "lxml", "markdown", "markdown_it", "nh3"),
    *("pygments", "rapidfuzz", "sqlite3", "watchfiles", "yaml", "zstandard"),
}


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["build", "--help"], ["cron", "--help"]])
def test_help_imports_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    ran = deckgen(*words, cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rsplit("|", 1)[1].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert "deckgen.cli" in imported
    assert not imported & HEAVY
