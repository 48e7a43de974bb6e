"""A closed collection that cannot be used is said with what to do, and stays as it is."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.project.publish import publish as publishing
from deckgen.project.publish.packages import read_published
from deckgen.project.publish.publish import Outcome, Plan, publish
from deckgen.project.publish.record import record_path
from deckgen.project.write import hold
from deckgen.targets.closed import ClosedCollection, open_closed
from deckgen.targets.target import TargetError
from deckgen.values.error import BusyError
from deckgen.values.text import Timestamp
from tests.support import ROOT, deckgen, leave_out, write_project
from tests.support.small_worlds import disk, leave_free, read_only, why_there_can_be_none, world

try:
    from anki.collection import Collection

    from tests.support.anki_collection import opened
except ModuleNotFoundError:
    leave_out("a collection; install anki: pip install -e '.[test]'")

_FAR_AHEAD = 4_000_000_000


@dataclass
class Desk:
    project: Path
    path: Path
    data: Path
    now: int = 1_700_000_000

    def write(self, text: str) -> None:
        write_project(
            self.project, {"p.md": f"# T\n\n## One? {{#one}}\n\n{text}\n\n## Two? {{#two}}\n\ntwo\n"}
        )

    def publish(self, agree: Callable[[Plan, ClosedCollection], bool] | None = None) -> Outcome | None:
        self.now += 100
        project = Project(self.project)
        assert not build_project(project, (), now=Timestamp(self.now)).problems
        published = read_published(project, ["p"])
        with open_closed(self.path) as target:
            return publish(
                project, published, target, agree=lambda plan: agree(plan, target) if agree else True
            )

    def opened(self) -> AbstractContextManager[Any]:
        return opened(self.path)

    def answer(self) -> str:
        with self.opened() as collection:
            return str(collection.get_note(*collection.find_notes("Key:one"))["Answer"])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A project that was published once."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Desk(tmp_path / "project", tmp_path / "profile/collection.anki2", tmp_path / "data")
    made.path.parent.mkdir()
    with made.opened():
        pass
    made.write("first")
    assert made.publish()
    made.write("second")
    return made


def _assert_refused(desk: Desk, *said: str) -> None:
    """Publishing says this, and leaves the file as it is."""
    before = desk.path.read_bytes()
    with pytest.raises(TargetError) as refused:
        desk.publish()
    for words in said:
        assert words in str(refused.value)
    assert desk.path.read_bytes() == before


def test_what_another_program_has_open_is_left_alone(desk: Desk) -> None:
    program = (
        "import sys; from anki.collection import Collection; c = Collection(sys.argv[1]);"
        "print('open', flush=True); sys.stdin.read(); c.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(desk.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        _assert_refused(desk, "is open in Anki or in another program; close that, and try again")
        other.communicate("")
    assert desk.publish()
    assert "second" in desk.answer()


def test_a_collection_of_a_newer_anki_is_left_alone(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as database, database:
        database.execute("UPDATE col SET ver = 99")
    _assert_refused(desk, "was written by a newer Anki; install a newer anki library")


def test_a_collection_of_an_old_anki_is_not_brought_to_the_new_schema(desk: Desk) -> None:
    Collection(str(desk.path)).close(downgrade=True)
    _assert_refused(desk, "was last used by an Anki older than 2.1.50", "update Anki, start it once")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not a database at all\n" * 500, "file is not a database"), (b"", "no such table: col")],
)
def test_a_file_that_is_not_a_collection_is_left_alone(desk: Desk, content: bytes, said: str) -> None:
    desk.path.write_bytes(content)
    _assert_refused(desk, "cannot be opened as a collection", said)


def test_half_a_collection_is_left_alone(desk: Desk) -> None:
    content = desk.path.read_bytes()
    desk.path.write_bytes(content[: len(content) // 2])
    _assert_refused(desk, "malformed")


def test_damage_is_said_before_anything_is_written(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as database, database:
        (page, size) = (
            database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_revlog_usn'").fetchone()[0],
            database.execute("PRAGMA page_size").fetchone()[0],
        )
    content = bytearray(desk.path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    desk.path.write_bytes(content)
    backups = sorted(desk.path.parent.glob("backups/*"))
    with pytest.raises(TargetError, match=r"is damaged.*nothing was changed.*Check Database"):
        desk.publish()
    assert sorted(desk.path.parent.glob("backups/*")) == backups


def test_after_two_interrupted_publishes_their_texts_are_ours_and_the_learners_marks_stay(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is interrupted after its import, which dropped the marks; the second before its import."""
    with desk.opened() as collection:
        collection.tags.bulk_add(collection.find_notes("Key:one"), "marked mine")
    for text, step in (("second", "add_tags"), ("third", "import_package")):
        desk.write(text)
        with monkeypatch.context() as ended:
            ended.setattr(ClosedCollection, step, _end)
            with pytest.raises(KeyboardInterrupt):
                desk.publish()
    desk.write("fourth")
    assert desk.publish()
    assert "fourth" in desk.answer()
    with desk.opened() as collection:
        (note,) = map(collection.get_note, collection.find_notes("Key:one"))
    assert set(note.tags) == {"marked", "mine"}


