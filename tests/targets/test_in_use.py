"""Whether Anki has a collection open, which its lock does not tell after a backup."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deckgen.targets.closed import open_closed
from deckgen.targets.find import open_target
from deckgen.targets.in_use import is_in_use
from deckgen.targets.target import TargetError
from tests.support import leave_out

try:
    from anki.collection import Collection
except ModuleNotFoundError:
    leave_out("collections that are in use; install anki: pip install -e '.[test]'")

_ANKI = """
import os, sys
from anki.collection import Collection
collection = Collection(sys.argv[1])
note = collection.new_note(collection.models.by_name("Basic"))
note["Front"] = "x"
collection.add_note(note, 1)
os.mkdir("backups")
assert collection.create_backup(backup_folder="backups", force=True, wait_for_completion=True)
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def _anki(path: Path) -> Iterator[None]:
    """Another process that has the collection open, and has made a backup as Anki does by itself."""
    with subprocess.Popen(
        [sys.executable, "-c", _ANKI, str(path)],
        cwd=path.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"open\n"
        yield


def test_a_collection_that_anki_has_open_is_refused_after_anki_made_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "collection.anki2"
    with _anki(path):
        assert is_in_use(path)
        with pytest.raises(TargetError, match="is open in Anki"), open_closed(path):
            pass
    assert not is_in_use(path)
    with open_closed(path) as collection:
        assert not collection.find_fault()


def test_nobody_can_open_the_collection_after_our_own_backup(tmp_path: Path) -> None:
    path = tmp_path / "collection.anki2"
    Collection(str(path)).close()
    open_it = f"from anki.collection import Collection; Collection({str(path)!r})"
    with open_closed(path) as collection:
        collection.back_up()
        ran = subprocess.run([sys.executable, "-c", open_it], capture_output=True, text=True, check=False)
        assert "DBError" in ran.stderr
        assert not collection.find_fault()


def test_an_anki_that_runs_without_the_add_on_is_told_from_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "User 1/collection.anki2"
    path.parent.mkdir()
    monkeypatch.setenv("ANKI_BASE", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DECKGEN_ANKI_ADDRESS", "127.0.0.1:1")
    with _anki(path):
        for to in ("anki", None):
            with pytest.raises(TargetError, match="Anki is running, but"), open_target(to):
                pass
    with pytest.raises(TargetError, match="it is not running, or has no add-on"), open_target("anki"):
        pass
    with open_target(None) as target:
        assert target.identity == str(path.resolve())
