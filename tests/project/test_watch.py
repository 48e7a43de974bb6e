"""`deckgen watch` as an author uses it: save, err, repair, stop."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import ROOT, write_project

PATIENCE = 60
"""Seconds until what should be said counts as not said; on an idle machine it takes a fifth of one."""

RESULT = re.compile(r"\d\d:\d\d:\d\d  ")


class _Watch:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def hear(self, wanted: str) -> str:
        """The next line with this text; all lines before it are kept in `said`."""
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail(f"never said {wanted!r}, but {self.said}")
            self.said.append(line)
            if wanted in line:
                return line

    def results(self) -> list[str]:
        """What was said with a time, without it."""
        return [RESULT.sub("", line, count=1) for line in self.said if RESULT.match(line)]

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))


@contextmanager
def _watching(project: Path) -> Iterator[_Watch]:
    process = subprocess.Popen(
        [sys.executable, "-m", "deckgen", "watch"],
        cwd=project,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        yield _Watch(process)
    finally:
        process.kill()
        process.communicate()


def _save(path: Path, text: str) -> None:
    """Save as most editors do, by a file that takes the other's place."""
    temporary = path.with_name(f".{path.name}.saving")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def test_every_save_is_built_and_errors_are_survived(tmp_path: Path) -> None:
    source = write_project(tmp_path, {"p.md": "## One\n\na\n"}) / "source/p.md"
    with _watching(tmp_path) as watch:
        watch.hear("p: 1 new; written to decks/p.apkg")
        _save(source, "## One\n\nedited\n")
        watch.hear("p: 1 changed; written to decks/p.apkg")
        _save(source, "## One\n\n```\n")
        watch.hear("source/p.md:3: error: the fence is not closed; close it with a line ```")
        watch.hear("p: not built, the old package stays")
        _save(source, "## One\n\n```\nrepaired\n```\n")
        watch.hear("p: 1 changed; written to decks/p.apkg")
        # Had the ledger's own writing started a build, it would have said so by now.
        _save(source.with_name("q.md"), "## Two\n\nb\n")
        watch.hear("q: 1 new; written to decks/q.apkg")
        watch.process.send_signal(signal.SIGINT)
        watch.hear("Stopped.")
        assert watch.process.wait(PATIENCE) == 0
        assert watch.results() == [
            "p: 1 new; written to decks/p.apkg",
            "p: 1 changed; written to decks/p.apkg",
            "p: not built, the old package stays",
            "p: 1 changed; written to decks/p.apkg",
            "q: 1 new; written to decks/q.apkg",
        ]
        assert not list(tmp_path.rglob(".deckgen-*"))


def test_a_half_saved_file_is_built_when_it_is_whole(tmp_path: Path) -> None:
    source = write_project(tmp_path, {"p.md": "## One\n\na\n"}) / "source/p.md"
    with _watching(tmp_path) as watch:
        watch.hear("p: 1 new")
        with source.open("wb") as file:
            file.write("## 问".encode()[:-1])
            file.flush()
            watch.hear("[not-utf-8]")
            file.write("## 问".encode()[-1:] + "题\n\n答案\n".encode())
        watch.hear("written to decks/p.apkg")


def test_what_editors_leave_beside_a_source_starts_nothing(tmp_path: Path) -> None:
    source = write_project(tmp_path, {"p.md": "## One\n\na\n"}) / "source/p.md"
    with _watching(tmp_path) as watch:
        watch.hear("p: 1 new")
        for name in (".p.md.swp", "p.md~", "#p.md#", ".#p.md", ".deckgen-p.md.tmp"):
            source.with_name(name).write_text("x")
        _save(source, "## One\n\nedited\n")
        watch.hear("p: 1 changed")
        assert len(watch.results()) == 2


def test_a_damaged_ledger_is_said_and_survived(tmp_path: Path) -> None:
    source = write_project(tmp_path, {"p.md": "## One\n\na\n"}) / "source/p.md"
    with _watching(tmp_path) as watch:
        watch.hear("p: 1 new")
        ledger = source.with_name("ledger.json")
        good = ledger.read_text()
        ledger.write_text("<<<<<<< HEAD\n" + good)
        _save(source, "## One\n\nedited\n")
        watch.hear("the ledger holds merge-conflict marks")
        ledger.write_text(good)
        _save(source, "## One\n\nedited again\n")
        watch.hear("p: 1 changed")


def test_a_checkout_that_replaces_the_folder_is_followed(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\na\n"})
    with _watching(tmp_path) as watch:
        watch.hear("p: 1 new")
        (tmp_path / "source").rename(tmp_path / "before")
        (tmp_path / "before/p.md").write_text("## One\n\nedited\n")
        (tmp_path / "before").rename(tmp_path / "source")
        watch.hear("p: 1 changed")
        (tmp_path / "source").rename(tmp_path / "before")
        write_project(tmp_path, {"q.md": "## Two\n\nb\n"})
        watch.hear("q: 1 new")
        _save(tmp_path / "source/q.md", "## Two\n\nedited\n")
        watch.hear("q: 1 changed")


def test_sigterm_stops_it_as_cleanly_as_ctrl_c(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": "## One\n\na\n"})
    with _watching(tmp_path) as watch:
        watch.hear("p: 1 new")
        watch.process.terminate()
        watch.hear("Stopped.")
        assert watch.process.wait(PATIENCE) == 0


def test_it_stops_while_it_builds(tmp_path: Path) -> None:
    questions = "".join(f"## Question {number}\n\n`answer`\n\n" for number in range(3000))
    write_project(tmp_path, {"p.md": questions})
    with _watching(tmp_path) as watch:
        watch.hear("Watching")
        while not (tmp_path / ".deckgen/lock").exists():
            assert watch.process.poll() is None
        watch.process.terminate()
        watch.hear("Stopped.")
        assert watch.process.wait(PATIENCE) == 0
        assert not (tmp_path / "decks/p.apkg").exists()
        assert not list(tmp_path.rglob(".deckgen-*"))
