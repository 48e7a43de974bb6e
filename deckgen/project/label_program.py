"""Runs the program of `--label-with`, which reads a plan and prints it with other labels."""

import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
from threading import Timer

from deckgen.project.folder import ProjectError
from deckgen.values.wording import shortened, visible

SECONDS = 600
"""The most that a program may take for one page; a language model needs minutes for a long one."""
_SPARE_BYTES = 64 * 1024
"""What a program may print beyond twice the plan: a few words before it."""
_LAST_BYTES = 4096
"""How much is read of what a program says of its failure."""


def run_program(command: str, plan: str, seconds: float = SECONDS) -> bytes:
    """What the program prints for this plan; no shell is used.

    Raises:
        ProjectError: it cannot be started, fails, takes too long or prints too much.
    """
    name = f"--label-with `{shortened(visible(command), 40)}`"
    content = plan.encode()
    most = 2 * len(content) + _SPARE_BYTES
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(content)
        given.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - the user names the program
                shlex.split(command), stdin=given, stdout=subprocess.PIPE, stderr=said, start_new_session=True
            )
        except (OSError, ValueError, IndexError) as error:
            reason = getattr(error, "strerror", None) or str(error) or "it names no program"
            raise ProjectError(f"{name} cannot be started: {reason}") from None
        late = Timer(seconds, _stop, [process])
        late.start()
        try:
            answer = process.stdout.read(most + 1) if process.stdout else b""
            if len(answer) > most:
                _stop(process)
            code = process.wait()
            is_late = not late.is_alive()
        finally:
            late.cancel()
            _stop(process)
            process.communicate()
        size = said.seek(0, os.SEEK_END)
        said.seek(max(0, size - _LAST_BYTES))
        last = visible(said.read().decode("utf-8", "replace").strip().split("\n")[-1])
    if len(answer) > most:
        raise ProjectError(f"{name} prints more than {most:,} bytes for a plan of {len(content):,}")
    if is_late:
        raise ProjectError(f"{name} takes more than {seconds:g} seconds")
    if code:
        raise ProjectError(f"{name} fails with exit code {code}{f': {shortened(last, 200)}' if last else ''}")
    return answer


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a program that still runs, and what it started."""
    if process.returncode is not None:
        return
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
