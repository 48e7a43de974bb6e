"""Several processes read sources as one does, and a process that dies costs nothing but the build."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from deckgen.project import workers
from deckgen.project.build import Built, build_project
from deckgen.project.folder import Project
from deckgen.project.state.cache import FEWEST_FOR_PROCESSES
from deckgen.values.text import Timestamp
from tests.support import ROOT, write_project

# The tests' own process may have threads; a build has none when it starts others.
pytestmark = [pytest.mark.thorough, pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")]

QUESTION = (
    "## Question {n} of file {file}? {{#q{file}-{n}}}\n\n"
    "It *holds* `code {n}`, **bold** text and $x_{{{n}}}$.\n\n"
    "- one\n- two\n\n```python\ndef f(x):\n    return x * {n}\n```\n\n"
)


def write_large(root: Path, files: int = 24, questions: int = 60) -> Project:
    """A project of more sources than one process would read alone."""
    sources = {
        f"p/{file:02}.md": f"# File {file}\n\n"
        + "".join(QUESTION.format(n=n, file=file) for n in range(questions))
        for file in range(files)
    }
    assert sum(map(len, sources.values())) > FEWEST_FOR_PROCESSES
    return Project(write_project(root, sources))


def build(project: Project, jobs: int) -> Built:
    return build_project(project, (), now=Timestamp(1_700_000_000), jobs=jobs)


def test_two_processes_make_the_same_bytes_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda size: "0" * 2 * size)
    packages, ledgers = [], []
    for jobs in (1, 2):
        project = write_large(tmp_path / str(jobs))
        built = build(project, jobs)
        assert not built.problems
        packages.append(project.package_path("p").read_bytes())
        ledgers.append(project.ledger_path.read_bytes())
    assert packages[0] == packages[1]
    assert ledgers[0] == ledgers[1]


def test_problems_are_the_same_from_two_processes(tmp_path: Path) -> None:
    project = write_large(tmp_path)
    for file in (3, 17):
        path = project.root / f"source/p/{file:02}.md"
        path.write_text(path.read_text("utf-8").replace("**bold**", "<script>"), "utf-8")
    one, two = build(project, 1).problems, build(project, 2).problems
    assert len(one) == 2 * 60
    assert one == two


@pytest.mark.parametrize("error", [OSError(11, "no more processes"), ImportError("no semaphores")])
def test_where_no_process_can_be_started_one_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(workers, "ProcessPoolExecutor", refuse)
    built = build(write_large(tmp_path), 2)
    assert not built.problems
    assert built.output.written == {"p"}


def _busy_child(process: int) -> int | None:
    """A process that this one has started and that has computed for a while."""
    with suppress(OSError):
        for number in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split():
            ticks = int(Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[11])
            if ticks >= 10:
                return int(number)
    return None


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes as Linux does")
def test_a_process_that_is_killed_ends_the_build_and_the_old_package_stands(tmp_path: Path) -> None:
    project = write_large(tmp_path, files=48)
    assert not build(project, 1).problems
    before = project.package_path("p").read_bytes(), project.ledger_path.read_bytes()
    for path in sorted((project.root / "source/p").iterdir()):
        path.write_text(path.read_text("utf-8").replace("It *holds*", "It now *holds*"), "utf-8")
    command = [sys.executable, "-m", "deckgen", "build", "--jobs", "2", "--project", str(project.root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 30
        while (child := _busy_child(process.pid)) is None and time.monotonic() < deadline:
            assert process.poll() is None, "the build ended before its processes could be seen"
            time.sleep(0.002)
        assert child is not None
        os.kill(child, signal.SIGKILL)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.startswith("deckgen: a process that read the sources was killed")
    assert "Traceback" not in errors
    assert (project.package_path("p").read_bytes(), project.ledger_path.read_bytes()) == before
    assert build(project, 2).output.written == {"p"}
    assert not list((project.root / ".deckgen").glob("*.apkg*"))
