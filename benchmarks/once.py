"""What is measured beside the rounds: a small project, a large one, and whether packages are the same."""

import math
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from commands import Deckgen, Floor, run_floor
from processes import Peaks, Usage, median_usage
from project import Project, new_project
from rounds import Results, median_cpu, say
from scenarios import Against, Pair
from table import Row, memory_row, ratio_row

SMALL_NOTES, SMALL_FILES, SMALL_LIMIT = 1_000, 50, 1.2
MEMORY_LIMIT = 500_000_000
GROWTH_LIMIT = 1.05
EPOCH = 1_790_000_000


def measure_small(deckgen: Deckgen, folder: Path, rounds: int) -> Row:
    """A small project, cold, with as many processes as deckgen takes by itself."""
    project = new_project(folder, SMALL_NOTES, SMALL_FILES)
    pairs = []
    for number in range(1, rounds + 1):
        say(f"round {number} of {rounds}: {SMALL_NOTES:,} notes")
        floor = run_floor(Floor.LOOP, project)
        project.forget()
        pairs.append(Pair(deckgen.build(project), floor))
    cost = median_usage([pair.cost for pair in pairs])
    ratio = median(pair.ratio(Against.LOOP_CPU) for pair in pairs)
    title = f"cold build of {SMALL_NOTES:,} notes, processes by default"
    return ratio_row(title, cost, ratio, SMALL_LIMIT, f"{Against.LOOP_CPU.value}, of {SMALL_NOTES:,} notes")


def measure_large(deckgen: Deckgen, project: Project, usual_notes: int, usual: Results) -> Iterator[Row]:
    """Memory, and how CPU time grows from the usual size to this one."""
    size = f"{project.notes:,} notes"
    if deckgen.has_jobs:
        say(f"{size}: cold build, processes by default")
        yield _memory_row(f"peak memory, {size}, processes by default", *deckgen.build_and_watch(project))
        project.forget()
    say(f"{size}: cold build, one process")
    cold, peaks = deckgen.build_and_watch(project, jobs=1)
    yield _memory_row(f"peak memory, {size}, one process", cold, peaks)
    say(f"{size}: one edit")
    project.edit(1)
    edit, peaks = deckgen.build_and_watch(project)
    yield _memory_row(f"peak memory, {size}, one edit", edit, peaks)
    factor = project.notes / usual_notes
    yield _growth_row("cold build", cold, median_cpu(usual, "cold"), factor)
    yield _growth_row("one edit", edit, median_cpu(usual, "one-edit"), factor)


def compare_packages(deckgen: Deckgen, project: Project) -> Iterator[Row]:
    """Whether a package depends on the number of processes, or on what is remembered of an earlier build.

    The builds that are compared start from one ledger: without any, each makes up guids of its own.
    """
    say("package bytes")
    project.forget()
    one = _package(deckgen, project, EPOCH, jobs=1)
    yield _compare_processes(deckgen, project, one)
    ledger = project.ledger.read_bytes()
    project.edit(1)
    warm = _package(deckgen, project, EPOCH + 1)
    project.forget()
    project.ledger.write_bytes(ledger)
    cold = _package(deckgen, project, EPOCH + 1)
    yield _equality_row("package bytes: cold and warm", cold, warm)


def _memory_row(title: str, usage: Usage, peaks: Peaks) -> Row:
    """The most of all processes; where there are workers, the title says what they had."""
    if peaks.worker:
        title += f" (main {peaks.main / 1e6:,.0f}, largest worker {peaks.worker / 1e6:,.0f})"
    return memory_row(title, usage, MEMORY_LIMIT)


def _growth_row(title: str, usage: Usage, usual: float | None, factor: float) -> Row:
    """An exponent of 1 means that ten times the notes take ten times as long."""
    title = f"growth, {factor:g} times the notes, {title}"
    if usual is None or factor == 1:
        return Row(title, limit=str(GROWTH_LIMIT))
    exponent = math.log(usage.cpu / usual) / math.log(factor)
    return ratio_row(title, None, exponent, GROWTH_LIMIT, "exponent of CPU")


def _compare_processes(deckgen: Deckgen, project: Project, one: bytes) -> Row:
    title = "package bytes: one and two processes"
    if not deckgen.has_jobs:
        return Row(title, limit="equal")
    project.forget(keep_ledger=True)
    return _equality_row(title, one, _package(deckgen, project, EPOCH, jobs=2))


def _package(deckgen: Deckgen, project: Project, epoch: int, jobs: int | None = None) -> bytes:
    deckgen.build(project, jobs=jobs, epoch=epoch)
    return project.package.read_bytes()


def _equality_row(title: str, one: bytes, other: bytes) -> Row:
    is_equal = one == other
    return Row(title, figure="equal" if is_equal else "differ", limit="equal", passed=is_equal)
