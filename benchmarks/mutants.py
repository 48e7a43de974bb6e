"""Measures how long `deckgen test --mutants` takes for five copies of the shipped deck, without its examples.

Run: python benchmarks/mutants.py [SECONDS]; with a limit it fails where the mutants take longer.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from deckgen.project.examples.examine import Examined
from deckgen.project.examples.mutants import try_mutants
from deckgen.project.folder import Project

DECK = Path(__file__).parent.parent / "source/llm-interview"
COPIES = 5


def main() -> None:
    """Print the figures."""
    tested = Examined(0, 0, 0, 0, (), (), (), ())
    with tempfile.TemporaryDirectory() as folder:
        for number in range(COPIES):
            shutil.copytree(DECK, Path(folder, "source", f"copy-{number}"))
        begun = time.perf_counter()
        mutated = try_mutants(Project(Path(folder)), (), tested)
        taken = time.perf_counter() - begun
    mutants = sum(len(lead.mutants) for lead in mutated.leads)
    late = sum(lead.late for lead in mutated.leads)
    print(f"{len(mutated.leads):,} answers, {mutants:,} mutants, {late:,} not tried: {taken:.1f} seconds")
    if late or (len(sys.argv) > 1 and taken > float(sys.argv[1])):
        sys.exit(1)


if __name__ == "__main__":
    main()
