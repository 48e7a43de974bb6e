"""A publish into a running Anki, killed at any step, leaves it whole; the next one finishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import leave_out, often

try:
    from tests.support.killing import Command, moments
    from tests.support.nets import QUESTIONS
    from tests.support.running_desk import Desk, running_desk
except ModuleNotFoundError:
    leave_out("a running Anki; install anki: pip install -e '.[test]'")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The learner has reviewed all notes, and has written into one of them and marked another."""
    with running_desk(tmp_path) as made:
        note = made.note("tensor")
        note["Hint"] = "mine"
        made.anki.collection.update_note(note)
        made.anki.collection.tags.bulk_add([made.note("relu").id], "marked mine")
        yield made


@pytest.mark.parametrize(
    ("times", "has_old_importer"), [(often(12, 40), True), (often(4, 10), False)], ids=["at once", "by click"]
)
def test_a_publish_killed_at_any_step_is_finished_by_the_next(
    desk: Desk, times: int, *, has_old_importer: bool
) -> None:
    desk.anki.has_old_importer = has_old_importer
    _kill(desk, times)


def _kill(desk: Desk, times: int) -> None:
    command = Command(
        ("publish", "--to", "anki", "--yes", "--retire"), desk.folder / "project", desk.surroundings
    )
    _write(desk, "text", gone="gru")
    steps = command.count_steps()
    reviews, asked = _reviews(desk), set()
    for number, moment in enumerate(moments(steps, times)):
        text, gone = f"text {number}", "" if number % 2 else "gru"
        _write(desk, text, gone)
        was_cut = command.kill_at(moment)
        assert was_cut or moment.after, "it has fewer steps than before"
        asked.add(desk.anki.asked[-1])
        desk.anki.wait_for_clicks()
        _assert_whole(desk, reviews)
        desk.publish("--retire")
        _assert_finished(desk, text, gone)
        _assert_whole(desk, reviews)
        assert "Nothing to bring" in desk.publish("--retire")
    assert times < 40 or asked >= {"exportPackage", "importPackage"}


def _write(desk: Desk, text: str, gone: str) -> None:
    questions = {key: f"## What is {key}? {{#{key} .ours}}\n\n{text} of {key}.\n" for key in QUESTIONS}
    desk.write(**{**questions, **({gone: ""} if gone else {})})
    assert desk.run("build").returncode == 0


def _reviews(desk: Desk) -> list[list[int]]:
    assert desk.anki.collection.db
    return list(desk.anki.collection.db.all("SELECT * FROM revlog ORDER BY id"))


def _assert_whole(desk: Desk, reviews: list[list[int]]) -> None:
    assert _reviews(desk) == reviews
    assert desk.anki.collection.db
    assert desk.anki.collection.db.scalar("PRAGMA integrity_check") == "ok"
    assert desk.anki.collection.note_count() == len(QUESTIONS)
    assert desk.note("tensor")["Hint"] == "mine"
    # An import drops `marked`, which is given back afterwards.
    assert "mine" in desk.note("relu").tags


def _assert_finished(desk: Desk, text: str, gone: str) -> None:
    assert "marked" in desk.note("relu").tags
    for key in QUESTIONS:
        note, is_gone = desk.note(key), key == gone
        assert is_gone or f"{text} of {key}" in note["Answer"]
        assert ("deckgen::retired" in note.tags) == is_gone
        assert [card.queue == -1 for card in note.cards()] == [is_gone]
