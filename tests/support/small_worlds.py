"""Mounts that only commands run in them see: a disk that runs full, a folder that cannot be written."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def why_there_can_be_none() -> str:
    """What keeps this machine from mounting; empty where nothing does."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("unshare"):
        return "only root can mount, and only on Linux"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, text=True, check=False)
    return f"no mount namespace can be made here: {tried.stderr}" if tried.returncode else ""


class World:
    """A process in a mount namespace of its own, which ends with the process."""

    def __init__(self, process: int) -> None:
        self._process = process

    def path(self, path: Path) -> Path:
        """Where a file of that world is seen from here."""
        return Path(f"/proc/{self._process}/root{path}")

    def enter(self) -> tuple[str, ...]:
        """The words that run a command there."""
        return ("nsenter", "--target", str(self._process), "--mount", "--root", "--")


@contextmanager
def world(*mounts: str) -> Iterator[World]:
    """Run these mount commands in a namespace of its own."""
    script = " && ".join([*mounts, "echo ready", "exec sleep 600"])
    # `setpriv` ends it even where the tests themselves are killed.
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "sh", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    try:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        yield World(process.pid)
    finally:
        process.kill()
        process.communicate()


def disk(place: Path, kib: int) -> str:
    """The mount command of a disk of this size."""
    return f"mount -t tmpfs -o size={kib}k tmpfs {shlex.quote(str(place))}"


def read_only(place: Path) -> str:
    """The mount commands that let nobody write into a folder, root included."""
    where = shlex.quote(str(place))
    return f"mount --bind {where} {where} && mount -o remount,bind,ro {where}"


def leave_free(filler: Path, kib: int) -> None:
    """Fill the disk with this file until this many KiB are free."""
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(0, file.tell() - 1024 * kib))
