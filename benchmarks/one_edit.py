"""A build after one edit in a large project, against writing the same package and nothing else.

Run: python benchmarks/one_edit.py [NOTES] [FILES]   (10000 and 500 by default)
The floor is sqlite3 and zipfile alone, with the same rows and the same DEFLATE level, in this process. The
build is a whole process, from the start of Python to the package in its place. Both are taken by turns.
"""

import io
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

LIMIT = 6
ROUNDS = 5
WORDS = [f"word{number}" for number in range(60)]


def main() -> None:
    """Make a project, build it, edit one note at a time, and print what each build costs."""
    given = [int(word) for word in sys.argv[1:]]
    notes, files = (*given, *(10_000, 500)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        make_project(project, notes, files)
        build = [sys.executable, "-P", "-m", "deckgen", "build", "--quiet", "--project", folder]
        first = _seconds(build)
        rows = _rows(project / "decks/big.apkg")
        floors, builds = [], []
        for number in range(ROUNDS):
            begun = time.perf_counter()
            _write(project / "floor.apkg", rows)
            floors.append(time.perf_counter() - begun)
            path = project / f"source/big/{number:04}.md"
            path.write_text(
                path.read_text(encoding="utf-8").replace("it holds", "it surely holds", 1), "utf-8"
            )
            builds.append(_seconds(build))
    floor, again = min(floors), min(builds)
    print(f"{notes:,} notes in {files:,} files: built in {first:.1f} s")
    print(f"one note edited: {again:.2f} s; writing the package: {floor:.2f} s")
    print(f"ratio {again / floor:.2f} (limit {LIMIT})")
    if again > LIMIT * floor:
        sys.exit("too slow")


def make_project(project: Path, notes: int, files: int) -> None:
    """Notes of 98 words, half with a fence of code, a fifth with a formula."""
    choose = random.Random(1).choice  # noqa: S311  # a benchmark wants the same words each time
    for number in range(files):
        path = project / f"source/big/{number:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        questions = [f"# File {number}\n"]
        for note in range(number, notes, files):
            words = [choose(WORDS) for _ in range(98)]
            text = f"{' '.join(words[:50])}.\n\n- {' '.join(words[50:70])}\n- **{' '.join(words[70:])}**\n"
            if note % 2:
                text += f"\n```python\ndef f(x, y={note}):\n    return sum(x * y)\n\nprint(f(1))\n```\n"
            if note % 5 == 0:
                text += f"\nWith $x_{note}^2 + \\frac{{a}}{{b}}$.\n"
            questions.append(f"## Question {note}? {{#q{note}}}\n\nSo it holds: {text}")
        path.write_text("\n".join(questions), encoding="utf-8")


def _rows(package: Path) -> list[tuple[str, str, int, str, str]]:
    with zipfile.ZipFile(package) as archive, tempfile.NamedTemporaryFile(suffix=".anki2") as file:
        file.write(archive.read("collection.anki2"))
        file.flush()
        connection = sqlite3.connect(file.name)
        rows = connection.execute("SELECT guid, tags, mod, flds, sfld FROM notes").fetchall()
        connection.close()
    return rows


def _write(path: Path, rows: list[tuple[str, str, int, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder, "floor.anki2"))
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, tags, mod, flds, sfld)")
        connection.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid, ord, due)")
        numbered = list(enumerate(rows))
        connection.executemany(
            "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?)", ((n, *row) for n, row in numbered)
        )
        connection.executemany("INSERT INTO cards VALUES (?, ?, 0, ?)", ((n, n, n) for n, _ in numbered))
        connection.commit()
        connection.close()
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(Path(folder, "floor.anki2"), "collection.anki2")
        path.write_bytes(content.getvalue())


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
