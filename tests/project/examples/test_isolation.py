"""What examples try to do to the world outside, judged from outside, under every protection that there is."""

import errno
import json
import os
import re
import struct
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

import pytest

from deckgen.project.examples import isolation
from deckgen.project.examples.run import Isolation, Job, Limits, find_isolation, run_jobs
from deckgen.values.example import Example, ExampleKind, Run
from deckgen.values.problem import Location
from tests.project.examples.probes import ALONE, PROBES, RARE
from tests.support import ROOT, deckgen, leave_out, write_project

if sys.platform != "linux":
    pytest.skip("only Linux isolates examples", allow_module_level=True)

from tests.project.examples.world import World, run_probes

pytestmark = pytest.mark.thorough

MODES = {"namespaces": Isolation(), "landlock": Isolation(namespaces=False)}
EXAMPLE = "## What is 1 + 1? {#sum}\n\n```pycon\n>>> 1 + 1\n2\n```\n"
HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}


@pytest.fixture(autouse=True)
def _is_isolated() -> None:
    """CI must isolate examples; elsewhere these tests are left out where the kernel cannot."""
    if why := find_isolation().why:
        leave_out(f"the kernel does not isolate examples: {why}")


def run(mode: str, names: Iterable[str]) -> list[World]:
    """Each probe in a world of its own; those that would disturb others by themselves."""
    together = run_probes(mode, [name for name in names if name not in ALONE])
    return together + [world for name in names if name in ALONE for world in run_probes(mode, [name])]


def execute(code: str, isolated: Isolation) -> Run:
    example = Example(Location("p.md", 1), ExampleKind.SCRIPT, code, "", 1, 1, is_writable=False)
    (did,) = run_jobs([Job(((example,),))], Limits(20), isolated, lambda done, total: None)
    return did


@pytest.mark.parametrize("mode", MODES)
def test_the_kernel_keeps_an_example_from_all_that_is_outside(mode: str) -> None:
    worlds = run(mode, PROBES)
    assert {world.name: (world.harm, world.said) for world in worlds if world.harm} == {}
    assert [world.name for world in worlds if "'Landlock', 'seccomp'" not in world.said] == []


def test_the_hook_alone_stops_what_it_is_said_to_stop() -> None:
    worlds = run("hook", [name for name, (by_hook, _) in PROBES.items() if by_hook])
    assert {world.name: (world.harm, world.said) for world in worlds if world.harm} == {}


@pytest.mark.unstopped
def test_a_probe_does_harm_where_nothing_stops_it() -> None:
    """Else it would prove nothing. Where the hook does not stop it, as the table says, it runs under it."""
    worlds = run("bare", [name for name, (by_hook, _) in PROBES.items() if by_hook])
    worlds += run("hook", [name for name, (by_hook, _) in PROBES.items() if not by_hook])
    idle = {world.name: world.said for world in worlds if not world.harm}
    assert {name: said for name, said in idle.items() if not any(word in name for word in RARE)} == {}


