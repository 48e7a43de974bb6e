"""The commands `publish` and `pull`, with a learner's collection in the real Anki library."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pytest

from tests.support import ROOT, deckgen, leave_out, write_project

try:
    from anki.collection import Collection
    from anki.notes import Note
except ModuleNotFoundError:
    leave_out("commands that write a collection; install anki: pip install -e '.[test]'")

_QUESTIONS = {
    "tensor": "## What is a tensor? {#tensor}\n\nAn array of numbers.\n",
    "gru": "## What was a GRU? {#gru}\n\nA gate.\n",
    "relu": "## What is ReLU? {#relu .activation}\n\nThe larger of 0 and x.\n",
    "adam": "## What is Adam? {#adam}\n\nAn optimiser.\n",
}


@dataclass
class Desk:
    """An author's project, and the closed collection of a learner."""

    project: Path
    collection: Path
    data: Path

    def write(self, **changed: str) -> None:
        questions = {**_QUESTIONS, **changed}
        write_project(self.project, {"nets.md": "# T\n\n" + "\n".join(filter(None, questions.values()))})

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return deckgen(*arguments, cwd=self.project, XDG_DATA_HOME=str(self.data), **environment)

    def publish(self, *arguments: str) -> str:
        ran = self.run("publish", "--to", str(self.collection), "--yes", *arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def learn(self, key: str, act: Callable[[Collection, Note], object]) -> None:
        """What a learner does with the note of this key."""
        collection = Collection(str(self.collection))
        try:
            (found,) = collection.find_notes(f"Key:{key}")
            act(collection, collection.get_note(found))
        finally:
            collection.close()

    def look(self) -> dict[str, dict[str, object]]:
        """What the learner has, by key."""
        collection = Collection(str(self.collection))
        try:
            notes = map(collection.get_note, collection.find_notes(""))
            return {
                note["Key"]: {
                    "answer": note["Answer"],
                    "tags": set(note.tags),
                    "reps": [card.reps for card in note.cards()],
                    "queue": [card.queue for card in note.cards()],
                }
                for note in notes
            }
        finally:
            collection.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A project that was published once; the learner has reviewed each card."""
    made = Desk(tmp_path / "project", tmp_path / "Anki/collection.anki2", tmp_path / "data")
    made.collection.parent.mkdir()
    Collection(str(made.collection)).close()
    made.write()
    made.publish()
    for key in _QUESTIONS:
        made.learn(key, _review)
    return made


def _review(collection: Collection, note: Note) -> None:
    for card in note.cards():
        card.start_timer()
        collection.sched.answerCard(card, 4)


def _answer(text: str) -> Callable[[Collection, Note], object]:
    def edit(collection: Collection, note: Note) -> None:
        note["Answer"] = text
        collection.update_note(note)

    return edit


def _tag(*tags: str) -> Callable[[Collection, Note], object]:
    return lambda collection, note: collection.tags.bulk_add([note.id], " ".join(tags))


def _edited(key: str, was: str, becomes: str) -> dict[str, str]:
    assert was in _QUESTIONS[key]
    return {key: _QUESTIONS[key].replace(was, becomes)}


def test_an_edited_line_arrives_and_reviews_stay(desk: Desk) -> None:
    desk.write(**_edited("tensor", "An array", "A block"))
    said = desk.publish()
    assert "1 changed, 3 unchanged; your devices get this by an ordinary sync" in said
    assert "\n  Changed (1)\n    tensor  What is a tensor?\n" in said
    assert "Answer: [-An array-]{+A block+} of numbers." in said
    assert "Brought to the collection" in said
    seen = desk.look()
    assert "A block of numbers" in str(seen["tensor"]["answer"])
    assert all(note["reps"] == [1] for note in seen.values())


@pytest.mark.thorough
def test_a_second_time_there_is_nothing_to_bring_and_no_backup(desk: Desk) -> None:
    before = sorted(desk.collection.parent.glob("backups/*"))
    said = desk.publish()
    assert "Nothing to bring" in said
    assert sorted(desk.collection.parent.glob("backups/*")) == before


def test_the_words_of_a_learner_stay_until_ours_are_asked_for(desk: Desk) -> None:
    desk.learn("gru", _answer("My own words."))
    desk.write(**_edited("gru", "A gate", "A gated recurrent unit"))
    said = desk.publish()
    assert "Held back, because the learner edited them (1)" in said
    assert "Nothing changes; 1 held back.\n" in said
    assert "unchanged" not in said
    assert desk.look()["gru"]["answer"] == "My own words."
    again = desk.publish()
    assert "Held back" in again, "it is said again while it holds"
    assert "holds all of it already except 1 note held back because of the learner's edits" in again
    unknown = desk.run("publish", "--to", str(desk.collection), "--yes", "--take-ours", "gruu")
    assert (unknown.returncode, unknown.stdout.count("Nothing to bring")) == (2, 0)
    assert "has the key `gruu`; did you mean `gru`?" in unknown.stderr
    assert "1 updated" in desk.publish("--take-ours", "gru")
    assert "A gated recurrent unit" in str(desk.look()["gru"]["answer"])


@pytest.mark.thorough
def test_an_edit_that_only_the_learner_made_is_left_alone(desk: Desk) -> None:
    desk.learn("gru", _answer("My own words."))
    assert "Edited by the learner, and not by you (1)" in desk.publish()
    assert desk.look()["gru"]["answer"] == "My own words."


@pytest.mark.thorough
def test_a_marked_note_gets_its_text_and_keeps_its_marks(desk: Desk) -> None:
    desk.learn("relu", _tag("marked", "leech", "mine"))
    desk.write(**_edited("relu", "larger", "greater"))
    assert "1 updated" in desk.publish()
    seen = desk.look()["relu"]
    assert "greater" in str(seen["answer"])
    assert seen["tags"] == {"activation", "marked", "leech", "mine"}


@pytest.mark.thorough
def test_a_deleted_note_stays_deleted_until_it_is_asked_for(desk: Desk) -> None:
    desk.learn("adam", lambda collection, note: collection.remove_notes([note.id]))
    desk.learn("gru", _answer("My own words."))
    desk.write(**_edited("adam", "An optimiser", "An optimizer"), **_edited("gru", "A gate", "A unit"))
    said = desk.publish()
    assert "Deleted by the learner (1)" in said
    assert (
        "holds all of it already except 1 note held back because of the learner's edits and 1 note "
        "deleted by the learner, as listed above."
    ) in said
    assert "adam" not in desk.look()
    assert "1 new" in desk.publish("--take-ours", "adam")
    assert "An optimizer" in str(desk.look()["adam"]["answer"])


def test_retired_notes_are_offered_suspended_and_taken_up_again(desk: Desk) -> None:
    desk.write(gru="")
    assert "gru  What was a GRU?  (1 review)" in desk.publish()
    assert desk.look()["gru"]["queue"] != [-1]
    desk.learn("adam", _answer("My own words."))
    desk.write(gru="", **_edited("adam", "An optimiser", "A rule"))
    said = desk.publish("--retire")
    assert "1 held back, 2 unchanged, 1 to suspend; your devices" in said
    assert f"Brought to the collection {desk.collection}: 1 suspended; not brought: 1 held back." in said
    assert desk.look()["gru"] == {**desk.look()["gru"], "queue": [-1], "tags": {"deckgen::retired"}}
    assert "Nothing to bring" in desk.publish("--retire")
    desk.write()
    assert "1 taken up again" in desk.publish()
    assert desk.look()["gru"] == {**desk.look()["gru"], "reps": [1], "tags": set()}
    assert desk.look()["gru"]["queue"] != [-1]


@pytest.mark.thorough
def test_retired_notes_are_deleted_only_if_that_is_said(desk: Desk) -> None:
    desk.write(gru="")
    said = desk.publish("--retire=delete")
    assert "They are DELETED with their reviews." in said
    assert "3 unchanged, 1 to delete; your devices" in said
    assert "Nothing changes" not in said
    assert sorted(desk.look()) == ["adam", "relu", "tensor"]


def test_a_dry_run_changes_nothing_in_the_collection(desk: Desk) -> None:
    desk.write(**_edited("tensor", "An array", "A block"))
    before = desk.look()
    ran = desk.run("publish", "--to", str(desk.collection), "--dry-run")
    assert (ran.returncode, "1 changed" in ran.stdout) == (0, True)
    assert desk.look() == before


def test_without_a_terminal_somebody_must_have_said_yes(desk: Desk) -> None:
    desk.write(**_edited("tensor", "An array", "A block"))
    ran = desk.run("publish", "--to", str(desk.collection))
    assert ran.returncode == 2
    assert "add --yes" in ran.stderr
    assert "An array" in str(desk.look()["tensor"]["answer"])


@pytest.mark.parametrize("other", [("--retire",), ("--take-ours", "gru")])
def test_a_report_refuses_options_that_change_something(tmp_path: Path, other: tuple[str, ...]) -> None:
    ran = deckgen("publish", "--report", *other, cwd=write_project(tmp_path, {"nets.md": _QUESTIONS["gru"]}))
    assert ran.returncode == 2
    assert "--report changes nothing; leave --retire and --take-ours out" in ran.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--login", "--logout", "--to", "https://h/"), "--login and --logout exclude each other"),
        (("--login", "--to", ""), "say which sync server: --to https://HOST/"),
    ],
)
def test_a_login_without_a_clear_meaning_is_wrong_usage(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    ran = deckgen("publish", *options, cwd=tmp_path, stdin="ann\nsecret\n", XDG_CONFIG_HOME=str(tmp_path))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


@pytest.mark.thorough
def test_quiet_is_silent_without_a_change_and_says_one_line_with_one(desk: Desk) -> None:
    assert desk.publish("--quiet") == ""
    desk.write(**_edited("tensor", "An array", "A block"))
    assert desk.publish("--quiet") == f"deckgen: the collection {desk.collection}: 1 updated\n"


@pytest.mark.thorough
def test_json_has_the_plan_and_the_outcome(desk: Desk) -> None:
    desk.learn("gru", _answer("My own words."))
    desk.write(**_edited("gru", "A gate", "A unit"), adam="")
    said = json.loads(desk.publish("--json"))
    (package,) = said["packages"]
    assert [edit["fate"] for edit in package["edits"]] == ["held-back"]
    assert [note["key"] for note in package["retired"]] == ["adam"]
    assert said["outcome"]["missing"] == []


@pytest.mark.thorough
def test_a_package_with_an_error_is_not_published_and_the_others_are(desk: Desk) -> None:
    write_project(desk.project, {"more.md": "# M\n\n## What is a loss? {#loss}\n\nA number.\n"})
    desk.write(tensor="## What is a tensor? {#tensor}\n\n```\nunclosed\n")
    ran = desk.run("publish", "--to", str(desk.collection), "--yes")
    assert ran.returncode == 1
    assert "nets is not published: its sources hold an error" in ran.stderr
    assert sorted(desk.look()) == ["adam", "gru", "loss", "relu", "tensor"]
    assert "An array" in str(desk.look()["tensor"]["answer"])


@pytest.mark.thorough
def test_cards_that_are_failed_are_reported_by_their_lines(desk: Desk) -> None:
    assert "No card of these packages was forgotten" in desk.publish("--report")

    def fail(collection: Collection, note: Note) -> None:
        for ease in (4, 1, 4, 1):
            card = note.cards()[0]
            card.start_timer()
            collection.sched.answerCard(card, ease)

    desk.learn("relu", fail)
    said = desk.publish("--report")
    lines = (desk.project / "source/nets.md").read_text().splitlines()
    line = lines.index("## What is ReLU? {#relu .activation}") + 1
    assert f"source/nets.md:{line}: 2 lapses in 5 reviews" in said
    (row,) = json.loads(desk.publish("--report", "--json"))["failing"]
    assert (row["key"], row["lapses"], row["line"]) == ("relu", 2, line)


def test_what_a_learner_wrote_is_pulled_taken_over_and_then_the_same(desk: Desk) -> None:
    desk.learn("gru", lambda c, n: _answer(n["Answer"].replace("A gate", "A gated unit"))(c, n))
    ran = desk.run("pull", "--from", str(desk.collection))
    assert ran.returncode == 0, ran.stderr
    assert "  git apply source/nets.md.patch" in ran.stdout
    _git_apply(desk.project, "source/nets.md.patch")
    assert "A gated unit." in (desk.project / "source/nets.md").read_text()
    assert "Held back" not in desk.publish()
    assert (
        "No note of these packages was edited in the collection"
        in desk.run("pull", "--from", str(desk.collection)).stdout
    )
    assert not (desk.project / "source/nets.md.patch").exists()


def test_a_picture_of_a_learner_outlives_a_pull_and_the_next_publish(desk: Desk) -> None:
    mine = '<p>A gated unit. <img src="mine.png"></p>'
    desk.learn("gru", _answer(mine))
    ran = desk.run("pull", "--from", str(desk.collection))
    assert "the beginning of the patch lists 2 changes to make by hand" in ran.stdout
    assert '#   + <img src="mine.png">' in (desk.project / "source/nets.md.patch").read_text()
    _git_apply(desk.project, "source/nets.md.patch")
    assert "A gated unit.\n" in (desk.project / "source/nets.md").read_text()
    said = desk.publish()
    assert "1 held back" in said
    assert "    Answer, theirs: " in said
    assert desk.look()["gru"]["answer"] == mine
    in_bold = "<p>A <b>gated unit</b>.</p>"
    desk.learn("gru", _answer(in_bold))
    assert "Answer: theirs and ours have the same words now, but not the same formatting" in desk.publish()
    assert desk.look()["gru"]["answer"] == in_bold


def test_an_edit_without_a_word_or_formatting_is_not_pulled(desk: Desk) -> None:
    desk.learn(
        "gru", lambda c, n: _answer(n["Answer"].replace("<p>", "<div>").replace("</p>", "</div>"))(c, n)
    )
    ran = desk.run("pull", "--from", str(desk.collection))
    assert "No note of these packages was edited" in ran.stdout
    assert not (desk.project / "source/nets.md.patch").exists()
    assert "only its formatting changes" in desk.publish("--dry-run")


def test_words_without_a_certain_place_are_in_the_head_of_the_patch(desk: Desk) -> None:
    desk.learn("gru", _answer("Something else altogether."))
    desk.write(**_edited("gru", "A gate", "A recurrent unit"))
    desk.publish()
    ran = desk.run("pull", "--from", str(desk.collection), "--dry-run")
    assert "gru, Answer: change this by hand" in ran.stdout
    assert "#   + Something else altogether" in ran.stdout
    assert not (desk.project / "source/nets.md.patch").exists()
    written = desk.run("pull", "--from", str(desk.collection)).stdout
    assert "git apply" not in ran.stdout + written, "git refuses a patch without a change"
    assert "source/nets.md.patch: lists 1 change to make by hand" in written


@pytest.mark.parametrize(
    ("options", "answer", "code"),
    [((), b"n\n", 0), (("--retire=delete",), b"y\n", 0), ((), b"\x04", 130)],
    ids=["no", "another word", "Ctrl-D"],
)
def test_a_publish_that_is_not_confirmed_says_that_nothing_was_done(
    desk: Desk, options: tuple[str, ...], answer: bytes, code: int
) -> None:
    desk.write(gru="", **_edited("tensor", "An array", "A block"))
    ended, said = _answered(desk, options, answer)
    assert (ended, said.count("Nothing was done.")) == (code, 1), said
    assert re.search(r"\n\n(Go on|Notes are deleted)", said)
    assert not re.search(r"^ +$", said, re.MULTILINE)
    assert sorted(desk.look()) == sorted(_QUESTIONS)
    assert "An array" in str(desk.look()["tensor"]["answer"])


def test_a_question_is_not_in_the_json(desk: Desk) -> None:
    desk.write(**_edited("tensor", "An array", "A block"))
    with tempfile.TemporaryFile() as out:
        ended, said = _answered(desk, ("--json",), b"n\n", out)
        out.seek(0)
        assert json.load(out)["outcome"] is None
    assert (ended, said.count("Nothing was done.")) == (0, 1)
    assert re.search(r": 1\s+updated\s+Go on\?", said), "what is asked about, although the plan is not shown"


def _answered(
    desk: Desk, options: tuple[str, ...], answer: bytes, out: BinaryIO | None = None
) -> tuple[int, str]:
    """The exit code of a publish on a terminal, and what it says there; `out` has what it prints instead."""
    ours, its = os.openpty()
    command = [sys.executable, "-m", "deckgen", "publish", "--to", str(desk.collection), *options]
    folders = {"XDG_DATA_HOME": str(desk.data), "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm"}
    with subprocess.Popen(
        command, cwd=desk.project, env={**os.environ, **folders}, stdin=its, stdout=out or its, stderr=its
    ) as process:
        os.close(its)
        said, is_answered = bytearray(), False
        with suppress(OSError):  # at the end of the process
            while piece := os.read(ours, 65536):
                said += piece
                if re.search(rb"o on.*: $", said) and not is_answered:
                    is_answered = True
                    os.write(ours, answer)
    os.close(ours)
    return process.returncode, said.decode().replace("\r\n", "\n")


def test_another_program_at_the_address_of_the_add_on_does_not_hide_a_closed_profile(desk: Desk) -> None:
    desk.write(**_edited("tensor", "An array", "A block"))
    with _http_server() as address:
        places = {
            "ANKI_BASE": str(desk.collection.parents[1]),
            "DECKGEN_ANKI_ADDRESS": address,
            "XDG_CONFIG_HOME": str(desk.data),
        }
        named = desk.run("publish", "--to", "anki", "--yes", **places)
        assert named.returncode == 2
        assert f"it is not the add-on AnkiConnect that answers at {address}" in named.stderr
        collection = Collection(str(desk.collection))
        while_open = desk.run("publish", "--yes", **places)
        collection.close()
        ran = desk.run("publish", "--yes", **places)
    assert "Anki is running, but it is not the add-on AnkiConnect that answers" in while_open.stderr
    assert f"another program listens at {address}" in ran.stderr
    assert "is it `deckgen preview`?" in ran.stderr
    assert f"Brought to the collection {desk.collection}: 1 updated." in ran.stdout


@contextmanager
def _http_server() -> Iterator[str]:
    """A web server of Python's own, at this address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _git_apply(project: Path, patch: str) -> None:
    git = shutil.which("git")
    if git is None:
        leave_out("a patch that git applies; install git")
    subprocess.run([git, "init", "-q", "."], cwd=project, check=True)
    subprocess.run([git, "apply", patch], cwd=project, check=True)
