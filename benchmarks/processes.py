"""Runs a command as a whole process and says what it cost, with all processes that it started.

The peak of memory that the system reports for a process is at least that of the process which started it.
So the one that measures has to stay small: it writes large projects file by file and holds no packages.
"""

import contextlib
import ctypes
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage
from statistics import median


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of CPU and of the clock, and the most memory that one of the processes had, in bytes."""

    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True, slots=True)
class Peaks:
    """The most memory of the process that was started, and of the largest of those that it started."""

    main: int
    worker: int


class CommandError(Exception):
    """A command ended with another exit code than 0."""


def median_usage(usages: Sequence[Usage]) -> Usage:
    """The median of each figure on its own."""
    return Usage(
        median(usage.cpu for usage in usages),
        median(usage.wall for usage in usages),
        round(median(usage.peak for usage in usages)),
    )


def adopt_orphans() -> None:
    """Become the parent of processes whose parent ends first, so that their CPU time is counted (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: Sequence[str], environment: Mapping[str, str]) -> Usage:
    """Run a command to its end; CommandError holds what a failing one said."""
    return _Running(command, environment).finish()


def run_and_watch(command: Sequence[str], environment: Mapping[str, str]) -> tuple[Usage, Peaks]:
    """Run a command, and look at the memory of each of its processes ten times a second (Linux)."""
    running = _Running(command, environment)
    watcher = _Watcher(running.pid)
    watcher.start()
    try:
        usage = running.finish()
    finally:
        watcher.stop()
    return usage, watcher.peaks()


_PR_SET_CHILD_SUBREAPER = 36
_INTERVAL = 0.1
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in what the system counts the peak of memory in."""


class _Running:
    """A process that was started; what it says goes to a file, so that it never waits for a reader."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # closed by finish
        self._command = " ".join(command)
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(command, env=environment, stdout=self._said, stderr=self._said)
        self.pid = self._process.pid

    def finish(self) -> Usage:
        """Wait for the process, and for those of its own that are still there."""
        with self._said:
            _, status, resources = os.wait4(self.pid, 0)
            wall = time.perf_counter() - self._begun
            all_resources = [resources, *_reap()]
            self._process.returncode = os.waitstatus_to_exitcode(status)
            if self._process.returncode != 0:
                raise CommandError(self._describe_failure())
        cpu = sum(used.ru_utime + used.ru_stime for used in all_resources)
        return Usage(cpu, wall, max(used.ru_maxrss for used in all_resources) * _UNIT)

    def _describe_failure(self) -> str:
        self._said.seek(0)
        said = self._said.read().decode(errors="replace")
        return f"{self._command}: exit code {self._process.returncode}\n{said}"


def _reap() -> list[struct_rusage]:
    """Wait for every other process that has become ours."""
    found = []
    with contextlib.suppress(ChildProcessError):
        while True:
            found.append(os.wait4(-1, 0)[2])
    return found


class _Watcher(threading.Thread):
    """Notes the peaks of a process and of all below it until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._peaks: dict[int, int] = {}
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look at intervals; a peak never falls, so only the last moment of a process is missed."""
        while not self._stopped.wait(_INTERVAL):
            for pid in _family(self._pid):
                self._peaks[pid] = max(self._peaks.get(pid, 0), _peak(pid))

    def stop(self) -> None:
        """End the thread."""
        self._stopped.set()
        self.join()

    def peaks(self) -> Peaks:
        """What was seen."""
        workers = (peak for pid, peak in self._peaks.items() if pid != self._pid)
        return Peaks(self._peaks.get(self._pid, 0), max(workers, default=0))


def _family(pid: int) -> list[int]:
    """A process and all below it; those that end meanwhile are left out."""
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, path.read_text().split())
    return found


def _peak(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
