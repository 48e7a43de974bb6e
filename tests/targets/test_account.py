"""The copy of the collection is made and deleted, or it is said why not."""

import sys
from pathlib import Path

import pytest
from filelock import FileLock

from deckgen.targets.account import log_out_of, open_account, settings_file
from deckgen.targets.logins import find_login, keep_login
from deckgen.targets.mirror import mirror_folder
from deckgen.targets.server import Login
from deckgen.targets.target import TargetError
from deckgen.values.error import BusyError

ANN = Login("https://sync.example.org/", "ann", "0123456789abcdef")


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the mirror of somebody who is logged in is to be."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setitem(sys.modules, "keyring", None)
    keep_login(ANN, settings_file().with_name("logins.json"))
    folder = mirror_folder(tmp_path / "data/deckgen/mirrors", ANN)
    folder.parent.mkdir(parents=True)
    return folder


def _is_logged_in() -> bool:
    return find_login(ANN.url, settings_file().with_name("logins.json")) is not None


def test_a_copy_that_a_publish_has_open_stays_and_so_does_the_login(mirror: Path) -> None:
    mirror.mkdir()
    (mirror / "synced.anki2").write_bytes(b"notes")
    with FileLock(mirror / "lock"), pytest.raises(BusyError, match="another publish to this server"):
        log_out_of(ANN.url)
    assert (mirror / "synced.anki2").exists()
    assert _is_logged_in()
    assert log_out_of(ANN.url)
    assert not mirror.exists()
    assert not _is_logged_in()


def test_a_copy_that_cannot_be_deleted_is_said(mirror: Path, tmp_path: Path) -> None:
    mirror.symlink_to(tmp_path)
    with pytest.raises(TargetError, match=r"cannot be deleted: .*; delete it by hand, and try again"):
        log_out_of(ANN.url)
    mirror.unlink()
    assert log_out_of(ANN.url)


def test_a_mirror_that_cannot_be_written_is_said(mirror: Path) -> None:
    mirror.write_bytes(b"not a folder")
    with pytest.raises(TargetError, match=r"cannot be written: .*; look whether"), open_account(ANN.url):
        pass
    mirror.unlink()
    (mirror / "synced.anki2").mkdir(parents=True)
    with pytest.raises(TargetError, match=r"cannot be written: .*; look whether"), open_account(ANN.url):
        pass
