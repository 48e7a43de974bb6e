"""What a probe could change, reach or read, and how to see from outside what it did."""

import contextlib
import ctypes
import json
import os
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.project.examples.probes import PRELUDE, PROBES
from tests.support import ROOT

WORD = "the-secret-word"
MOST_BYTES, MOST_FILES = 1000 * 2**20, 20_000
"""Far more than a folder may hold, since what is over the limit is seen a moment later."""
IOPRIO_GET = {"x86_64": 252}.get(os.uname().machine, 31) if hasattr(os, "uname") else 0

_FILES = {
    "out/kept": "kept",
    "out/full/inner": "inner",
    "seen/kept": "kept",
    "home/.profile": "",
    "home/.ssh/key": WORD,
    f"home/names/{WORD}": "",
    "project/source/p.md": WORD,
}


@dataclass
class World:
    """The surroundings of one probe; `said` is its output, and `harm` is what it did."""

    folder: Path
    name: str
    mark: str
    key: int
    process: subprocess.Popen[bytes] | None
    listening: dict[str, socket.socket]
    before: dict[str, object] = field(default_factory=dict)
    said: str = ""
    harm: set[str] = field(default_factory=set)

    def code(self) -> str:
        """The probe, after the names that it may use."""
        names: dict[str, object] = {
            name.upper(): f"{self.folder}/{name}" for name in ("out", "seen", "project")
        }
        names |= {"HOME": f"{self.folder}/home", "MARK": self.mark, "KEY": self.key}
        names |= {"PID": self.process.pid} if self.process else {}
        if self.listening:
            names |= {"STREAM": f"{self.folder}/stream", "DGRAM": f"{self.folder}/datagram"}
            names |= {kind.upper(): self.listening[kind].getsockname()[1] for kind in ("port", "udp")}
        given = "\n".join(f"{name} = {value!r}" for name, value in names.items())
        return f"{given}\n{PRELUDE}\n{PROBES[self.name][1]}\n"

    def state(self) -> dict[str, object]:
        """Everything that must stay as it is."""
        found: dict[str, object] = {str(path): _about(path) for path in self.folder.rglob("*")}
        found |= {str(path): _about(path) for path in self.strays()}
        for kind in "shm", "sem", "msg":
            with contextlib.suppress(OSError):
                rows = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()
                found[kind] = [row for row in rows if row.split()[0] == str(self.key)]
        queue = ctypes.CDLL(None).mq_open(b"/" + self.mark.encode(), os.O_RDONLY)
        found["queue"] = queue >= 0
        if queue >= 0:
            os.close(queue)
        found |= {kind: _is_reached(each) for kind, each in self.listening.items()}
        found["process"] = self.process and _about_process(self.process.pid)
        return found

    def strays(self) -> list[Path]:
        """Files elsewhere that the probe made."""
        places = (Path("/tmp"), Path("/dev/shm"), self.folder.parent / "tmp")  # noqa: S108 - probes use them
        return [path for place in places for path in place.glob(f"*{self.mark}*")]

    def clean_up(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
        for each in self.listening.values():
            each.close()
        for path in self.strays():
            path.unlink()
        libc = ctypes.CDLL(None)
        libc.mq_unlink(b"/" + self.mark.encode())
        libc.shmctl(libc.shmget(self.key, ctypes.c_size_t(1), 0), 0, None)
        libc.semctl(libc.semget(self.key, 0, 0), 0, 0, None)
        libc.msgctl(libc.msgget(self.key, 0), 0, None)


def run_probes(mode: str, names: Sequence[str]) -> list[World]:
    """Run probes side by side under one parent, each in a world of its own."""
    root = Path(tempfile.mkdtemp(prefix="dg-"))  # a short path, as the addresses of sockets must be
    (root / "tmp").mkdir()
    worlds = [_make(root / str(number), name, number) for number, name in enumerate(names)]
    try:
        for world in worlds:
            world.before = world.state()
        returned, output = _run(root, mode, worlds)
        for world in worlds:
            after = world.state()
            both = world.before.keys() | after.keys()
            world.harm |= {key for key in both if world.before.get(key) != after.get(key)}
            if returned != 0:
                world.harm.add(f"the parent ended with {returned}: {output[-500:]}")
        if returned == 0:
            for world, said in zip(worlds, json.loads(output), strict=True):
                world.said = said
                world.harm |= {"the secret is told"} if WORD in said else set()
        return worlds
    finally:
        for world in worlds:
            world.clean_up()
        shutil.rmtree(root, ignore_errors=True)


def _make(folder: Path, name: str, number: int) -> World:
    mark = f"dg{os.getpid()}n{number}x"
    key = 0x0D000000 + 1000 * (os.getpid() % 10_000) + number
    for path, text in _FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    with contextlib.suppress(OSError):
        os.setxattr(folder / "seen/kept", "user.kept", b"kept")
    with contextlib.closing(sqlite3.connect(folder / "home/secrets.db")) as database:
        database.execute("create table t(x)")
        database.execute("insert into t values (?)", [WORD])
        database.commit()
    listening = _listen(folder, mark) if name.startswith("network-") else {}
    process = None
    if name.startswith("processes-"):
        process = subprocess.Popen(["sleep", "600"], start_new_session=True)
    return World(folder, name, mark, key, process, listening)


def _listen(folder: Path, mark: str) -> dict[str, socket.socket]:
    found = {}
    for name, family, kind, address in (
        ("port", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
        ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
        ("stream", socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "stream")),
        ("datagram", socket.AF_UNIX, socket.SOCK_DGRAM, str(folder / "datagram")),
        ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, "\0" + mark),
    ):
        found[name] = socket.socket(family, kind)
        found[name].bind(address)
        found[name].setblocking(False)
        if kind == socket.SOCK_STREAM:
            found[name].listen()
    return found


