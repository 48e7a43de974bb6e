"""Kills commands at a chosen step, so that each of their actions is interrupted in some run.

A step is whatever can leave something behind: a call of Anki's library, a request to its add-on, a file that
is opened for writing, renamed or removed. Moments chosen by a clock would always fall into a few long steps,
which differ from machine to machine.
"""

import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from multiprocessing.util import Finalize
from pathlib import Path
from random import Random
from typing import Any

from anki._backend import RustBackend

from tests.support import ROOT, forked

_EVENTS = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "socket.connect")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True, slots=True)
class Moment:
    """Before a step, or this many seconds after it has begun."""

    step: int
    after: float


def moments(steps: int, times: int) -> Iterator[Moment]:
    """This many moments, spread over all steps; half of them are after a step has begun."""
    chance = Random()  # noqa: S311  # other moments in each run
    for number in range(times):
        step = int((number + chance.random()) * steps / times)
        yield Moment(step, chance.uniform(0, _LONG) if number % 2 else 0)


_LONG = 0.05
"""How many seconds a long step takes."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command, its folder, and variables that are added to its environment."""

    arguments: Sequence[str]
    cwd: Path
    environment: Mapping[str, str]

    def count_steps(self) -> int:
        """Run it to its end, and return the number of its steps."""
        with tempfile.TemporaryDirectory() as folder:
            steps = Path(folder, "steps")
            assert self._run(partial(_write_steps, steps)) == 0
            return int(steps.read_text(encoding="utf-8"))

    def kill_at(self, moment: Moment) -> bool:
        """Kill it at this moment; return whether it was still running."""
        return self._run(partial(_die_at, moment)) == -signal.SIGKILL

    def _run(self, prepare: Callable[[], None]) -> int:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **self.environment}
        ran = forked.run(self.arguments, cwd=self.cwd, stdin=None, environment=environment, prepare=prepare)
        return ran.returncode


def _write_steps(path: Path) -> None:
    """Have the number of steps written into this file at the end."""
    steps: list[None] = []
    _at_each_step(lambda: steps.append(None))
    Finalize(None, lambda: path.write_text(str(len(steps)), encoding="utf-8"), exitpriority=0)


def _die_at(moment: Moment) -> None:
    numbers = count()

    def look() -> None:
        if next(numbers) != moment.step:
            return
        if moment.after:
            threading.Thread(target=_die, args=(moment.after,), daemon=True).start()
        else:
            _die(0)

    _at_each_step(look)


def _die(after: float) -> None:
    time.sleep(after)
    os.kill(os.getpid(), signal.SIGKILL)


def _at_each_step(do: Callable[[], None]) -> None:
    """Have this called before each step of this process, from now to its end."""
    run = RustBackend._run_command  # all calls of the library go through it

    def run_command(self: RustBackend, *arguments: Any) -> bytes:
        do()
        return run(self, *arguments)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in _EVENTS or (event == "open" and _is_for_writing(arguments)):
            do()

    RustBackend._run_command = run_command  # type: ignore[method-assign]
    sys.addaudithook(audit)


def _is_for_writing(arguments: tuple[object, ...]) -> bool:
    _, _, flags = arguments
    return isinstance(flags, int) and bool(flags & _WRITES)
