"""Measures how long after a save `deckgen preview` has the new card, in the shipped deck and in 10,000 notes.

Run: python benchmarks/preview.py [--edits N] [--notes N]; it fails where a limit is missed.
A save is seen when a page that listens to the events has fetched the index and the note with the edit.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from corpus import make_project

ROOT = Path(__file__).parent.parent
PAUSE = 2.0
"""Seconds between edits, in which the checks of the whole project end."""
FIRST_QUESTION = re.compile(r"(?m)^(#{2,} .*\{#([\w-]+)[^}\n]*\}\n\n)(?=[\w*])")
LIMITS = {"the shipped deck": (0.5, 2.0), "synthetic notes": (1.5, 2.0)}
"""Seconds from a save to the card, and for the first page."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds until the address is printed and until a page has its data, its bytes, and seconds per edit."""

    started: float
    page: float
    size: int
    seen: list[float]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--notes", type=int, default=10_000)
    options = parser.parse_args()
    is_late = False
    for name, (of_edit, of_page) in LIMITS.items():
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            if name == "the shipped deck":
                shutil.copytree(ROOT / "source", project / "source")
            else:
                make_project(project, options.notes, max(1, options.notes // 20))
            run(project, "build", "--quiet").wait()
            found = measure(project, options.edits)
        median = statistics.median(found.seen)
        print(
            f"{name}: the command starts in {found.started:.2f} s; the page of "
            f"{found.size / 1e6:.1f} MB comes in {found.page:.2f} s; a save is seen after {median:.2f} s, "
            f"the median of {len(found.seen)}, at most {max(found.seen):.2f} s"
        )
        is_late = is_late or median > of_edit or found.page > of_page
    sys.exit(is_late)


def run(project: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start deckgen in a project."""
    command = [sys.executable, "-m", "deckgen", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True, env=environment)


def measure(project: Path, edits: int) -> Measured:
    """Preview a project that was built, and edit one note after the other."""
    begun = time.perf_counter()
    process = run(project, "preview", "--no-open", "--port", "0")
    try:
        port = int(re.findall(r":(\d+)/", process.stdout.readline() if process.stdout else "")[0])
        started = time.perf_counter() - begun
        time.sleep(PAUSE)
        begun = time.perf_counter()
        size = len(get(port, "/"))
        page = time.perf_counter() - begun
        revisions = listen(port)
        next(revisions)
        paths = sorted((project / "source").rglob("*.md"))
        seen = [edit(port, revisions, paths[n * len(paths) // edits], f"edit{n}x") for n in range(edits)]
    finally:
        process.terminate()
        process.communicate()
    return Measured(started, page, size, seen)


def edit(port: int, revisions: Iterator[int], path: Path, word: str) -> float:
    """Seconds from a save until the edited note is there."""
    text = path.read_text(encoding="utf-8")
    found = next(FIRST_QUESTION.finditer(text))
    time.sleep(PAUSE)
    path.write_text(FIRST_QUESTION.sub(rf"\g<1>{word} ", text, count=1), encoding="utf-8")
    begun = time.perf_counter()
    for _ in revisions:
        index = json.loads(get(port, "/data.json"))
        [note] = [one for package in index["packages"] for one in package["notes"] if one["key"] == found[2]]
        if word in get(port, f"/notes/{quote(note['id'], safe='')}.json").decode():
            break
    return time.perf_counter() - begun


def get(port: int, path: str) -> bytes:
    """What the server answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    content = connection.getresponse().read()
    connection.close()
    return content


def listen(port: int) -> Iterator[int]:
    """The revisions that the server announces."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/events")
    return (int(line[6:]) for line in connection.getresponse() if line.startswith(b"data: "))


if __name__ == "__main__":
    main()