def test_the_description_that_an_ended_publish_brought_is_ours(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(description: str) -> None:
        write_project(desk.project, {"p.md": f"# T\n\n{description}\n\n## One? {{#one}}\n\n1\n"})

    write("first")
    assert desk.publish()
    write("second")
    with monkeypatch.context() as ended:
        ended.setattr(ClosedCollection, "finish", _end)
        with pytest.raises(KeyboardInterrupt):
            desk.publish()
    write("third")
    assert desk.publish()
    with desk.opened() as collection:
        assert "third" in collection.decks.by_name("T")["desc"]
    (record,) = (desk.data / "deckgen/deliveries").glob("*.json")
    assert "second" not in record.read_text(encoding="utf-8")


def test_a_text_that_did_not_arrive_is_brought_by_the_next_publish(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person can have Anki import new notes and leave those alone that it has."""
    with monkeypatch.context() as leaves_alone:
        leaves_alone.setattr(ClosedCollection, "import_package", lambda *_: None)
        outcome = desk.publish()
    assert outcome
    assert len(outcome.missing) == 1
    assert "first" in desk.answer()
    assert desk.publish()
    assert "second" in desk.answer()


def _end(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["", "nowhere/collection.anki2"])
def test_a_folder_or_nothing_is_said(desk: Desk, name: str) -> None:
    desk.path = desk.path.parent / name
    with pytest.raises(TargetError, match=r"give the collection.anki2 of a profile"):
        desk.publish()


def test_without_the_library_it_is_said_how_to_get_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anki.collection", None)
    _assert_refused(desk, "Anki's library is missing", "uv tool install", "pipx inject", "pip install anki")


def test_a_collection_that_changed_after_the_plan_was_shown_is_left_alone(desk: Desk) -> None:
    backups = sorted(desk.path.parent.glob("backups/*"))

    def agree(_: Plan, target: ClosedCollection) -> bool:
        (note,) = target._collection.find_notes("Key:one")
        target._collection.tags.bulk_add([note], "mine")
        return True

    with pytest.raises(TargetError, match=r"has changed since the plan was shown; publish again"):
        desk.publish(agree)
    assert "first" in desk.answer()
    assert sorted(desk.path.parent.glob("backups/*")) == backups
    assert desk.publish()
    assert "second" in desk.answer()


def test_whoever_does_not_agree_changes_nothing(desk: Desk) -> None:
    before = desk.path.read_bytes()
    assert desk.publish(lambda *_: False) is None
    with desk.opened() as collection:
        assert collection.db.scalar("SELECT count() FROM notes WHERE flds LIKE '%second%'") == 0
    assert desk.answer() == desk.answer()
    assert len(desk.path.read_bytes()) == len(before)


def test_a_learners_clock_that_is_ahead_stops_no_edit(desk: Desk) -> None:
    with desk.opened() as collection:
        collection.db.execute("UPDATE notes SET mod = ?", _FAR_AHEAD)
    assert desk.publish()
    assert "second" in desk.answer()


def test_one_publish_at_a_time_for_each_collection(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "WAIT_FOR_OTHERS", 0.1)
    published = read_published(Project(desk.project), ["p"])
    lock = record_path(published.project_id, str(desk.path.resolve())).with_suffix(".lock")
    busy = pytest.raises(BusyError, match=r"another publish into the collection .* is running; try again")
    with hold(lock, 0.1, "a test"), busy:
        desk.publish()
    assert desk.publish()


def test_of_two_publishes_at_once_both_succeed_or_one_says_why_not(desk: Desk) -> None:
    command = [sys.executable, "-m", "deckgen", "publish", "--to", str(desk.path), "--yes"]
    both = [
        subprocess.Popen(command, cwd=desk.project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120)[1] for one in both]
    codes = [one.returncode for one in both]
    assert 0 in codes
    assert all(code == 0 or "is open in Anki" in errors for code, errors in zip(codes, said, strict=True))
    assert "second" in desk.answer()


def test_a_package_of_another_project_is_not_published(desk: Desk) -> None:
    write_project(desk.project.parent / "other", {"theirs.md": "# T\n\n## Three? {#three}\n\nthree\n"})
    other = Project(desk.project.parent / "other")
    assert not build_project(other, (), now=Timestamp(desk.now)).problems
    shutil.copy(other.package_path("theirs"), desk.project / "decks")
    ran = deckgen("publish", "--to", str(desk.path), "--yes", cwd=desk.project)
    assert ran.returncode == 0, ran.stderr
    assert "theirs" not in ran.stdout
    ran = deckgen("publish", "theirs", "--to", str(desk.path), "--yes", cwd=desk.project)
    assert ran.returncode == 2
    with desk.opened() as collection:
        assert not collection.find_notes("Key:three")


def test_a_second_project_retires_nothing_of_the_first(desk: Desk) -> None:
    """What a project knows is in its own record; two projects may share a collection."""
    write_project(desk.project.parent / "other", {"p.md": "# T\n\n## One? {#one}\n\nanother one\n"})
    command = ["publish", "--to", str(desk.path), "--yes", "--retire"]
    assert deckgen(*command, cwd=desk.project.parent / "other").returncode == 0
    with desk.opened() as collection:
        assert len(collection.find_notes("Key:one")) == 2
        assert len(collection.find_notes("is:suspended")) == 0


def test_media_that_no_server_takes_are_said_and_their_package_waits(desk: Desk) -> None:
    sound = desk.project / "source/big.mp3"
    with sound.open("wb") as file:
        file.truncate(200 << 20)
    desk.write("second\n\n![big](big.mp3)")
    ran = deckgen("publish", "--to", str(desk.path), "--yes", cwd=desk.project)
    assert ran.returncode == 1
    assert "p is not published: its sources hold an error" in ran.stderr
    assert "first" in desk.answer()


def _publish_in(enter: tuple[str, ...], desk: Desk) -> "subprocess.CompletedProcess[str]":
    command = (sys.executable, "-m", "deckgen", "publish", "--to", str(desk.path), "--yes", "--quiet")
    return subprocess.run(
        [*enter, *command, "--project", str(desk.project)],
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_read_only_folder_is_said(desk: Desk) -> None:
    if reason := why_there_can_be_none():
        pytest.skip(f"NOT TESTED WITH A READ-ONLY FOLDER: {reason}")
    before = desk.path.read_bytes()
    with world(read_only(desk.path.parent)) as there:
        ran = _publish_in(there.enter(), desk)
    assert ran.returncode == 2, ran.stderr
    assert str(desk.path) in ran.stderr
    assert "bug" not in ran.stderr
    assert desk.path.read_bytes() == before


@pytest.mark.thorough
def test_a_full_disk_leaves_the_collection_whole_and_the_next_publish_finishes(
    desk: Desk, tmp_path: Path
) -> None:
    if reason := why_there_can_be_none():
        pytest.skip(f"NOT TESTED WITH A FULL DISK: {reason}")
    content = desk.path.read_bytes()
    with world(disk(desk.path.parent, 4096)) as there:
        path, filler = there.path(desk.path), there.path(desk.path.parent / "filler")
        path.write_bytes(content)
        failed = 0
        for number, free in enumerate((0, 4, 8, 16, 32, 64, 96, 128, 200)):
            desk.write(f"text {number}" + " x" * 5000)
            leave_free(filler, free)
            ran = _publish_in(there.enter(), desk)
            assert ran.returncode in (0, 2), ran.stderr
            assert "bug" not in ran.stderr
            assert not ran.returncode or "look whether the disk is full" in ran.stderr, ran.stderr
            failed += bool(ran.returncode)
            filler.unlink()
            _assert_sound(path, tmp_path)
            ran = _publish_in(there.enter(), desk)
            assert ran.returncode == 0, ran.stderr
            _assert_sound(path, tmp_path, f"text {number}")
            shutil.rmtree(path.parent / "backups")
    assert failed >= 3, "the disk was never full"


def _assert_sound(path: Path, copy: Path, text: str = "") -> None:
    # SQLite would follow the link of that world to the file of the same name in this one.
    copied = copy / path.name
    for one in path.parent.glob(f"{path.name}*"):
        shutil.copy(one, copy)
    with opened(copied) as collection:
        assert collection.db.scalar("PRAGMA integrity_check") == "ok"
        assert collection.db.scalar("SELECT count() FROM notes WHERE flds LIKE ?", f"%{text}%")
