"""`deckgen ingest` starts quickly: it loads nothing that only a few pages, or only builds, need."""

import subprocess
import sys

SLOW = {"bs4", "charset_normalizer", "deckgen.apkg.write", "deckgen.checks", "ftfy", "genanki", "httpx"}
"""Guesses at charsets, packages, checks and downloads: together they load longer than ingest itself."""


def test_ingest_loads_no_slow_module() -> None:
    code = "import sys, deckgen.project.ingest; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not SLOW & set(loaded.split())
