"""Run the examples of each document in a process of its own, with limits on all that it uses."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deckgen.compilation.values import Progress
from deckgen.values.example import Example, Exercise, Outcome, Run

SCRIPT = Path(__file__).with_name("process.py")
MOST_REPORT_BYTES = 16 * 1024 * 1024
MOST_OUTPUT_CHARACTERS = 20_000
"""Per example: a card cannot show more."""

MOST_ENDED = 20
"""Once so many files have not ended by themselves, the others are not run."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the examples of one document may use."""

    seconds: float = 30.0
    memory_bytes: int = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Job:
    """The exercises of a document, and the libraries that they need."""

    exercises: tuple[Exercise, ...]
    needs: tuple[str, ...] = ()


@dataclass(slots=True)
class _Report:
    """What the process has reported so far; it may be anything, because an example can write there too."""

    outcomes: list[Outcome | None]
    absent: tuple[str, ...] = ()
    running: int = 0
    done: bool = False
    rest: bytes = field(default=b"", repr=False)

    def take(self, chunk: bytes) -> None:
        *lines, self.rest = (self.rest + chunk).split(b"\n")
        for line in lines:
            with suppress(ValueError, KeyError, TypeError, IndexError, RecursionError):
                self._take_message(json.loads(line))

    def _take_message(self, message: dict[str, Any]) -> None:
        if "absent" in message:
            self.absent = tuple(map(str, message["absent"]))
        elif "begins" in message:
            self.running = self._number(message["begins"])
        elif "number" in message:
            number = self._number(message["number"])
            output, error, missing = (str(message[name]) for name in ("output", "error", "missing"))
            self.outcomes[number] = Outcome(output, error, missing, bool(message["cut"]))
        elif "done" in message:
            self.done = True

    def _number(self, value: object) -> int:
        if not isinstance(value, int) or not 0 <= value < len(self.outcomes):
            raise IndexError
        return value


def run_jobs(jobs: Sequence[Job], limits: Limits, progress: Progress) -> tuple[Run, ...]:
    """Run each job within the limits, several at a time."""
    alive: set[int] = set()
    ended: list[str] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        futures = [pool.submit(_run, job, limits, alive, ended) for job in jobs]
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


def _run(job: Job, limits: Limits, alive: set[int], ended: list[str]) -> Run:
    examples = [example for exercise in job.exercises for example in exercise.examples]
    if len(ended) >= MOST_ENDED:
        why = f"was not run, because {MOST_ENDED} other files did not end by themselves"
        return Run((None,) * len(examples), stopped=why)
    report = _Report([None] * len(examples))
    with tempfile.TemporaryDirectory(prefix="deckgen-", ignore_cleanup_errors=True) as folder:
        why = _converse(_encode(job, limits), Path(folder).resolve(), limits, report, alive)
    why = "" if all(report.outcomes) else why or "ended the whole process"
    if why:
        ended.append(why)
    return Run(tuple(report.outcomes), report.absent, why, report.running)


def _converse(job: bytes, folder: Path, limits: Limits, report: _Report, alive: set[int]) -> str:
    """Start the process, read its reports, and end it with all that it started; why it stopped early."""
    with _process(folder, alive) as process:
        _tell(process, job)
        chunks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(process, chunks), daemon=True).start()
        deadline = time.monotonic() + limits.seconds
        heard = 0
        while not report.done:
            try:
                chunk = chunks.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                return f"was still running after {limits.seconds:g} seconds"
            if not chunk:
                return _last_words(process)
            heard += len(chunk)
            if heard > MOST_REPORT_BYTES:
                return "printed too much"
            report.take(chunk)
    return ""


def _last_words(process: subprocess.Popen[bytes]) -> str:
    # A process that has ended keeps its exit code; one that only closed its output is killed.
    _kill(process.pid)
    with suppress(subprocess.TimeoutExpired):
        code = process.wait(timeout=1)
        if code == -getattr(signal, "SIGXCPU", 0):
            return "used up its time on the processor"
        if code < 0:
            return f"was killed by {signal.Signals(-code).name}"
    return ""


def _tell(process: subprocess.Popen[bytes], job: bytes) -> None:
    if process.stdin is not None:
        with suppress(OSError), process.stdin as stream:
            stream.write(job)


def _listen(process: subprocess.Popen[bytes], chunks: "queue.SimpleQueue[bytes]") -> None:
    with suppress(OSError, ValueError):
        while process.stdout is not None and (chunk := os.read(process.stdout.fileno(), 65536)):
            chunks.put(chunk)
    chunks.put(b"")


@contextmanager
def _process(folder: Path, alive: set[int]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - our own script; the examples come through its input
        [sys.executable, "-P", "-s", "-B", str(SCRIPT)],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    alive.add(process.pid)
    try:
        yield process
    finally:
        # Until the process is waited for, no other process can get its id.
        _kill(process.pid)
        with suppress(OSError):
            process.kill()
        process.wait()
        alive.discard(process.pid)
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()


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


def _encode(job: Job, limits: Limits) -> bytes:
    numbers = iter(range(sum(len(exercise.examples) for exercise in job.exercises)))

    def encode(example: Example) -> dict[str, object]:
        return {"number": next(numbers), "kind": example.kind.value, "code": example.code}

    return json.dumps(
        {
            "needs": job.needs,
            "cpu_seconds": max(1, round(limits.seconds)),
            "memory_bytes": limits.memory_bytes,
            "output_characters": MOST_OUTPUT_CHARACTERS,
            "exercises": [[encode(example) for example in exercise.examples] for exercise in job.exercises],
        }
    ).encode()
