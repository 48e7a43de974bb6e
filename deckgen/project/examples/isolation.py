"""Have the kernel refuse what an example may not do: Landlock, seccomp, and namespaces where it grants them.

`process.py` imports this file by its folder, so it imports nothing of deckgen. A restriction holds for one
thread and for what that thread starts; nothing can lift it again.
"""

import ctypes
import errno
import os
import stat
import struct
import sys
import threading
from collections.abc import Iterable, Sequence

MOST_FOLDER_BYTES = 64 * 1024 * 1024
MOST_FILES = 4096
"""In the folder of an example, which is a file system of its own where the kernel grants namespaces."""

SYSTEM = (
    *("/usr", "/bin", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store"),
    *("/etc/alternatives", "/etc/fonts", "/etc/group", "/etc/ld.so.cache", "/etc/localtime"),
    *("/etc/mime.types", "/etc/nsswitch.conf", "/etc/passwd", "/etc/crypto-policies"),
    *("/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/pki/tls/openssl.cnf"),
    *("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/sys/devices/system"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm/overcommit_memory"),
)
"""What an example may read besides the Python environment."""

# Namespaces: flags of unshare, of mount (MS_REC | MS_PRIVATE, MS_REMOUNT | MS_BIND), and of mount_setattr.
_NEW_MOUNTS_AND_NETWORK, _NEW_USERS = 0x40020000, 0x10000000
_PRIVATE, _WRITABLE, _MOUNT_SETATTR, _RECURSIVE = 0x44000, 0x1020, 442, 0x8000

# Landlock, from <linux/landlock.h>. The rights that a version of its interface knows are its lowest bits.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_MOST_RIGHTS = 16
_WRITE_FILE, _READ_FILE, _READ_FOLDER, _TRUNCATE_FILE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
_FILE_RIGHTS = 1 << 0 | _WRITE_FILE | _READ_FILE | _TRUNCATE_FILE | 1 << 15

# seccomp. Each system call has its number on x86-64 and on 64-bit ARM, `-` where there is no such call.
_MACHINES = {"x86_64": (1, 0xC000003E), "aarch64": (2, 0xC00000B7)}
REFUSED = """
    fork 57 -                execve 59 221            pidfd_open 434 434           pidfd_getfd 438 438
    vfork 58 -               execveat 322 281         pidfd_send_signal 424 424    kcmp 312 272
    ptrace 101 117           process_madvise 440 440  rt_sigqueueinfo 129 138      bpf 321 280
    process_vm_readv 310 270 process_mrelease 448 448 rt_tgsigqueueinfo 297 240    userfaultfd 323 282
    process_vm_writev 311 271                         perf_event_open 298 241      setns 308 268
    setpriority 141 140      sched_setparam 142 118   migrate_pages 256 238        unshare 272 97
    ioprio_set 251 30        sched_setattr 314 274    move_pages 279 239           open_by_handle_at 304 265
    sched_setscheduler 144 119

    socket 41 198            connect 42 203           bind 49 200                  io_uring_setup 425 425

    memfd_create 319 279     shmget 29 194            semget 64 190                msgget 68 186
    memfd_secret 447 447     shmat 30 196             semop 65 193                 msgsnd 69 189
    mq_open 240 180          shmctl 31 195            semctl 66 191                msgrcv 70 188
    mq_unlink 241 181        add_key 248 217          semtimedop 220 192           msgctl 71 187
    keyctl 250 219           request_key 249 218
"""
"""Other processes and lost rights; the network; memory, messages and keys that can outlive an example."""

ATTRIBUTES = """
    chmod 90 -               chown 92 -               utime 132 -                  setxattr 188 5
    fchmod 91 52             fchown 93 55             utimes 235 -                 lsetxattr 189 6
    fchmodat 268 53          lchown 94 -              futimesat 261 -              fsetxattr 190 7
    fchmodat2 452 452        fchownat 260 54          utimensat 280 88             removexattr 197 14
    truncate 76 45           lremovexattr 198 15      fremovexattr 199 16
"""
"""Not seen by Landlock (some versions), so they are refused unless namespaces make other files read-only."""

ABSENT = "clone3 435 435    openat2 437 437"
"""Their arguments cannot be checked; without them programs use older calls."""

_FIRST_UNKNOWN = 463
"""System calls from here on are newer than this list; programs do without them too."""

CONDITIONAL = """
    kill 62 129              prlimit64 302 261        clone 56 220                 open 2 -
    tkill 200 130            sched_setaffinity 203 122 fcntl 72 25                 openat 257 56
    tgkill 234 131           socketpair 53 199        ioctl 16 29
"""
"""What `_conditions` allows for some values of an argument."""

_LOAD, _AND, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _UNKNOWN, _KILL = 0x7FFF0000, 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS, 0x80000000
_ALL, _CUT = 0xFFFFFFFF, os.O_TRUNC


def why_not_isolated() -> str:
    """Why examples cannot be isolated here; empty if they can. A thread that ends tries it."""
    failed: list[str] = []

    def attempt() -> None:
        try:
            restrict(None, (), may_change_attributes=False)
        except OSError as error:
            failed.append(f"{error.filename}: {error.strerror}")

    if sys.platform != "linux":
        return "only Linux has Landlock and seccomp"
    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    return "".join(failed)


def readable_folders(modules: Iterable[str], home: str) -> list[str]:
    """What an example may read: the system, the Python environment, and the declared libraries.

    Not every folder on the path of modules is one of packages: a project in development may be there too. A
    folder that holds the home of the user would show all of it.
    """
    home = os.path.join(os.path.realpath(home), "")
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    packages = [path for path in sys.path if path.endswith("-packages")]
    added = [path for path in (*packages, *libraries, *modules) if os.path.isabs(path)]
    kept = [path for path in added if not home.startswith(os.path.join(os.path.realpath(path), ""))]
    return [*SYSTEM, sys.prefix, sys.base_prefix, *kept]


def enter_namespaces(folder: str) -> bool:
    """Have no network, and only read-only files but in the folder, which becomes a small file system.

    Many systems grant this to administrators only, or not in a container.
    """
    libc = _libc()
    if libc.unshare(_NEW_MOUNTS_AND_NETWORK) != 0 and not _become_administrator_of_new(libc):
        return False
    place, size = os.fsencode(folder), f"size={MOST_FOLDER_BYTES},nr_inodes={MOST_FILES},mode=700".encode()
    if libc.mount(None, b"/", None, _PRIVATE, None) != 0 or libc.mount(b"x", place, b"tmpfs", 6, size) != 0:
        return False
    os.chdir(folder)
    read_only = struct.pack("4Q", 1, 0, 0, 0)
    everything = libc.syscall(_MOUNT_SETATTR, -1, b"/", _RECURSIVE, read_only, ctypes.c_long(len(read_only)))
    return bool(everything == 0 and libc.mount(None, place, None, _WRITABLE, None) == 0)


def _become_administrator_of_new(libc: ctypes.CDLL) -> bool:
    maps = {"uid_map": f"{os.getuid()} {os.getuid()} 1", "gid_map": f"{os.getgid()} {os.getgid()} 1"}
    if libc.unshare(_NEW_MOUNTS_AND_NETWORK | _NEW_USERS) != 0:
        return False
    try:
        for name, text in {"setgroups": "deny", **maps}.items():
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    except OSError:
        return False
    return True


def restrict(folder: str | None, readable: Iterable[str], *, may_change_attributes: bool) -> None:
    """Restrict this thread for good to the folder and what it may read, without other processes or a network.

    Raises:
        OSError: the kernel cannot do it, or does not permit it.
    """
    libc = _libc()
    _give_up_capabilities(libc)
    _check(libc.prctl(38, *map(ctypes.c_ulong, (1, 0, 0, 0))), "no new privileges")
    _restrict_files(libc, folder, readable)
    _restrict_calls(libc, filter_program(os.uname().machine, os.getpid(), may_change_attributes))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def _give_up_capabilities(libc: ctypes.CDLL) -> None:
    """All but CAP_DAC_READ_SEARCH: an administrator may test with the Python environment of a user."""
    kept = 1 << 2 if os.geteuid() == 0 else 0
    libc.capset(struct.pack("Ii", 0x20080522, 0), struct.pack("6I", kept, kept, 0, 0, 0, 0))


def _restrict_files(libc: ctypes.CDLL, folder: str | None, readable: Iterable[str]) -> None:
    version = _check(libc.syscall(_CREATE_RULESET, None, ctypes.c_long(0), 1), "Landlock")
    every = (1 << _RIGHTS.get(version, _MOST_RIGHTS)) - 1
    # From version 4 on no TCP; from version 6 on no signals to, and no abstract sockets of, other processes.
    wanted = struct.pack("3Q", every, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    rules = _check(libc.syscall(_CREATE_RULESET, wanted, ctypes.c_long(len(wanted)), 0), "Landlock")
    try:
        if folder is not None:
            _allow(libc, rules, folder, every)
        for path in readable:
            _allow(libc, rules, path, _READ_FILE | _READ_FOLDER)
        _allow(libc, rules, os.devnull, (_READ_FILE | _WRITE_FILE | _TRUNCATE_FILE) & every)
        _check(libc.syscall(_RESTRICT_SELF, rules, 0), "Landlock")
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    """Allow this at the path and below, if it exists."""
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= _FILE_RIGHTS
        _check(libc.syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, beneath), 0), path)
    finally:
        os.close(beneath)


def _restrict_calls(libc: ctypes.CDLL, program: bytes) -> None:
    """Install the filter: PR_SET_SECCOMP, SECCOMP_MODE_FILTER."""
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HP", len(program) // 8, ctypes.addressof(code))
    _check(libc.prctl(22, ctypes.c_ulong(2), header), "seccomp")


def filter_program(machine: str, own: int, may_change_attributes: bool) -> bytes:
    """The program that the kernel runs for each system call."""
    if machine not in _MACHINES:
        raise OSError(errno.ENOSYS, f"deckgen does not know the system calls of {machine}", "seccomp")
    column, architecture = _MACHINES[machine]
    refused = _numbers(REFUSED if may_change_attributes else REFUSED + ATTRIBUTES, column)
    program = [(_LOAD, 0, 0, 4), (_IF_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL)]
    program += [(_LOAD, 0, 0, 0), (_IF_AT_LEAST, 0, 1, _FIRST_UNKNOWN), (_RETURN, 0, 0, _UNKNOWN)]
    for numbers, answer in (refused, _REFUSE), (_numbers(ABSENT, column), _UNKNOWN):
        for number in numbers.values():
            program += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, answer)]
    conditions = _conditions(own)
    for name, number in _numbers(CONDITIONAL, column).items():
        argument, mask, allowed = conditions[name]
        block = [(_LOAD, 0, 0, 16 + 8 * argument), (_AND, 0, 0, mask)]
        block += [(_IF_EQUAL, len(allowed) - at, 0, value) for at, value in enumerate(allowed)]
        block += [(_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
        program += [(_IF_EQUAL, 0, len(block), number), *block]
    program.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)


def _numbers(table: str, column: int) -> dict[str, int]:
    words = table.split()
    rows = (words[at : at + 3] for at in range(0, len(words), 3))
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _conditions(own: int) -> dict[str, tuple[int, int, Sequence[int]]]:
    """The argument, the mask, and the values that are allowed under it."""
    opened = (0, 1, 2, _CUT | 1, _CUT | 2)  # not to truncate what is not opened for writing
    return {
        **dict.fromkeys(("kill", "tkill", "tgkill"), (0, _ALL, (own,))),
        **dict.fromkeys(("prlimit64", "sched_setaffinity"), (0, _ALL, (0,))),
        "clone": (0, 0x10000, (0x10000,)),  # a thread
        "socketpair": (1, 0xF, (1,)),  # of streams, which cannot send elsewhere
        "ioctl": (
            1,
            _ALL,
            (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451),
        ),  # what Python asks of a terminal
        "fcntl": (1, _ALL, (*range(8), 36, 37, 38, 1030, 1032)),  # not who gets signals, not leases
        "open": (1, _CUT | 3, opened),
        "openat": (2, _CUT | 3, opened),
    }
