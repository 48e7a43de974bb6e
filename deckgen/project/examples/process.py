"""Run the examples of one document in a process of its own: a script that imports nothing of deckgen.

It reads a job as JSON from its standard input, and writes what each example did to its standard output, one
JSON text per line. The kernel isolates it where it can (`isolation.py`); an audit hook explains what an
example may not do, and is all that there is elsewhere.
"""

import contextlib
import ctypes
import importlib
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
from importlib.machinery import ModuleSpec
from typing import Any

try:
    import resource
except ImportError:  # Windows does not have it; deckgen itself limits time and output there.
    resource = None  # type: ignore[assignment]

DIE_WITH_PARENT = 1
MOST_FILE_BYTES = 16 * 1024 * 1024
MOST_OPEN_FILES = 512

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ATTRIBUTES = ("os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr", "os.chflags")
_CHANGES = (
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("shutil.rmtree", "sqlite3.connect", *_ATTRIBUTES),
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

    specs = {name: _find(name) for name in job["needs"]}
    protection = _confine(job, [place for spec in specs.values() for place in _places(spec)])
    say({"absent": [name for name, spec in specs.items() if spec is None], "protection": protection})
    numbers = itertools.count()
    for exercise in job["exercises"]:
        names: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
        for example in exercise:
            say({"number": next(numbers), **_run(example, names, job["output_characters"])})
    # Threads that an example left running must not delay the end.
    os._exit(0)


def _find(name: str) -> ModuleSpec | None:
    try:
        return importlib.util.find_spec(name.partition(".")[0])
    except (ImportError, ValueError):
        return None


def _places(spec: ModuleSpec | None) -> list[str]:
    """Where a library is, which need not be on the path of modules if it is being developed."""
    if spec is None:
        return []
    return list(spec.submodule_search_locations or [spec.origin or ""])


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


def _confine(job: dict[str, Any], libraries: list[str]) -> list[str]:
    """Permanently give up rights that an example does not need; which means of the kernel isolate it."""
    home = os.path.realpath(".")
    protection = _isolate(job, home, libraries) if sys.platform == "linux" else []
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"], job["cpu_seconds"] + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE_BYTES, MOST_FILE_BYTES))
        # One byte, because with none Linux still hands the memory of a crash to a program that may store it.
        resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
        with contextlib.suppress(OSError, ValueError):  # macOS refuses some limits of memory
            resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
            resource.setrlimit(resource.RLIMIT_AS, (job["memory_bytes"], job["memory_bytes"]))
    tempfile.tempdir = home
    sys.addaudithook(_hook(home, os.getpid(), attributes_are_fixed=protection == ["Landlock", "seccomp"]))
    return protection


def _isolate(job: dict[str, Any], home: str, libraries: list[str]) -> list[str]:
    sys.path.insert(0, os.path.dirname(__file__))
    isolation = importlib.import_module("isolation")
    del sys.path[0]
    has_namespaces = job["namespaces"] and isolation.enter_namespaces(home)
    if job["landlock"]:
        readable = isolation.readable_folders(libraries, job["home"])
        isolation.restrict(home, readable, may_change_attributes=has_namespaces)
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    return ["Landlock", "seccomp", *["namespaces"] * has_namespaces] if job["landlock"] else []


def _hook(home: str, own: int, *, attributes_are_fixed: bool) -> Callable[[str, tuple[Any, ...]], None]:
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
            if attributes_are_fixed and event in _ATTRIBUTES:
                raise PermissionError("an example may not change modes, times or owners on this system")
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