def _run(root: Path, mode: str, worlds: Sequence[World]) -> tuple[int, str]:
    """Start the parent of the probes, and watch what they do meanwhile."""
    seen = [f"{world.folder}/seen" for world in worlds]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DECKGEN_SECRET": WORD,
        "TMPDIR": str(root / "tmp"),
        "HOME": str(root),
        # What is on this path may be read, unless it holds the home.
        "LD_LIBRARY_PATH": ":".join([*seen, str(root), "/"]),
    }
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(root / "tmp", worlds, over))
    with subprocess.Popen(
        [sys.executable, "-B", "-m", "tests.project.examples.attempt"],
        env=environment,
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as parent:
        watcher.start()
        try:
            codes = json.dumps([mode, [world.code() for world in worlds]])
            output = parent.communicate(codes.encode(), timeout=240)[0].decode()
        finally:
            parent.kill()
            over.set()
            watcher.join()
    return parent.returncode, output


def _watch(folder: Path, worlds: Sequence[World], over: threading.Event) -> None:
    """Look for processes that a probe starts, and at how much it writes."""
    marks = {world.mark.encode(): world for world in worlds}
    earlier = set(Path("/proc").iterdir())
    while not over.wait(0.1):
        used = files = 0
        for path in set(Path("/proc").iterdir()) - earlier:
            with contextlib.suppress(OSError):
                words = (path / "cmdline").read_bytes() + b"\0" + (path / "comm").read_bytes()
                for mark in (mark for mark in marks if b"dg" in words and mark in words):
                    marks[mark].harm.add("a process is started")
                removed = [
                    about for about in (file.stat() for file in (path / "fd").iterdir()) if not about.st_nlink
                ]
                used += sum(about.st_blocks * 512 for about in removed)
        for place, _, names in os.walk(folder):
            files += len(names)
            for name in names[:1000]:
                with contextlib.suppress(OSError):
                    used += (Path(place) / name).lstat().st_blocks * 512
        if used > MOST_BYTES or files > MOST_FILES:
            for world in worlds:
                world.harm.add("the disk is filled")


def _about(path: Path) -> object:
    about = path.lstat()
    names = [] if path.is_symlink() else sorted(os.listxattr(path))
    content = path.read_bytes() if path.is_file() else b""
    # The time of the last change of attributes shows a change of any.
    return about.st_mode, about.st_uid, about.st_nlink, about.st_ctime_ns, names, content


def _is_reached(listening: socket.socket) -> bool:
    """Whether somebody connected or sent a datagram."""
    try:
        if listening.type == socket.SOCK_DGRAM:
            listening.recv(99)
        else:
            listening.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def _about_process(pid: int) -> object:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        priority = os.getpriority(os.PRIO_PROCESS, pid), ctypes.CDLL(None).syscall(IOPRIO_GET, 1, pid)
        limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        return state in "ZX", priority, limits, os.sched_getaffinity(pid), os.sched_getscheduler(pid)
    except OSError:
        return "gone"