OWN_FOLDER = {
    "files": "open('a', 'w'); os.mkdir('d'); os.rename('a', 'd/b'); os.link('d/b', 'c'); os.remove('c')",
    "links": "os.symlink('x', 's'); os.mkfifo('f'); open('x', 'w').write('1'); print(open('s').read())",
    "temporary": "import tempfile, shutil; shutil.rmtree(tempfile.mkdtemp()); tempfile.TemporaryFile()",
    "sqlite": "import sqlite3; sqlite3.connect('own.db').execute('create table t(x)')",
    "threads": "import threading as t; a = t.Thread(target=print); a.start(); a.join()",
    "asyncio": "import asyncio; asyncio.run(asyncio.sleep(0)); asyncio.run(asyncio.to_thread(print))",
    "system": "import hashlib, ssl, pwd, zoneinfo, random, secrets; pwd.getpwuid(0); secrets.token_hex(); 1",
    "itself": "import resource; resource.getrusage(0); os.cpu_count(); open('/proc/self/status').read()",
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", OWN_FOLDER)
def test_an_example_may_use_its_folder_and_python(name: str, mode: str) -> None:
    did = execute(f"import os\n{OWN_FOLDER[name]}", MODES[mode])
    assert did.outcomes[0] is not None, did
    assert did.outcomes[0].error == ""


def test_namespaces_let_an_example_change_the_attributes_of_its_own_files() -> None:
    code = "import os, shutil; open('a', 'w'); os.utime('a', (1, 1)); shutil.copy2('a', 'b')"
    did = execute(code, Isolation())
    if "namespaces" not in did.protection:
        pytest.skip("the kernel grants no namespaces")
    assert did.outcomes[0] is not None
    assert did.outcomes[0].error == ""
    refused = execute(code, MODES["landlock"]).outcomes[0]
    assert refused is not None
    assert (
        refused.error == "PermissionError: an example may not change modes, times or owners on this system\n"
    )


FINDER = """
import importlib.util, sys
class Finder:
    def find_spec(name, path=None, target=None):
        folder = {folder!r}
        if name == "mine":
            return importlib.util.spec_from_file_location(name, folder + "/__init__.py")
sys.meta_path.append(Finder)
"""


def test_an_environment_in_the_home_can_be_read_and_the_home_cannot(tmp_path: Path) -> None:
    """As with pyenv, pipx and uv. A library in development is found without being on the path."""
    environment, library = tmp_path / "environment", tmp_path / "work/mine"
    venv.create(environment, symlinks=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text("\n".join(path for path in sys.path if path.endswith("-packages")))
    (packages / "finder_of_mine.py").write_text(FINDER.replace("{folder!r}", repr(str(library))))
    (packages / "mine.pth").write_text("import finder_of_mine")
    library.mkdir(parents=True)
    (library / "__init__.py").write_text("answer = 42\n")
    (packages / "project.pth").write_text(str(tmp_path / "project"))
    (tmp_path / "private").write_text("private")
    refused = [tmp_path / "private", tmp_path / "project/source/p.md"]
    lines = ["---", "needs: [mine]", "---", "", "## Is it found? {#found}", ""]
    lines += ["```pycon", ">>> import mine, msgspec", ">>> mine.answer", "42"]
    for path in refused:
        lines += [f">>> open('{path}')", "Traceback (most recent call last):"]
        lines += [f"PermissionError: [Errno 13] Permission denied: '{path}'"]
    write_project(tmp_path / "project", {"p.md": "\n".join([*lines, "```"])})
    ran = subprocess.run(
        [environment / "bin/python", "-m", "deckgen", "test", "--require-isolation"],
        cwd=tmp_path / "project",
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("4 examples in 1 file: all as written.\n")


# What Docker refuses (https://docs.docker.com/engine/security/seccomp/), without what concerns only the
# process itself: clone, get_mempolicy, mbind, personality, set_mempolicy, sysfs and ustat.
DOCKER = """
    acct add_key bpf clock_adjtime clock_settime delete_module finit_module init_module ioperm iopl kcmp
    kexec_file_load kexec_load keyctl mount move_pages open_by_handle_at perf_event_open pivot_root
    process_vm_readv process_vm_writev ptrace quotactl reboot request_key setns settimeofday socket swapoff
    swapon umount2 unshare userfaultfd
"""
NEED_A_CAPABILITY = ("clock_adjtime", "clock_settime", "mount", "quotactl", "settimeofday", "umount2")
"""The kernel looks at the arguments of these first."""

CALL_EACH = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for name, number in {calls}.items():
    print(name, libc.syscall(number, *map(ctypes.c_long, (-1, 0, 0, 0, 0, 0))), ctypes.get_errno())
print(*(line.split()[1] for line in open('/proc/self/status') if line.startswith(('CapPrm', 'CapEff'))), 0)
"""


@pytest.mark.parametrize("mode", MODES)
def test_what_docker_refuses_is_refused(mode: str) -> None:
    """By the filter, or for want of a capability; an administrator keeps only that to read any file."""
    numbers = _numbers(os.uname().machine)
    calls = {name: numbers[name] for name in DOCKER.split() if name in numbers}
    outcome = execute(CALL_EACH.replace("{calls}", repr(calls)), MODES[mode]).outcomes[0]
    assert outcome is not None
    *told, capabilities = [line.split() for line in outcome.output.splitlines()]
    assert [name for name, _, _ in told] == list(calls)
    refused = {str(errno.EPERM), str(errno.ENOSYS)}
    passed = [row for row in told if row[1] != "-1" or row[2] not in refused]
    assert [row for row in passed if row[1] != "-1" or row[0] not in NEED_A_CAPABILITY] == []
    assert {int(held, 16) for held in capabilities} == {0, 4 if os.geteuid() == 0 else 0}


@pytest.mark.parametrize("machine", HEADERS)
def test_system_calls_have_the_numbers_of_the_kernel(machine: str) -> None:
    numbers = _numbers(machine)
    tables = isolation.REFUSED + isolation.ATTRIBUTES + isolation.ABSENT + " " + isolation.CONDITIONAL
    column = list(HEADERS).index(machine) + 1
    words = tables.split()
    rows = [words[at : at + 3] for at in range(0, len(words), 3)]
    known = {row[0]: numbers.get(row[0]) for row in rows if row[0] in numbers or row[column] == "-"}
    assert known == {
        row[0]: None if row[column] == "-" else int(row[column]) for row in rows if row[0] in known
    }
    assert len(known) > 75


def _numbers(machine: str) -> dict[str, int]:
    for path in map(Path, HEADERS[machine]):
        if path.exists():
            found = re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", path.read_text(encoding="utf-8"))
            return {name: int(number) for name, number in found}
    pytest.skip(f"the system calls of {machine} are not installed; `apt install linux-libc-dev` does it")


CALLS = {
    "kill": [((7,), True), ((8,), False), ((0,), False), ((2**32 - 1,), False)],
    "clone": [((0x3D0F00,), True), ((17,), False), ((0x10000000,), False)],
    "ioctl": [((3, 0x5401), True), ((3, 0x40086602), False), ((3, 0x5412), False)],
    "fcntl": [((3, 2), True), ((3, 8), False), ((3, 10), False), ((3, 1024), False)],
    "openat": [
        ((0, 0, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), True),
        ((0, 0, os.O_TRUNC), False),
        ((0, 0, 3), False),
    ],
    "socketpair": [((1, 0x80801), True), ((1, 2), False)],
    "prlimit64": [((0,), True), ((7,), False)],
}


@pytest.mark.parametrize("machine", HEADERS)
@pytest.mark.parametrize("may_change_attributes", [False, True])
def test_the_filter_refuses_exactly_what_it_says(machine: str, may_change_attributes: bool) -> None:
    """The program is run here as the kernel runs it, for both kinds of machines."""
    program = isolation.filter_program(machine, 7, may_change_attributes)
    column = list(HEADERS).index(machine) + 1

    def numbers(table: str) -> dict[str, int]:
        words = table.split()
        rows = [words[at : at + 3] for at in range(0, len(words), 3)]
        return {row[0]: int(row[column]) for row in rows if row[column] != "-"}

    def answer(
        number: int, *arguments: int, architecture: int = {"x86_64": 0xC000003E}.get(machine, 0xC00000B7)
    ) -> int:
        return _evaluate(program, struct.pack("<iIQ6Q", number, architecture, 0, *(*arguments, *[0] * 6)[:6]))

    allow, refuse, absent = 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
    assert {answer(number) for number in numbers(isolation.REFUSED).values()} == {refuse}
    attributes = {answer(number) for number in numbers(isolation.ATTRIBUTES).values()}
    assert attributes == {allow if may_change_attributes else refuse}
    assert {answer(number) for number in numbers(isolation.ABSENT).values()} == {absent}
    assert {answer(number) for number in (463, 500, 0x40000000)} == {absent}
    assert answer(0, architecture=0x40000003) == 0x80000000
    conditional = numbers(isolation.CONDITIONAL)
    for name, rows in CALLS.items():
        for arguments, allowed in rows:
            assert answer(conditional[name], *arguments) == (allow if allowed else refuse), (name, arguments)
    named = [
        n for t in (isolation.REFUSED, isolation.ATTRIBUTES, isolation.ABSENT) for n in numbers(t).values()
    ]
    others = set(range(463)) - {*named, *conditional.values()}
    assert {answer(number) for number in others} == {allow}


def _evaluate(program: bytes, data: bytes) -> int:
    """What this program of the classic packet filter returns."""
    instructions = list(struct.iter_unpack("HBBI", program))
    at = value = 0
    while True:
        code, true, false, constant = instructions[at]
        at += 1
        match code:
            case 0x20:
                (value,) = struct.unpack_from("<I", data, constant)
            case 0x54:
                value &= constant
            case 0x15:
                at += true if value == constant else false
            case 0x35:
                at += true if value >= constant else false
            case 0x06:
                return int(constant)


# What a container may forbid: the numbers of the calls, which then do not exist.
FORBIDDEN = {
    "namespaces": {"x86_64": [272], "aarch64": [97]},
    "Landlock": {"x86_64": [444, 445, 446], "aarch64": [444, 445, 446]},
    "both": {"x86_64": [272, 444, 445, 446], "aarch64": [97, 444, 445, 446]},
}
FORBID = """
import ctypes, os, struct, sys
calls = {calls}
lines = [(0x20, 0, 0, 0), (6, 0, 0, 0x7FFF0000)]
lines[1:1] = [line for n in calls for line in ((0x15, 0, 1, n), (6, 0, 0, 0x50026))]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
libc = ctypes.CDLL(None)
assert libc.prctl(38, *map(ctypes.c_ulong, (1, 0, 0, 0))) == 0
assert libc.prctl(22, ctypes.c_ulong(2), struct.pack("HP", len(lines), ctypes.addressof(code))) == 0
os.execv(sys.executable, [sys.executable, "-m", "deckgen", *sys.argv[1:]])
"""


def in_container(forbidden: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command where the system forbids what isolates examples."""
    code = FORBID.replace("{calls}", repr(FORBIDDEN[forbidden][os.uname().machine]))
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_in_a_line_what_isolates_the_examples(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": EXAMPLE})
    ran = deckgen("test", "--require-isolation", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.search(
        r"^Isolated by the kernel: Landlock, seccomp(, namespaces)?\.$", ran.stdout, re.MULTILINE
    )
    told = json.loads(deckgen("test", "--json", cwd=tmp_path).stdout)
    assert told["protection"][:2] == ["Landlock", "seccomp"]


def test_without_namespaces_landlock_and_seccomp_isolate_the_examples(tmp_path: Path) -> None:
    write_project(tmp_path, {"p.md": EXAMPLE})
    ran = in_container("namespaces", "test", "--require-isolation", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "1 example in 1 file: all as written.\nIsolated by the kernel: Landlock, seccomp.\n"


@pytest.mark.parametrize("forbidden", ["Landlock", "both"])
def test_where_the_kernel_cannot_isolate_a_test_warns_and_goes_on(tmp_path: Path, forbidden: str) -> None:
    write_project(tmp_path, {"p.md": EXAMPLE})
    ran = in_container(forbidden, "test", cwd=tmp_path)
    assert ran.returncode == 0
    assert ran.stdout == "1 example in 1 file: all as written.\n"
    assert ran.stderr == (
        "warning: this system cannot isolate the examples (Landlock: Function not implemented): only "
        "mistakes are stopped, so test only sources that you would run yourself\n"
    )


def test_with_required_isolation_nothing_runs_where_there_is_none(tmp_path: Path) -> None:
    text = EXAMPLE.replace("1 + 1\n", f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    write_project(tmp_path, {"p.md": text, "q.md": EXAMPLE.replace("#sum", "#other")})
    ran = in_container("both", "test", "--require-isolation", cwd=tmp_path)
    assert ran.returncode == 1
    assert ran.stderr == (
        "source/p.md:4: error: the examples were not run, because this system cannot isolate them "
        "(Landlock: Function not implemented); test on Linux 5.13 or newer with Landlock, or without "
        "`--require-isolation` what you trust [isolation-missing]\n1 error\n"
    )
    told = json.loads(in_container("both", "test", "--require-isolation", "--json", cwd=tmp_path).stdout)
    assert [problem["code"] for problem in told["problems"]] == ["isolation-missing"]
    assert not (tmp_path / "ran").exists()
