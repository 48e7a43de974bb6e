"""Run the examples of one document in a process of its own: a script that imports nothing of deckgen.

It reads a job as JSON from its standard input, and writes what each example did to its standard output, one
JSON text per line. It prevents harm by mistakes; it is not a sandbox against attacks.
"""

import contextlib
import ctypes
import importlib.util
import io
import itertools
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import Any

try:
    import resource
except ImportError:  # Windows does not have it; deckgen itself limits time and output there.
    resource = None  # type: ignore[assignment]

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
DIE_WITH_PARENT = 1
MOST_FILE_BYTES = 16 * 1024 * 1024

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = (
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr", "os.chflags"),
)
_STARTS = ("os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile")
_TWO_PATHS = ("os.rename", "os.link", "os.symlink")


def main() -> None:
    """Do the job, and report for each example what it did."""
    job = json.load(sys.stdin)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - it stays open for the examples

    def say(message: dict[str, Any]) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    say({"absent": [name for name in job["needs"] if not _is_there(name)]})
    _confine(job["cpu_seconds"], job["memory_bytes"])
    numbers = itertools.count()
    for exercise in job["exercises"]:
        names: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
        for example in exercise:
            say({"number": next(numbers), **_run(example, names, job["output_characters"])})
    # Threads that an example left running must not delay the end.
    os._exit(0)


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name.partition(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def _run(example: dict[str, Any], names: dict[str, Any], most: int) -> dict[str, Any]:
    output = _Bounded(most)
    error = missing = ""
    with contextlib.redirect_stdout(output):
        sys.displayhook = sys.__displayhook__
        try:
            code = compile(example["code"], "<example>", example["kind"], dont_inherit=True)
            exec(code, names)  # noqa: S102 - this is what the process is for
        except BaseException as raised:
            error = "".join(traceback.format_exception_only(raised))[:most]
            if isinstance(raised, ModuleNotFoundError) and raised.name:
                missing = raised.name.split(".")[0]
    return {"output": output.getvalue(), "cut": output.cut, "error": error, "missing": missing}


class _Bounded(io.StringIO):
    """Keeps only the beginning of what is printed."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most
        self.cut = False

    def write(self, text: str) -> int:
        kept = text[: self._left]
        self._left -= len(kept)
        self.cut = self.cut or len(kept) < len(text)
        super().write(kept)
        return len(text)


def _confine(cpu_seconds: int, memory_bytes: int) -> None:
    """Permanently give up rights that an example does not need."""
    if sys.platform == "linux":
        # An empty network, if the kernel allows it; the audit hook works without it, too.
        libc = ctypes.CDLL(None)
        libc.prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if libc.unshare(NEW_NETWORK) != 0:
            libc.unshare(NEW_USER | NEW_NETWORK)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE_BYTES, MOST_FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError, ValueError):  # macOS refuses some limits of memory
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    home = os.path.realpath(".")
    tempfile.tempdir = home
    sys.addaudithook(_hook(home, os.getpid()))


def _hook(home: str, own: int) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that refuses the network, other processes, and changes outside the empty folder."""
    local = {1}  # AF_UNIX: asyncio wakes its loop through a pair of such sockets
    free = (os.devnull, "/dev/tty")

    def outside(path: object) -> bool:
        try:
            text = os.fsdecode(path)  # type: ignore[arg-type]
        except TypeError:  # it is a descriptor
            return False
        real = os.path.realpath(text)
        return text not in free and real != home and not real.startswith(home + os.sep)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITING and outside(path):
                raise PermissionError(f"an example may not write outside of its own folder: {path}")
        elif event in _CHANGES:
            for path in arguments[: 2 if event in _TWO_PATHS else 1]:
                if outside(path):
                    raise PermissionError(
                        f"an example may not change files outside of its own folder: {path}"
                    )
        elif event == "socket.__new__":
            if arguments[1] not in local:
                raise PermissionError("an example has no network")
        elif event.startswith("socket.") and event != "socket.gethostname":
            raise PermissionError("an example has no network")
        elif event in _STARTS or event == "subprocess.Popen":
            raise PermissionError("an example may not start a process")
        elif event == "os.killpg" or (event == "os.kill" and arguments[0] != own):
            raise PermissionError("an example may not send signals to other processes")

    return watch


if __name__ == "__main__":
    main()
