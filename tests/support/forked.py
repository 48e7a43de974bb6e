"""The command in a process that is forked from one that has imported all of deckgen.

Importing is most of what a small command does: half a second, and the tests run hundreds of commands.
"""

import io
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path

import deckgen.__main__

_SECONDS = 120
"""How long a command may take."""


def can_fork() -> bool:
    """Whether this system has a fork server; Windows does not."""
    return "forkserver" in multiprocessing.get_all_start_methods()


def _nothing() -> None:
    """Prepare a process that needs nothing."""


def run(
    arguments: Sequence[str],
    *,
    cwd: Path,
    stdin: str | None,
    environment: Mapping[str, str],
    prepare: Callable[[], None] = _nothing,
) -> subprocess.CompletedProcess[str]:
    """Run the command in this folder, with exactly this environment, in a process prepared in this way."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, text in (("in", stdin or ""), ("out", ""), ("err", "")):
            (folder / name).write_text(text, encoding="utf-8")
        work = (folder, list(arguments), cwd, dict(environment), prepare)
        process = _server().Process(target=_run, args=work)
        process.start()
        process.join(_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(["deckgen", *arguments], _SECONDS)
        code = process.exitcode
        assert code is not None
        # Newlines become those of Python, as in the text that subprocess reads.
        out, err = ((folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(["deckgen", *arguments], code, out, err)


@cache
def _server() -> ForkServerContext:
    """The context whose server has imported all that a command may need."""
    context = multiprocessing.get_context("forkserver")
    modules = [module.name for module in pkgutil.walk_packages(deckgen.__path__, "deckgen.")]
    context.set_forkserver_preload([__name__, *modules])
    return context


def _run(
    folder: Path, arguments: list[str], cwd: Path, environment: dict[str, str], prepare: Callable[[], None]
) -> None:
    for name, stream, flags in (
        ("in", sys.stdin, os.O_RDONLY),
        ("out", sys.stdout, os.O_WRONLY),
        ("err", sys.stderr, os.O_WRONLY),
    ):
        os.dup2(os.open(folder / name, flags), stream.fileno())
        assert isinstance(stream, io.TextIOWrapper)
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    sys.argv = [deckgen.__main__.__file__, *arguments]
    prepare()
    deckgen.__main__.main(arguments)
