"""Runs the examples of documents, each document in a process of its own that is bounded in every way."""

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

from deckgen.compilation.values import Progress
from deckgen.values.example import Example, Exercise, Outcome

SCRIPT = Path(__file__).with_name("process.py")
MOST_REPORT_BYTES = 16 * 1024 * 1024
MOST_OUTPUT_CHARACTERS = 20_000
"""Of one example: no card shows more."""

MOST_ENDED = 20
"""Files that do not end by themselves; where there are more, somebody had better look at the first ones."""


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


@dataclass(frozen=True, slots=True)
class Run:
    """What a job did: an outcome an example as far as it came, and why it came no further.

    `absent` are the needed libraries that are not installed; `stopped_at` numbers the example that ran last.
    """

    outcomes: tuple[Outcome | None, ...]
    absent: tuple[str, ...] = ()
    stopped: str = ""
    stopped_at: int = 0


@dataclass(slots=True)
class _Report:
    """What the process has said so far; it may be anything, for an example may write there too."""

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

    def _take_message(self, message: dict[str, object]) -> None:
        if "absent" in message:
            self.absent = tuple(str(name) for name in _list(message["absent"]))
        elif "begins" in message:
            self.running = _number(message["begins"], len(self.outcomes))
        elif "number" in message:
            number = _number(message["number"], len(self.outcomes))
            self.outcomes[number] = Outcome(
                output=str(message["output"]),
                error=str(message["error"]),
                missing=str(message["missing"]),
                cut=bool(message["cut"]),
            )
        elif "done" in message:
            self.done = True


def run_jobs(
    jobs: Sequence[Job],
    limits: Limits,
    *,
    workers: int | None = None,
    progress: Progress = lambda done, total: None,
) -> tuple[Run, ...]:
    """Run each job, several at a time, and none for longer than the limits say."""
    runs: dict[int, Run] = {}
    alive: set[int] = set()
    ended: list[str] = []
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        futures = {pool.submit(_run, job, limits, alive, ended): number for number, job in enumerate(jobs)}
        try:
            for done, future in enumerate(as_completed(futures), 1):
                runs[futures[future]] = future.result()
                progress(done, len(jobs))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for group in tuple(alive):
                _kill(group)
            raise
    return tuple(runs[number] for number in range(len(jobs)))


def _run(job: Job, limits: Limits, alive: set[int], ended: list[str]) -> Run:
    examples = [example for exercise in job.exercises for example in exercise.examples]
    if len(ended) >= MOST_ENDED:
        why = f"was not run, for {MOST_ENDED} other files did not end by themselves"
        return Run((None,) * len(examples), stopped=why)
    report = _Report([None] * len(examples))
    with tempfile.TemporaryDirectory(prefix="deckgen-", ignore_cleanup_errors=True) as folder:
        why = _converse(_encode(job, limits), Path(folder).resolve(), limits, report, alive)
    why = "" if all(report.outcomes) else why or "ended the whole process"
    if why:
        ended.append(why)
    return Run(tuple(report.outcomes), report.absent, why, report.running)


def _converse(job: bytes, folder: Path, limits: Limits, report: _Report, alive: set[int]) -> str:
    """Start the process, listen to it, end it and all that it started; why it ended before it was done."""
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
    # What has ended keeps its code; what has only fallen silent ends here.
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
        # Before the process is waited for, its number cannot be another's.
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
    """The same everywhere: what an example prints must not hang on who runs it."""
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


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _number(value: object, end: int) -> int:
    if not isinstance(value, int) or not 0 <= value < end:
        raise IndexError
    return value
