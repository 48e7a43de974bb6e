"""The benchmarks of docs/performance.md and docs/ingest.md run; what they measure here means nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.thorough

PAGE = (ROOT / "docs/performance.md").read_text(encoding="utf-8")


def test_the_table_has_a_row_for_each_scenario_asked_for() -> None:
    # The scenarios that are not held against the floor loop, which needs pymdown-extensions.
    sizes = ["--notes", "12", "--files", "3", "--rounds", "1"]
    command = [sys.executable, "benchmarks/performance.py", *sizes]
    asked = ["--only", "unchanged", "--only", "help", "--only", "bytes"]
    run = subprocess.run([*command, *asked], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    rows = {cells[1]: cells for line in run.stdout.splitlines() if len(cells := _cells(line)) > 1}
    assert {"`import click`", "nothing changed", "`--help`"} <= rows.keys()
    assert rows["package bytes: cold and warm"][5:8] == ["equal", "equal", "✓"]


def test_the_page_has_one_place_for_the_table() -> None:
    assert PAGE.count("<!-- the last table: begin -->") == PAGE.count("<!-- the last table: end -->") == 1
    assert "\npython benchmarks/performance.py\n" in PAGE


def test_a_rule_of_ingest_is_switched_off_on_cases_and_pages(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    asked = ["What is a list?", "What is a set?", "What is a map?"]
    page = "".join(f"## {question}\n\nThis.\n\n" for question in asked)
    (folder / "page.md").write_text(page, encoding="utf-8")
    truth = {"address": "https://example.com/owner/lists", "questions": asked}
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    command = [sys.executable, "benchmarks/ingest_rules.py", "--pages", str(tmp_path), "--only", "same_kind"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (row,) = (
        cells
        for line in run.stdout.splitlines()
        if len(cells := _cells(line)) > 1 and cells[1] == "same_kind"
    )
    assert int(row[2]) > 50
    assert row[3:5] == ["1", "3"]


def test_the_page_has_one_place_for_the_rules() -> None:
    page = (ROOT / "docs/ingest.md").read_text(encoding="utf-8")
    assert page.count("<!-- the rules: begin -->") == page.count("<!-- the rules: end -->") == 1


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def test_the_growth_of_one_construct_of_each_reader_is_measured() -> None:
    for reader, construct in (("check", "tags"), ("errata", "patterns")):
        command = [sys.executable, "benchmarks/growth.py", "--only", construct, "--share", "512"]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert f"| {reader} | {construct}" in run.stdout
