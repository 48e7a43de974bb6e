"""The whole chain: a saved line, Debian's cron, a sync server, and the phone that syncs with it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import leave_out
from tests.world.cron.daemon import cron_daemon, why_there_can_be_none

try:
    from tests.support.nets import edited
    from tests.support.sync_desk import sync_world
except ModuleNotFoundError:
    leave_out("a sync server; install anki: pip install -e '.[test]'")

pytestmark = pytest.mark.slow_cron


def test_a_saved_line_is_on_the_phone_after_its_next_sync(tmp_path: Path) -> None:
    if reason := why_there_can_be_none():
        pytest.skip(f"NOT TESTED WITH A REAL CRON: {reason}")
    with sync_world(tmp_path) as world:
        to = ("--publish", "--to", world.server.url)
        line = world.desk.run("cron", "--every", "1m", *to).stdout
        keyring = f"PYTHON_KEYRING_BACKEND={world.desk.folders['PYTHON_KEYRING_BACKEND']}\n"
        with cron_daemon(tmp_path / "cron", keyring + line) as mails:

            def arrives(text: str) -> None:
                _wait(lambda: text in _mail_of(mails), mails)
                world.phone.sync()

            arrives("3 new")
            assert "An array" in world.phone.note("tensor")["Answer"]
            world.phone.review("tensor")
            world.phone.sync()

            world.desk.write(**edited("tensor", "An array", "A block"))
            arrives("1 updated")
            assert "A block of numbers" in world.phone.note("tensor")["Answer"]
            assert len(world.phone.reviews()) == 1

            said, asked = _mail_of(mails), len(world.server.requests())
            time.sleep(65)
            assert _mail_of(mails) == said, "nothing is said when nothing changed"
            assert len(world.server.requests()) == asked, "and the server is not asked"


def _mail_of(mails: Path) -> str:
    return mails.read_text(encoding="utf-8")


def _wait(until: Callable[[], bool], mails: Path) -> None:
    end = time.monotonic() + 100
    while not until():
        assert time.monotonic() < end, f"nothing came of it in 100 seconds; cron mailed: {_mail_of(mails)!r}"
        time.sleep(0.2)
