"""A publish into a closed collection that is killed at any step leaves it whole; the next one finishes."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.project.publish.packages import PublishedPackages, read_published
from deckgen.project.publish.publish import Plan, Retire, publish
from deckgen.project.publish.record import Unfinished, read_record, record_path
from deckgen.publish.values import RETIRED_TAG
from deckgen.targets.closed import open_closed
from deckgen.values.text import Timestamp
from tests.support import leave_out, often, write_project

try:
    from tests.support.anki_collection import opened
    from tests.support.killing import Command, moments
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

    def build(self, text: str, *, is_switched_off: bool) -> PublishedPackages:
        self.now += 100
        keys = [key for key in _KEYS if not (is_switched_off and key == _SWITCHED)]
        questions = (f"## What is {key}? {{#{key} .ours}}\n\n{text} of {key}.\n" for key in keys)
        write_project(self.project.root, {"p.md": "# T\n\n" + "\n".join(questions)})
        assert not build_project(self.project, (), now=Timestamp(self.now)).problems
        return read_published(self.project, ["p"], also_gone=True)

    def publish(self, published: PublishedPackages) -> Plan:
        shown: list[Plan] = []

        def agree(plan: Plan) -> bool:
            shown.append(plan)
            return True

        with open_closed(self.path) as target:
            outcome = publish(self.project, published, target, retire=Retire.SUSPEND, agree=agree)
        assert outcome
        assert (outcome.missing, outcome.fault) == ((), "")
        return shown[0]

    def opened(self) -> AbstractContextManager[Any]:
        return opened(self.path)

    def unfinished(self, published: PublishedPackages) -> Unfinished | None:
        record = read_record(record_path(published.project_id, str(self.path.resolve())))
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


def test_a_publish_killed_at_any_step_is_finished_by_the_next(desk: Desk) -> None:
    _kill(desk, often(15, 50))


def _kill(desk: Desk, times: int) -> None:
    command = Command(
        ("publish", "--to", str(desk.path), "--yes", "--retire"),
        desk.project.root,
        {"HOME": str(desk.path.parent)},
    )
    desk.build("text", is_switched_off=True)
    steps = command.count_steps()
    reviews, begun_and_cut = _reviews(desk), 0
    for number, moment in enumerate(moments(steps, times)):
        text, is_off = f"text {number}", bool(number % 2)
        published = desk.build(text, is_switched_off=is_off)
        was_cut = command.kill_at(moment)
        assert was_cut or moment.after, "it has fewer steps than before"
        begun_and_cut += was_cut and desk.unfinished(published) not in (None, Unfinished())

        _assert_whole(desk, reviews)
        if was_cut and number % 5 == 4:
            # The author writes on before anything is finished.
            text = f"text {number} and more"
            published = desk.build(text, is_switched_off=is_off)
        desk.publish(published)
        _assert_finished(desk, text, is_off=is_off)
        _assert_whole(desk, reviews)
        assert desk.unfinished(published) == Unfinished()
        assert desk.publish(published).is_empty
    assert begun_and_cut >= times // 8, "few were killed between their first and their last write"


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
