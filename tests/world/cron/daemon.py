"""A real cron daemon that sees nothing of the machine's crontabs, and whose mails can be read."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CRON = Path("/usr/sbin/cron")

# In a mount namespace of its own the daemon has its own crontabs, pid file and `sendmail`, gone with it.
# `setpriv` and `--kill-child` end it even where the tests themselves are killed.
_START = """
set -e
mount --make-rprivate /
mount --bind {place}/sbin /usr/sbin
mount --bind {place}/crontabs /var/spool/cron/crontabs
mount --bind {place}/cron.d /etc/cron.d
mount --bind {place}/crontab /etc/crontab
mount --bind {place}/run /run
exec /usr/sbin/cron -f
"""
_NAMESPACE = ("unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child")


def why_there_can_be_none() -> str:
    """What keeps this machine from running such a daemon; empty where nothing does."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root can give a cron daemon a crontab of its own"
    if not CRON.exists() or not shutil.which("unshare"):
        return "there is no cron here; `apt-get install cron`"
    tried = subprocess.run([*_NAMESPACE, "true"], capture_output=True, text=True, check=False)
    return f"no mount namespace can be made here: {tried.stderr}" if tried.returncode else ""


@contextmanager
def cron_daemon(place: Path, crontab: str) -> Iterator[Path]:
    """Run cron with this crontab for root; gives the file that its mails are added to."""
    for folder in ("sbin", "crontabs", "cron.d", "run"):
        (place / folder).mkdir(parents=True)
    mails = place / "mails"
    mails.touch()
    (place / "crontab").touch()
    shutil.copy(CRON, place / "sbin")
    sendmail = place / "sbin/sendmail"
    sendmail.write_text(f"#!/bin/sh\nexec cat >> {shlex.quote(str(mails))}\n")
    sendmail.chmod(0o755)
    root = place / "crontabs/root"
    root.write_text(crontab, encoding="utf-8")
    root.chmod(0o600)
    start = _START.format(place=shlex.quote(str(place)))
    daemon = subprocess.Popen(
        ["setpriv", "--pdeathsig", "KILL", *_NAMESPACE, "sh", "-c", start],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield mails
        assert daemon.poll() is None, f"cron ended: {daemon.stderr and daemon.stderr.read()}"
    finally:
        daemon.send_signal(signal.SIGKILL)
        daemon.communicate()
