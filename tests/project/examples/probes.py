"""Examples that try to do harm: each is a name, whether the audit hook alone stops it, and lines of Python.

They may use these names: `OUT`, a folder with a file `kept` and a folder `full`; `SEEN`, another with a file
`kept`, which examples may read; `HOME`, `PROJECT`; `MARK`, a word for what they create; `PID`, a process of
the same user; `PORT`, `UDP`, `STREAM`, `DGRAM`, which somebody listens to; `at`, a descriptor of `OUT` and
`c`, the C library; and every module that `PRELUDE` imports. A secret is in the environment of the process
that starts them, in a file of `HOME`, and in the project.
"""

PRELUDE = """
import ctypes, fcntl, mmap, os, resource, shutil, signal, socket, sqlite3, stat, subprocess, sys, time
c = ctypes.CDLL(None, use_errno=True)
at = os.open(OUT, os.O_PATH)
kept = os.fsencode(OUT + "/kept")
def seen():
    return os.open(SEEN + "/kept", os.O_RDONLY)
def marked():
    c.prctl(15, MARK.encode(), 0, 0, 0)
    time.sleep(1)
    os._exit(0)
def must(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def address(name):
    return ctypes.create_string_buffer(b"\\1\\0" + name.encode() + b"\\0"), 2 + len(name.encode())
"""

