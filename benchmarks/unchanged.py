"""A build with nothing to do, against the time that Python takes to import click.

Run: python benchmarks/unchanged.py [NOTES] [FILES]   (10000 and 500 by default)
Both are run by turns, and the best of thirty of each is taken: a busy machine then slows both.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

LIMIT = 1.3
ROUNDS = 30
FLOOR = (sys.executable, "-c", "import click")


def main() -> None:
    """Make a project, build it, and print what building it again costs."""
    given = [int(word) for word in sys.argv[1:]]
    notes, files = (*given, *(10_000, 500)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        make_project(project, notes, files)
        build = (sys.executable, "-P", "-m", "deckgen", "build", "--quiet", "--project", folder)
        first = _seconds(build)
        time.sleep(2.1)  # By then no file is as young as the clock's resolution.
        _seconds(build)
        floor, again = _best_by_turns(FLOOR, build)
        kept = (project / ".deckgen/manifest").exists()
    print(f"{notes:,} notes in {files:,} files: built in {first:.1f} s")
    print(f"nothing changed: {again * 1000:.1f} ms; `import click`: {floor * 1000:.1f} ms")
    print(f"ratio {again / floor:.2f} (limit {LIMIT})")
    if not kept or again > LIMIT * floor:
        sys.exit("too slow" if kept else "no manifest was kept: was deckgen itself edited just now?")


def make_project(project: Path, notes: int, files: int) -> None:
    """Write so many questions, spread over so many files of ten packages."""
    for number in range(files):
        path = project / f"source/package-{number % 10}/{number:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        share = range(number, notes, files)
        questions = (f"## Question {n}? {{#q{n}}}\n\nThe answer to question {n}, in `code`.\n" for n in share)
        path.write_text("\n".join([f"# File {number}\n", *questions]), encoding="utf-8")


def _best_by_turns(*commands: Sequence[str]) -> tuple[float, ...]:
    rounds = [[_seconds(command) for command in commands] for _ in range(ROUNDS)]
    return tuple(map(min, zip(*rounds, strict=True)))


def _seconds(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
