"""The commands that are measured: deckgen, and the floors that it is held against."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from processes import Peaks, Usage, run, run_and_watch
from project import Project

CLOCK = 2.1
"""Seconds after which no file is as young as the clock's resolution: a younger one is compared by digest."""


class Floor(Enum):
    """The scripts that make a package of the same notes without deckgen."""

    LOOP = "floor_loop.py"
    PLAIN_GENANKI = "plain_genanki.py"


@dataclass(frozen=True, slots=True)
class Deckgen:
    """A copy of deckgen: its style can be edited, and work on the original meanwhile changes no figure."""

    folder: Path
    has_jobs: bool

    def build(self, project: Project, *, jobs: int | None = None, epoch: int | None = None) -> Usage:
        """Build with so many processes, or as many as deckgen takes by itself."""
        environment = self._environment()
        if epoch:
            environment["SOURCE_DATE_EPOCH"] = str(epoch)
        return run(self._build(project, jobs), environment)

    def build_and_watch(self, project: Project, *, jobs: int | None = None) -> tuple[Usage, Peaks]:
        """Build, and see how much memory each process has."""
        return run_and_watch(self._build(project, jobs), self._environment())

    def check(self, project: Project) -> Usage:
        """Check all sources."""
        return run(_deckgen("check", "--project", str(project.folder)), self._environment())

    def help(self) -> Usage:
        """Print what the commands are."""
        return run(_deckgen("--help"), self._environment())

    def import_click(self) -> Usage:
        """Run the floor of the commands that end at once, in the same surroundings."""
        return run([sys.executable, "-P", "-c", "import click"], self._environment())

    def change_style(self, words: str) -> None:
        """Put a comment at the end of the style of the notes, as a new version of deckgen might."""
        with (self.folder / "deckgen/render/note_types/style.css").open("a", encoding="utf-8") as file:
            file.write(f"/* {words} */\n")
        time.sleep(CLOCK)

    def _build(self, project: Project, jobs: int | None) -> list[str]:
        words = ["--jobs", str(jobs)] if jobs and self.has_jobs else []
        return _deckgen("build", "--quiet", *words, "--project", str(project.folder))

    def _environment(self) -> dict[str, str]:
        return _environment(self.folder)


def copy_deckgen(folder: Path) -> Deckgen:
    """Copy the deckgen that these benchmarks belong to, and compile the copy."""
    uncompiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(__file__).parent.parent / "deckgen", folder / "deckgen", ignore=uncompiled)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(folder)], check=True)
    time.sleep(CLOCK)
    return Deckgen(folder, "--jobs" in _help_of_build(folder))


def run_floor(floor: Floor, project: Project) -> Usage:
    """Make a package of the sources of a project, and throw it away."""
    package = project.folder / "floor.apkg"
    script = Path(__file__).with_name(floor.value)
    try:
        return run([sys.executable, str(script), str(project.source), str(package)], _environment())
    finally:
        package.unlink(missing_ok=True)


def _deckgen(*words: str) -> list[str]:
    return [sys.executable, "-P", "-m", "deckgen", *words]


def _help_of_build(folder: Path) -> str:
    command, environment = _deckgen("build", "--help"), _environment(folder)
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def _environment(first_on_path: Path | None = None) -> dict[str, str]:
    """Ours, without what makes deckgen look at everything, or Python compile everything, each time."""
    left_out = ("SOURCE_DATE_EPOCH", "PYTHONDONTWRITEBYTECODE")
    environment = {name: text for name, text in os.environ.items() if name not in left_out}
    if first_on_path:
        path = [str(first_on_path), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    return environment