# Where the folder is not a file system of its own, deckgen looks now and then at how much is in it; a probe
# that fills the disk leaves time for that.
CHANGES = {
    "write": (True, "open(OUT + '/kept', 'w').write('x')"),
    "append": (True, "open(OUT + '/kept', 'a').write('x')"),
    "create": (True, "open(OUT + '/new', 'x')"),
    "write-at": (False, "os.open('kept', os.O_WRONLY | os.O_TRUNC, dir_fd=at)"),
    "create-at": (False, "os.open('new', os.O_WRONLY | os.O_CREAT, dir_fd=at)"),
    "write-in-c": (False, "must(c.write(c.open(kept, os.O_WRONLY), b'x', 1))"),
    "create-in-c": (False, "must(c.creat(os.fsencode(OUT + '/new'), 0o600))"),
    "write-after-chdir": (True, "os.chdir(OUT); open('kept', 'w')"),
    "write-by-fchdir": (True, "os.fchdir(at); open('kept', 'w')"),
    "write-above": (True, "open('../' + MARK, 'w')"),
    "write-by-own-link": (True, "os.symlink(OUT + '/kept', 'mine'); open('mine', 'w')"),
    "write-by-own-link-in-c": (False, "c.symlink(kept, b'mine'); must(c.creat(b'mine', 0o600))"),
    "write-by-root-in-proc": (True, "open('/proc/self/root' + OUT + '/kept', 'w')"),
    "write-by-cwd-in-proc": (True, "open('/proc/self/cwd/../' + MARK, 'w')"),
    "write-by-descriptor-in-proc": (True, "open(f'/proc/self/fd/{seen()}', 'w')"),
    "write-in-mapped-memory": (
        False,
        "f = c.open(kept, os.O_RDWR); mmap.mmap(f, 4)[:] = b'XXXX'",
    ),
    "copy": (True, "open('a', 'w').write('b'); shutil.copyfile('a', OUT + '/kept')"),
    "mkdir": (True, "os.mkdir(OUT + '/new')"),
    "mkdir-at": (False, "os.mkdir('new', dir_fd=at)"),
    "remove": (True, "os.remove(OUT + '/kept')"),
    "remove-at": (False, "os.remove('kept', dir_fd=at)"),
    "remove-in-c": (False, "must(c.unlink(kept))"),
    "rmdir": (True, "os.remove(OUT + '/full/inner'); os.rmdir(OUT + '/full')"),
    "rmdir-at": (False, "os.remove('full/inner', dir_fd=at); os.rmdir('full', dir_fd=at)"),
    "rmtree": (True, "shutil.rmtree(OUT)"),
    "rename": (True, "os.rename(OUT + '/kept', OUT + '/new')"),
    "rename-at": (False, "os.rename('kept', 'new', src_dir_fd=at, dst_dir_fd=at)"),
    "rename-away": (True, "os.rename(OUT + '/kept', 'mine')"),
    "rename-away-at": (False, "os.rename('kept', 'mine', src_dir_fd=at)"),
    "rename-over": (True, "open('mine', 'w'); os.replace('mine', OUT + '/kept')"),
    "rename-over-at": (False, "open('mine', 'w'); os.replace('mine', 'kept', dst_dir_fd=at)"),
    "exchange-in-c": (False, "open('mine', 'w'); must(c.renameat2(-100, b'mine', -100, kept, 2))"),
    "link": (True, "os.link(OUT + '/kept', OUT + '/new')"),
    "link-away": (True, "os.link(OUT + '/kept', 'mine')"),
    "link-at": (False, "os.link('kept', 'new', src_dir_fd=at, dst_dir_fd=at)"),
    "link-away-in-c": (False, "must(c.link(kept, b'mine'))"),
    "symlink": (True, "os.symlink('x', OUT + '/new')"),
    "symlink-at": (False, "os.symlink('x', 'new', dir_fd=at)"),
    "mkfifo": (False, "os.mkfifo(OUT + '/new')"),
    "mkfifo-at": (False, "os.mkfifo('new', dir_fd=at)"),
    "mknod": (False, "os.mknod(OUT + '/new', stat.S_IFREG | 0o600)"),
    "bind-in-c": (False, "must(c.bind(c.socket(1, 1, 0), *address(OUT + '/new')))"),
    "truncate": (True, "os.truncate(OUT + '/kept', 0)"),
    "truncate-in-c": (False, "must(c.truncate(kept, ctypes.c_long(0)))"),
    "truncate-on-reading": (False, "must(c.open(SEEN.encode() + b'/kept', os.O_RDONLY | os.O_TRUNC))"),
    "truncate-without-access": (False, "must(c.open(SEEN.encode() + b'/kept', 3 | os.O_TRUNC))"),
    "chmod": (True, "os.chmod(OUT + '/kept', 0o640)"),
    "chmod-at": (False, "os.chmod('kept', 0o640, dir_fd=at)"),
    "chmod-by-descriptor": (False, "os.chmod(seen(), 0o640)"),
    "chmod-in-c": (False, "must(c.chmod(kept, 0o640))"),
    "chown": (True, "os.chown(OUT + '/kept', os.getuid(), os.getgid())"),
    "chown-at": (False, "os.chown('kept', os.getuid(), os.getgid(), dir_fd=at)"),
    "chown-by-descriptor": (False, "os.chown(seen(), os.getuid(), os.getgid())"),
    "utime": (True, "os.utime(OUT + '/kept', (1, 1))"),
    "utime-at": (False, "os.utime('kept', (1, 1), dir_fd=at)"),
    "utime-by-descriptor": (False, "os.utime(seen(), (1, 1))"),
    "setxattr": (True, "os.setxattr(OUT + '/kept', 'user.x', b'x')"),
    "setxattr-by-descriptor": (False, "os.setxattr(seen(), 'user.x', b'x')"),
    "removexattr-by-descriptor": (False, "os.removexattr(seen(), 'user.kept')"),
    "flags-by-ioctl": (False, "fcntl.ioctl(seen(), 0x40086602, b'\\x40\\0\\0\\0\\0\\0\\0\\0')"),
    "sqlite": (True, "sqlite3.connect(OUT + '/new').execute('create table t(x)')"),
    "sqlite-attach": (
        False,
        "s = sqlite3.connect('own')\n"
        "s.execute('attach ? as o', [OUT + '/new']); s.execute('create table o.t(x)')",
    ),
    "sqlite-vacuum": (
        False,
        "s = sqlite3.connect('own'); s.execute('create table t(x)')\n"
        "s.execute('vacuum into ?', [OUT + '/new'])",
    ),
    "project": (True, "open(PROJECT + '/source/p.md', 'a').write('x')"),
    "project-at": (False, "os.remove('p.md', dir_fd=os.open(PROJECT + '/source', os.O_PATH))"),
    "home": (True, "open(HOME + '/.profile', 'w')"),
    "home-at": (False, "os.remove('.ssh/key', dir_fd=os.open(HOME, os.O_PATH))"),
    "temporary-folder": (True, "open('/tmp/' + MARK, 'w')"),
    "temporary-folder-fifo": (False, "os.mkfifo('/tmp/' + MARK)"),
    "shared-memory-file": (True, "open('/dev/shm/' + MARK, 'w')"),
    "shared-memory": (
        False,
        "import _posixshmem as p; p.shm_open('/' + MARK, os.O_CREAT | os.O_RDWR, 0o600)",
    ),
    "named-semaphore": (False, "must(c.sem_open(b'/' + MARK.encode(), os.O_CREAT, 0o600, 1) or -1)"),
    "system-v-memory": (False, "must(c.shmget(KEY, ctypes.c_size_t(4096), 0o1600))"),
    "system-v-semaphore": (False, "must(c.semget(KEY, 1, 0o1600))"),
    "system-v-messages": (False, "must(c.msgget(KEY, 0o1600))"),
    "message-queue": (False, "must(c.mq_open(b'/' + MARK.encode(), os.O_CREAT | os.O_RDWR, 0o600, None))"),
    "many-large-files": (
        True,
        "for n in range(100):\n    time.sleep(0.03)\n"
        "    with open(str(n), 'wb') as f: f.write(bytes(15 * 2**20))",
    ),
    "many-removed-files": (
        True,
        "kept = []\nfor n in range(100):\n    time.sleep(0.03)\n"
        "    kept.append(open('x', 'wb')); os.remove('x'); kept[-1].write(bytes(15 * 2**20))",
    ),
    "one-large-file": (True, "open('big', 'wb').write(bytes(1500 * 2**20))"),
    "many-files": (
        True,
        "for n in range(40000):\n    n % 100 or time.sleep(0.01)\n    open(str(n), 'w').close()",
    ),
}  # fmt: skip

