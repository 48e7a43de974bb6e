"""Measures how fast deckgen is and how much memory it takes, and prints the table of docs/performance.md.

Run: pip install -e '.[bench]' && python benchmarks/performance.py   (--help shows the options)
It needs pymdown-extensions, which the extra `bench` installs, for the floor. Linux or macOS. It takes about
half an hour, and nothing else should run meanwhile. Every figure is of whole processes, from the start of
Python to its end, with all that they start.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from commands import copy_deckgen
from once import compare_packages, measure_large, measure_small
from processes import CommandError, adopt_orphans
from project import new_project
from rounds import measure_rounds, rows_of_rounds
from scenarios import SCENARIOS, Bench
from table import Row, render_table, write_table

PAGE = Path(__file__).parent.parent / "docs/performance.md"
ONCE = ("small", "bytes", "large")
LIBRARIES = ("Markdown", "pymdown-extensions", "Pygments", "genanki")


def main() -> None:
    """Measure, and print the table."""
    options = _parse()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="deckgen-benchmark-") as folder:
        try:
            rows = list(_measure(options, Path(folder)))
        except CommandError as error:
            sys.exit(str(error))
    table = f"{_describe(options)}\n\n{render_table(rows)}"
    print(table)
    if options.write:
        write_table(PAGE, table)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Print the table of docs/performance.md.")
    parser.add_argument("--notes", type=int, default=10_000, help="notes of the project (10000)")
    parser.add_argument("--files", type=int, default=500, help="files of the project (500)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which the medians are taken (5)")
    parser.add_argument(
        "--large", type=int, default=100_000, help="notes of the large project; 0: none (100000)"
    )
    names = [*(scenario.name for scenario in SCENARIOS), *ONCE]
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="SCENARIO",
        help=f"of {', '.join(names)}; repeatable",
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md, too")
    options = parser.parse_args()
    options.only = options.only or names
    return options


def _measure(options: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """The rows in the order in which they are measured: the long runs come last."""
    deckgen = copy_deckgen(folder / "copy")
    project = new_project(folder / "usual", options.notes, options.files)
    scenarios = [scenario for scenario in SCENARIOS if scenario.name in options.only]
    results = measure_rounds(Bench(deckgen, project), scenarios, options.rounds)
    yield from rows_of_rounds(scenarios, results)
    if "small" in options.only:
        yield measure_small(deckgen, folder / "small", options.rounds)
    if "bytes" in options.only:
        yield from compare_packages(deckgen, project)
    if "large" in options.only and options.large:
        files = max(1, options.files * options.large // options.notes)
        large = new_project(folder / "large", options.large, files)
        yield from measure_large(deckgen, large, options.notes, results)


def _describe(options: argparse.Namespace) -> str:
    libraries = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {options.notes:,} notes in {options.files:,} files, "
        f"medians of {options.rounds} {'round' if options.rounds == 1 else 'rounds'}.\n"
        f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}, {libraries}."
    )


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    main()
