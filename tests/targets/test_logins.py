"""A login is in the user's keyring if there is one, and else in a file that only the user can read."""

import errno
import json
import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

from deckgen.targets.logins import forget_login, keep_login, read_login
from deckgen.targets.server import Login
from deckgen.targets.target import TargetError
from tests.support import leave_out

ANN = Login("https://sync.example.org/", "ann of the 西 street", "0123456789abcdef")
BEN = Login("https://sync.example.com/", "ben", "fedcba9876543210")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config/logins.json"


@pytest.fixture
def without_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, "keyring.backends.fail.Keyring")


def _use(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    try:
        import keyring.core  # noqa: PLC0415  # an extra
    except ModuleNotFoundError:
        leave_out("a keyring; install keyring: pip install -e '.[test]'")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)


@pytest.mark.usefixtures("without_keyring")
def test_a_login_is_kept_read_and_forgotten(file: Path) -> None:
    assert keep_login(ANN, file) == str(file)
    keep_login(BEN, file)
    assert read_login(ANN.url, file) == ANN
    assert read_login(BEN.url, file) == BEN
    forget_login(ANN.url, file)
    with pytest.raises(TargetError, match="nobody is logged in to https://sync"):
        read_login(ANN.url, file)
    assert read_login(BEN.url, file) == BEN


@pytest.mark.usefixtures("without_keyring")
def test_only_its_owner_can_read_the_file(file: Path) -> None:
    if os.name != "posix":
        leave_out("permissions of files, which Windows has in another form")
    keep_login(ANN, file)
    keep_login(BEN, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["logins.json"]


@pytest.mark.usefixtures("without_keyring")
def test_the_command_that_hides_the_file_runs_as_it_is_printed(tmp_path: Path) -> None:
    if os.name != "posix":
        leave_out("permissions of files, which Windows has in another form")
    file = tmp_path / "Application Support/logins.json"
    keep_login(ANN, file)
    file.chmod(0o644)
    with pytest.raises(TargetError) as refused:
        read_login(ANN.url, file)
    (command,) = re.findall("`(.*)`", str(refused.value))
    subprocess.run(command, shell=True, check=True)  # noqa: S602  # as a person types it
    assert read_login(ANN.url, file) == ANN


@pytest.mark.usefixtures("without_keyring")
def test_a_login_that_cannot_be_kept_is_nowhere(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_login(BEN, file)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "replace", fail)
        with pytest.raises(TargetError, match=r"cannot be written: .* No space left"):
            keep_login(ANN, file)
    assert [path.name for path in file.parent.iterdir()] == ["logins.json"]
    assert read_login(BEN.url, file) == BEN


@pytest.mark.usefixtures("without_keyring")
@pytest.mark.parametrize("content", ["", "[]", "{", "null"])
def test_a_damaged_file_is_named(file: Path, content: str) -> None:
    keep_login(ANN, file)
    file.write_text(content)
    with pytest.raises(TargetError, match=r"logins\.json cannot be read: .*; delete it, and log in again"):
        read_login(ANN.url, file)


def test_a_keyring_keeps_the_login_and_no_file_does(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, "keyring.backends.fail.Keyring")
    keep_login(ANN, file)
    _use(monkeypatch, "tests.support.keyrings.Kept")
    assert keep_login(ANN, file) == "your keyring"
    assert json.loads(file.read_text()) == {}
    assert read_login(ANN.url, file) == ANN
    forget_login(ANN.url, file)
    with pytest.raises(TargetError, match="nobody is logged in"):
        read_login(ANN.url, file)


def test_a_keyring_that_keeps_nothing_is_found_out(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, "keyring.backends.null.Keyring")
    assert keep_login(ANN, file) == str(file)
    assert read_login(ANN.url, file) == ANN


def test_a_locked_keyring_is_said_with_the_way_for_cron(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(monkeypatch, "tests.support.keyrings.Locked")
    with pytest.raises(TargetError, match="your keyring cannot be read: it is locked"):
        read_login(ANN.url, file)


def test_a_key_is_not_in_what_python_shows_of_a_login() -> None:
    assert ANN.key not in repr(ANN)
