"""The backups of what a running Anki held."""

from pathlib import Path

import pytest

from deckgen.targets import backups


def test_the_newest_backups_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export = tmp_path / "before-1.apkg"
    for number in range(backups.KEPT + 3):
        export.write_text(str(number))
        monkeypatch.setattr(backups.time, "strftime", lambda _, number=number: f"2026-{number:02}")
        (kept,) = backups.keep_backup([export], tmp_path / "backups")
        assert kept.read_text() == str(number)
    folders = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert folders == [f"2026-{number:02}" for number in range(3, backups.KEPT + 3)]
