"""Debian's cron, with the line that `deckgen cron` prints, once a minute."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from tests.support import deckgen, write_project
from tests.world.cron.daemon import cron_daemon, why_there_can_be_none

pytestmark = pytest.mark.slow_cron

# A second job of the same minute tells, five seconds later, that cron was at work.
BEAT = "* * * * * begun=$(date +\\%s); sleep 5; echo $begun >> {}\n"


def test_cron_builds_what_changed_and_mails_only_problems(tmp_path: Path) -> None:
    if reason := why_there_can_be_none():
        pytest.skip(f"NOT TESTED WITH A REAL CRON: {reason}")
    project = write_project(tmp_path / "my 50% 牌组", {"p.md": "## Question\n\nfirst\n"})
    source, package = project / "source/p.md", project / "decks/p.apkg"
    beats = tmp_path / "beats"
    line = deckgen("cron", "--every", "1m", cwd=project).stdout
    with cron_daemon(tmp_path / "cron", line + BEAT.format(beats)) as mails:
        _wait(package.exists, mails)
        [first] = decode_apkg(package.read_bytes()).notes
        assert "first" in first.field("Answer")

        source.write_text("## Question\n\nsecond\n")
        before = package.read_bytes()
        _wait(lambda: package.read_bytes() != before, mails)
        [second] = decode_apkg(package.read_bytes()).notes
        assert "second" in second.field("Answer")
        assert second.guid == first.guid
        assert second.modified > first.modified

        built = _files(project)
        _wait_for_a_whole_run(beats, mails)
        assert _files(project) == built
        assert mails.read_text() == ""

        source.write_text("## Question\n\n```\n")
        broken = _files(project)
        _wait(lambda: mails.read_text() != "", mails)
        assert "source/p.md:3: error: the fence is not closed; close it with a line ```" in mails.read_text()
        assert _files(project) == broken
        assert not list(project.rglob(".deckgen-*"))


def _files(project: Path) -> dict[str, tuple[bytes, int]]:
    """What a build may write, and when it was written."""
    found = [*project.glob("decks/*"), *project.glob("source/*")]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def _wait_for_a_whole_run(beats: Path, mails: Path) -> None:
    now = time.time()
    _wait(lambda: any(float(begun) > now for begun in beats.read_text().split()), mails)


def _wait(until: Callable[[], bool], mails: Path) -> None:
    end = time.monotonic() + 90
    while not until():
        assert time.monotonic() < end, f"nothing came of it in 90 seconds; cron mailed: {mails.read_text()!r}"
        time.sleep(0.2)
