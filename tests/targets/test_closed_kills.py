"""A publish into a closed collection that is killed at any moment leaves it whole; the next one finishes."""

import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.project.publish.publish import Plan, Retire, Shelf, publish, read_shelf
from deckgen.project.publish.record import Unfinished, read_record, record_path
from deckgen.publish.values import RETIRED_TAG
from deckgen.targets.closed import open_closed
from deckgen.values.text import Timestamp
from tests.support import leave_out, write_project

try:
    from anki.collection import Collection
except ModuleNotFoundError:
    leave_out("a collection; install anki: pip install -e '.[test]'")

_KEYS = [f"q{number}" for number in range(60)]
_EDITED, _MARKED, _SWITCHED, _UNWANTED = "q0", "q1", "q2", "q3"
"""Notes that the learner wrote into, that the learner marked, that come and go, that the learner deleted."""


@dataclass
class Desk:
    """A project, a closed collection, and where deckgen keeps what it remembers."""

    project: Project
    path: Path
    now: int = 1_700_000_000
    backups: set[str] = field(default_factory=set)

    def build(self, text: str, *, is_switched_off: bool) -> Shelf:
        self.now += 100
        keys = [key for key in _KEYS if not (is_switched_off and key == _SWITCHED)]
        questions = (f"## What is {key}? {{#{key} .ours}}\n\n{text} of {key}.\n" for key in keys)
        write_project(self.project.root, {"p.md": "# T\n\n" + "\n".join(questions)})
        assert not build_project(self.project, (), now=Timestamp(self.now)).problems
        return read_shelf(self.project, ["p"], also_gone=True)

    def publish(self, shelf: Shelf) -> Plan:
        shown: list[Plan] = []

        def agree(plan: Plan) -> bool:
            shown.append(plan)
            return True

        with open_closed(self.path) as target:
            outcome = publish(self.project, shelf, target, retire=Retire.SUSPEND, agree=agree)
        assert outcome
        assert (outcome.missing, outcome.fault) == ((), "")
        return shown[0]

    @contextmanager
    def opened(self) -> Iterator[Any]:
        collection = Collection(str(self.path))
        try:
            yield collection
        finally:
            collection.close()

    def unfinished(self, shelf: Shelf) -> Unfinished | None:
        record = read_record(record_path(shelf.project_id, str(self.path.resolve())))
        return record.unfinished if record else None


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A learner who has reviewed, written, marked, suspended and deleted."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Desk(Project(tmp_path / "project"), tmp_path / "collection.anki2")
    with made.opened():
        pass
    made.publish(made.build("text -1", is_switched_off=False))
    with made.opened() as collection:
        for card in map(collection.get_card, collection.find_cards("")):
            card.start_timer()
            collection.sched.answerCard(card, 4)
        note = collection.get_note(*collection.find_notes(f"Key:{_EDITED}"))
        note["Hint"] = "mine"
        collection.update_note(note)
        collection.tags.bulk_add(collection.find_notes(f"Key:{_MARKED}"), "marked leech mine")
        collection.remove_notes(collection.find_notes(f"Key:{_UNWANTED}"))
    return made


def test_a_killed_publish_is_finished_by_the_next(desk: Desk) -> None:
    _kill(desk, 6)


@pytest.mark.thorough
def test_a_publish_killed_at_fifty_moments_is_finished_by_the_next(desk: Desk) -> None:
    _kill(desk, int(os.environ.get("DECKGEN_KILLS", "50")))


def _kill(desk: Desk, times: int) -> None:
    chance = random.Random()  # noqa: S311  # other moments in every run
    fork = multiprocessing.get_context("forkserver")
    fork.set_forkserver_preload([__name__, "anki.collection"])
    begun = time.monotonic()
    desk.publish(desk.build("text", is_switched_off=False))
    # How long to wait at most before killing, in seconds: from the start, and from the backup.
    waits = [time.monotonic() - begun] * 2
    reviews, cut, begun_and_cut = _reviews(desk), 0, 0
    for number in range(times):
        text, is_off = f"text {number}", bool(number % 2)
        shelf = desk.build(text, is_switched_off=is_off)
        backups = len([*desk.path.parent.glob("backups/*")])
        killed = fork.Process(target=_publish_there, args=(desk, shelf, os.environ["XDG_DATA_HOME"]))
        killed.start()
        if number % 3:
            _wait_for_a_backup(desk, backups, killed)
        time.sleep(chance.uniform(0, waits[number % 3 > 0]))
        killed.kill()
        killed.join()
        was_cut = killed.exitcode == -9
        cut += was_cut
        begun_and_cut += was_cut and desk.unfinished(shelf) not in (None, Unfinished())
        # However fast the machine is, most are cut and some are over.
        waits[number % 3 > 0] *= 1.1 if was_cut else 0.5

        _assert_whole(desk, reviews)
        if was_cut and number % 5 == 4:
            # The author writes on before anything is finished.
            text = f"text {number} and more"
            shelf = desk.build(text, is_switched_off=is_off)
        desk.publish(shelf)
        _assert_finished(desk, text, is_off=is_off)
        _assert_whole(desk, reviews)
        assert desk.unfinished(shelf) == Unfinished()
        assert desk.publish(shelf).is_empty
    assert cut >= times / 2, "most were over before they could be killed"
    if times >= 50:
        assert begun_and_cut >= 5, "hardly any was killed between its first and its last write"


def _publish_there(desk: Desk, shelf: Shelf, data: str) -> None:
    """Publish in a process whose parent, the fork server, may have been started by another test."""
    os.environ["XDG_DATA_HOME"] = data
    desk.publish(shelf)


def _wait_for_a_backup(desk: Desk, backups: int, process: BaseProcess) -> None:
    while process.is_alive():
        if len([*desk.path.parent.glob("backups/*")]) > backups:
            return


def _reviews(desk: Desk) -> list[list[int]]:
    with desk.opened() as collection:
        return list(collection.db.all("SELECT * FROM revlog ORDER BY id"))


def _assert_whole(desk: Desk, reviews: list[list[int]]) -> None:
    assert _reviews(desk) == reviews
    with desk.opened() as collection:
        assert collection.db.scalar("PRAGMA integrity_check") == "ok"
        assert collection.db.scalar("SELECT count(DISTINCT guid) FROM notes") == len(_KEYS) - 1
        assert collection.get_note(*collection.find_notes(f"Key:{_EDITED}"))["Hint"] == "mine"
        assert not collection.find_notes(f"Key:{_UNWANTED}")


def _assert_finished(desk: Desk, text: str, *, is_off: bool) -> None:
    with desk.opened() as collection:
        for note in map(collection.get_note, collection.find_notes("")):
            is_retired = is_off and note["Key"] == _SWITCHED
            assert is_retired or f"{text} of" in note["Answer"]
            marks = {"marked", "leech", "mine"} if note["Key"] == _MARKED else set()
            assert set(note.tags) == {"ours"} | marks | ({RETIRED_TAG} if is_retired else set())
            assert [card.queue == -1 for card in note.cards()] == [is_retired]