PROCESSES = {
    "kill-parent": (True, "os.kill(os.getppid(), 9)"),
    "kill-parent-in-c": (False, "must(c.kill(os.getppid(), 9))"),
    "kill": (True, "os.kill(PID, 9)"),
    "kill-in-c": (False, "must(c.kill(PID, 9))"),
    "killpg": (True, "os.killpg(os.getpgid(PID), 9)"),
    "killpg-in-c": (False, "must(c.killpg(os.getpgid(PID), 9))"),
    "tgkill": (False, "must(c.tgkill(PID, PID, 9))"),
    "sigqueue": (False, "must(c.sigqueue(PID, 9, None))"),
    "pidfd": (False, "signal.pidfd_send_signal(os.pidfd_open(PID), 9)"),
    "signal-of-a-pipe": (
        False,
        "r, w = os.pipe(); fcntl.fcntl(r, fcntl.F_SETOWN, PID); fcntl.fcntl(r, 10, 9)\n"
        "fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK); os.write(w, b'x')",
    ),
    "ptrace": (False, "must(c.ptrace(0x4206, PID, None, ctypes.c_long(0x100000)))"),
    "prlimit": (False, "resource.prlimit(PID, resource.RLIMIT_NOFILE, (5, 5))"),
    "prlimit-parent": (False, "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (200, 200))"),
    "setpriority": (False, "os.setpriority(os.PRIO_PROCESS, PID, 7)"),
    "setpriority-of-user": (False, "os.setpriority(os.PRIO_PGRP, os.getpgid(PID), 7)"),
    "ioprio": (False, "must(c.syscall({'x86_64': 251}.get(os.uname().machine, 30), 1, PID, 3 << 13))"),
    "affinity": (False, "os.sched_setaffinity(PID, [max(os.sched_getaffinity(PID))])"),
    "scheduler": (False, "os.sched_setscheduler(PID, os.SCHED_BATCH, os.sched_param(0))"),
    "fork": (True, "os.fork() or marked(); time.sleep(1)"),
    "fork-in-c": (False, "c.fork() or marked(); time.sleep(1)"),
    "fork-by-number": (
        False,
        "c.syscall({'x86_64': 57}.get(os.uname().machine, 220), 17, 0, 0, 0, 0) or marked(); time.sleep(1)",
    ),
    "forkpty": (True, "os.forkpty()[0] or marked(); time.sleep(1)"),
    "multiprocessing": (
        True,
        "import multiprocessing as m; m.get_context('fork').Process(target=marked).start(); time.sleep(1)",
    ),
    "subprocess": (True, "subprocess.run(['sh', '-c', 'sleep 1 && : ' + MARK])"),
    "system": (True, "os.system('sleep 1 && echo ' + MARK)"),
    "system-in-c": (False, "c.system(b'sleep 1 && echo ' + MARK.encode())"),
    "popen": (True, "os.popen('sleep 1 && echo ' + MARK).read()"),
    "posix-spawn": (
        True,
        "os.posix_spawn('/bin/sh', ['sh', '-c', 'sleep 1 && : ' + MARK], {}); time.sleep(1)",
    ),
    "spawn": (True, "os.spawnv(os.P_WAIT, '/bin/sh', ['sh', '-c', 'sleep 1 && : ' + MARK])"),
    "exec": (True, "os.execv('/bin/sh', ['sh', '-c', 'sleep 1 && : ' + MARK])"),
    "exec-in-c": (
        False,
        "v = (ctypes.c_char_p * 4)(b'sh', b'-c', b'sleep 1 && : ' + MARK.encode(), None)\n"
        "c.execv(b'/bin/sh', v)",
    ),
    "posixsubprocess": (
        False,
        "import _posixsubprocess as p\n"
        "a = [[b'sh', b'-c', b'sleep 1 && : ' + MARK.encode()], [b'/bin/sh'], True, (), None,"
        " [b'PATH=/bin'], -1, -1, -1, -1, -1, -1, *os.pipe(), False, False]\n"
        "a += [0, None, None, None, -1, None]\n"
        "try: p.fork_exec(*a, True)\nexcept TypeError: p.fork_exec(*a)\ntime.sleep(1)",
    ),
}  # fmt: skip

