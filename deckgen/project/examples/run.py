"""Run the examples of each document in a process of its own, with limits on all that it uses."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from deckgen.compilation.values import Progress
from deckgen.project.examples.isolation import MOST_FILES, MOST_FOLDER_BYTES, why_not_isolated
from deckgen.values.example import Exercise, Outcome, Run

SCRIPT = Path(__file__).with_name("process.py")
MOST_REPORT_BYTES = 16 * 1024 * 1024
MOST_OUTPUT_CHARACTERS = 20_000
"""Per example: a card cannot show more."""

_LOOK_AGAIN = 0.1

MOST_ENDED = 20
"""How many files may not end by themselves before the others are not run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the examples of one document may use."""

    seconds: float = 30.0
    memory_bytes: int = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Isolation:
    """The means by which the kernel isolates examples; without Landlock, `why` it does not.

    Namespaces are used where the kernel grants them to this user.
    """

    landlock: bool = True
    namespaces: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """The exercises of a document, and the libraries that they need."""

    exercises: tuple[Exercise, ...]
    needs: tuple[str, ...] = ()


def find_isolation() -> Isolation:
    """The isolation that this system has."""
    why = why_not_isolated()
    return Isolation(landlock=not why, why=why)


def run_jobs(
    jobs: Sequence[Job], limits: Limits, isolation: Isolation, progress: Progress
) -> tuple[Run, ...]:
    """Run each job within the limits, several at a time."""
    alive: set[int] = set()
    ended: list[str] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        futures = [pool.submit(_run, job, limits, isolation, alive, ended) for job in jobs]
        try:
            for done, future in enumerate(as_completed(futures), 1):
                future.result()
                progress(done, len(jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for group in tuple(alive):
                _kill(group)
            raise
    return tuple(future.result() for future in futures)


def _run(job: Job, limits: Limits, isolation: Isolation, alive: set[int], ended: list[str]) -> Run:
    examples = sum(map(len, job.exercises))
    if len(ended) >= MOST_ENDED:
        why = f"was not run, because {MOST_ENDED} other files did not end by themselves"
        return Run((None,) * examples, stopped=why)
    # The process writes to a file, which need not be read while it runs.
    with (
        tempfile.TemporaryDirectory(prefix="deckgen-", ignore_cleanup_errors=True) as folder,
        tempfile.TemporaryFile() as tell,
        tempfile.TemporaryFile() as said,
    ):
        tell.write(_encode(job, limits, isolation))
        tell.seek(0)
        with _process(Path(folder).resolve(), tell, said, alive) as process:
            why = _wait(process, said, folder, limits)
        run = _read_report(said, examples)
    why = "" if all(run.outcomes) else why or "ended the whole process"
    if why:
        ended.append(why)
    return replace(run, stopped=why)


def _read_report(said: IO[bytes], examples: int) -> Run:
    """What the process says; it may be anything, because an example can write there too."""
    outcomes: list[Outcome | None] = [None] * examples
    absent: tuple[str, ...] = ()
    protection: tuple[str, ...] = ()
    said.seek(0)
    for line in said.read(MOST_REPORT_BYTES).split(b"\n"):
        with suppress(ValueError, KeyError, TypeError, IndexError, RecursionError):
            message = json.loads(line)
            if "absent" in message:
                absent, protection = (tuple(map(str, message[name])) for name in ("absent", "protection"))
            elif message["number"] >= 0:
                output, error, missing = (str(message[name]) for name in ("output", "error", "missing"))
                outcomes[message["number"]] = Outcome(output, error, missing, bool(message["cut"]))
    return Run(tuple(outcomes), absent, protection=protection)


def _wait(process: subprocess.Popen[bytes], said: IO[bytes], folder: str, limits: Limits) -> str:
    """Wait until the process ends or exceeds a limit; why it stopped early."""
    deadline = time.monotonic() + limits.seconds
    pause = 0.001
    while True:
        code = _exit_code(process)
        if os.fstat(said.fileno()).st_size >= MOST_REPORT_BYTES:
            return "printed too much"
        if _is_overfull(folder, process.pid):
            return f"wrote more than {MOST_FOLDER_BYTES // 1024**2} MiB or {MOST_FILES:,} files"
        if code is not None:
            break
        if time.monotonic() > deadline:
            return f"was still running after {limits.seconds:g} seconds"
        time.sleep(pause)
        pause = min(2 * pause, _LOOK_AGAIN)
    if code == -getattr(signal, "SIGXCPU", 0):
        return "used up its time on the processor"
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else ""


def _is_overfull(folder: str, pid: int) -> bool:
    """Whether too much is in the folder, where it is not a file system of its own with a limit."""
    used = files = 0
    with suppress(OSError), os.scandir(f"/proc/{pid}/fd") as opened:  # files that are removed, but still open
        used = sum(about.st_size for about in (file.stat() for file in opened) if not about.st_nlink)
    for place, folders, names in os.walk(folder):
        files += len(folders) + len(names)
        for name in names:
            with suppress(OSError):
                used += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118 - this runs often
        if used > MOST_FOLDER_BYTES or files > MOST_FILES:
            return True
    return False


def _exit_code(process: subprocess.Popen[bytes]) -> int | None:
    """The exit code of a process that has ended; nobody else gets its id before it is waited for."""
    if not hasattr(os, "waitid"):
        return process.poll()
    ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if ended is None:
        return None
    return -ended.si_status if ended.si_code in (os.CLD_KILLED, os.CLD_DUMPED) else ended.si_status


@contextmanager
def _process(
    folder: Path, tell: IO[bytes], said: IO[bytes], alive: set[int]
) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process, and end it with all that it started."""
    process = subprocess.Popen(  # noqa: S603 - our own script; the examples come through its input
        [sys.executable, "-P", "-s", "-B", str(SCRIPT)],
        cwd=folder,
        env=_environment(folder),
        stdin=tell,
        stdout=said,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    alive.add(process.pid)
    try:
        yield process
    finally:
        # Before the process is waited for, its id cannot be that of another one.
        _kill(process.pid)
        with suppress(OSError):
            process.kill()
        process.wait()
        alive.discard(process.pid)


def _kill(group: int) -> None:
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)


def _environment(folder: Path) -> dict[str, str]:
    """An environment that is the same everywhere, so that the output of examples is too."""
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ
    }
    home = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), str(folder))
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    python = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    return {**kept, **home, **threads, **python, "TZ": "UTC", "LC_ALL": "C.UTF-8", "MPLBACKEND": "Agg"}


def _encode(job: Job, limits: Limits, isolation: Isolation) -> bytes:
    return json.dumps(
        {
            "needs": job.needs,
            "home": os.environ.get("HOME", ""),
            "landlock": isolation.landlock,
            "namespaces": isolation.namespaces,
            "cpu_seconds": max(1, round(limits.seconds)),
            "memory_bytes": limits.memory_bytes,
            "output_characters": MOST_OUTPUT_CHARACTERS,
            "exercises": [[{"kind": one.kind, "code": one.code} for one in each] for each in job.exercises],
        }
    ).encode()
