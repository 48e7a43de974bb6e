"""A publish to a sync server that is killed at any step brings all or nothing; the next one finishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import leave_out, often

try:
    from tests.support.killing import Command, moments
    from tests.support.nets import QUESTIONS
    from tests.support.sync_desk import World, sync_world
except ModuleNotFoundError:
    leave_out("a sync server; install anki: pip install -e '.[test]'")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A phone that holds all notes; the learner has reviewed one of them and tagged another."""
    with sync_world(tmp_path) as one:
        one.desk.publish()
        one.phone.sync()
        one.phone.review("tensor")
        one.phone.collection.tags.bulk_add([one.phone.note("relu").id], "mine")
        one.phone.sync()
        yield one


def test_a_publish_killed_at_any_step_brings_all_or_nothing(world: World) -> None:
    _kill(world, often(15, 50))


def _kill(world: World, times: int) -> None:
    desk = world.desk
    command = Command(("publish", "--to", world.server.url, "--yes", "--retire"), desk.project, desk.folders)
    _write(world, "before", gone="gru")
    steps = command.count_steps()
    world.phone.sync()
    last, reviews = "before", world.phone.reviews()
    for number, moment in enumerate(moments(steps, times)):
        new = f"text {number}"
        # One question is gone in every second round, and back in the next.
        _write(world, new, gone="gru" if number % 2 else "")
        was_cut = command.kill_at(moment)
        assert was_cut or moment.after, "it has fewer steps than before"
        world.phone.sync()
        assert _texts(world) in ({last}, {new}), "all or nothing"
        _check(world, reviews)
        world.desk.publish("--retire")
        world.phone.sync()
        assert _texts(world) == {new}
        _check(world, reviews)
        assert _is_suspended(world, "gru") == bool(number % 2)
        assert "Nothing to bring" in world.desk.publish("--retire")
        last = new


def _write(world: World, text: str, gone: str = "") -> None:
    questions = {key: f"## What is {key}? {{#{key} .ours}}\n\n{text}.\n" for key in QUESTIONS}
    world.desk.write(**{**questions, **({gone: ""} if gone else {})})


def _texts(world: World) -> set[str]:
    """The texts of the notes that are never gone."""
    answers = (world.phone.note(key)["Answer"] for key in ("tensor", "relu"))
    return {answer.partition("<p>")[2].partition(".")[0] for answer in answers}


def _is_suspended(world: World, key: str) -> bool:
    return all(card.queue == -1 for card in world.phone.note(key).cards())


def _check(world: World, reviews: set[int]) -> None:
    assert world.phone.reviews() == reviews
    assert set(world.phone.note("relu").tags) == {"ours", "mine"}
    assert world.phone.collection.db.scalar("PRAGMA integrity_check") == "ok"