SECRETS = {
    "key-of-ssh": (False, "print(open(HOME + '/.ssh/key').read())"),
    "key-of-ssh-at": (False, "print(os.read(os.open('.ssh/key', 0, dir_fd=os.open(HOME, os.O_PATH)), 99))"),
    "key-of-ssh-in-c": (
        False,
        "b = ctypes.create_string_buffer(99)\n"
        "c.read(c.open(os.fsencode(HOME) + b'/.ssh/key', 0), b, 99); print(b.value)",
    ),
    "key-of-ssh-by-sqlite": (
        False,
        "s = sqlite3.connect('own'); s.execute('attach ? as h', [HOME + '/secrets.db'])\n"
        "print(s.execute('select * from h.t').fetchall())",
    ),
    "names-in-home": (False, "print(os.listdir(HOME + '/names'))"),
    "project-source": (False, "print(open(PROJECT + '/source/p.md').read())"),
    "environment": (True, "print(os.environ)"),
    "environment-in-proc": (True, "print(open('/proc/self/environ').read())"),
    "environment-of-parent": (False, "print(open(f'/proc/{os.getppid()}/environ').read())"),
    "environment-of-all": (
        False,
        "for p in (p for p in os.listdir('/proc') if p.isdigit()):\n"
        "    try: text = open(f'/proc/{p}/environ').read()\n    except OSError: continue\n"
        "    if 'DECKGEN_SECRET=' in text: print(text.partition('DECKGEN_SECRET=')[2][:20])",
    ),
    "home-of-parent-in-proc": (False, "print(open(f'/proc/{os.getppid()}/root{HOME}/.ssh/key').read())"),
    "memory-of-parent": (
        False,
        "for line in open(f'/proc/{os.getppid()}/maps'):\n"
        "    if '[stack]' in line:\n"
        "        a, b = (int(x, 16) for x in line.split()[0].split('-'))\n"
        "        m = os.open(f'/proc/{os.getppid()}/mem', 0); t = os.pread(m, b - a, a)\n"
        "        print(t[t.find(b'DECKGEN_SECRET'):][:99])",
    ),
}  # fmt: skip

NETWORK = {
    "tcp": (True, "socket.create_connection(('127.0.0.1', PORT))"),
    "tcp-in-c": (
        False,
        "a = b'\\2\\0' + PORT.to_bytes(2) + bytes([127, 0, 0, 1]) + bytes(8)\n"
        "must(c.connect(c.socket(2, 1, 0), a, 16))",
    ),
    "udp": (True, "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', UDP))"),
    "udp-in-c": (
        False,
        "a = b'\\2\\0' + UDP.to_bytes(2) + bytes([127, 0, 0, 1]) + bytes(8)\n"
        "must(c.sendto(c.socket(2, 2, 0), b'x', 1, 0, a, 16))",
    ),
    "unix": (True, "socket.socket(socket.AF_UNIX).connect(STREAM)"),
    "unix-in-c": (False, "must(c.connect(c.socket(1, 1, 0), *address(STREAM)))"),
    "unix-abstract": (True, "socket.socket(socket.AF_UNIX).connect('\\0' + MARK)"),
    "unix-abstract-in-c": (False, "must(c.connect(c.socket(1, 1, 0), *address('\\0' + MARK)))"),
    "unix-datagram": (True, "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'x', DGRAM)"),
    "unix-datagram-of-a-pair": (
        True,
        "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b'x', DGRAM)",
    ),
    "unix-datagram-of-a-pair-in-c": (
        False,
        "f = (ctypes.c_int * 2)(); must(c.socketpair(1, 2, 0, f))\n"
        "must(c.sendto(f[0], b'x', 1, 0, *address(DGRAM)))",
    ),
}  # fmt: skip

ALONE = (
    *(
        "changes-many-large-files",
        "changes-many-removed-files",
        "changes-one-large-file",
        "changes-many-files",
    ),
    *("processes-kill-parent", "processes-kill-parent-in-c", "processes-prlimit-parent"),
)
"""Probes that would disturb others."""

PROBES = {
    f"{kind}-{name}": row
    for kind, rows in (
        ("changes", CHANGES),
        ("processes", PROCESSES),
        ("secrets", SECRETS),
        ("network", NETWORK),
    )
    for name, row in rows.items()
}

RARE = (
    *(
        "xattr",
        "flags-by-ioctl",
        "ptrace",
        "system-v",
        "message-queue",
        "memory-of-parent",
        "truncate-without",
    ),
    *("named-semaphore", "ioprio"),
)
"""What some systems and file systems do not have or do not allow."""
