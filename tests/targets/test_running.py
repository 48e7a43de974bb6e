"""Publishing into a running Anki, by a stand-in for it and its add-on over the real library."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deckgen.targets.connect import AddOn
from deckgen.targets.running import Manner, RunningAnki
from deckgen.targets.target import TargetError
from tests.support import leave_out
from tests.support.making import NOTE_TYPES, encode_apkg, note

try:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    from tests.support.nets import edited
    from tests.support.running_desk import Desk, running_desk
except ModuleNotFoundError:
    leave_out("a running Anki; install anki: pip install -e '.[test]'")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A project that was published once; the learner has reviewed each card."""
    with running_desk(tmp_path) as made:
        yield made


def test_an_edited_line_arrives_by_one_click_and_reviews_stay(desk: Desk) -> None:
    desk.write(**edited("tensor", "An array", "A block"))
    ran = desk.run("publish", "--to", "anki", "--yes")
    assert "1 changed, 2 unchanged; your devices get this by an ordinary sync" in ran.stdout
    assert "In Anki, click Import in the window that has opened" in ran.stderr
    assert "look whether Anki has synced, then sync on the phone" in ran.stdout
    assert "A block of numbers" in desk.note("tensor")["Answer"]
    assert [card.reps for card in desk.note("tensor").cards()] == [1]
    assert desk.anki.asked[-1] == "sync"


@pytest.mark.parametrize("way", ["old", "unattended"])
def test_an_old_anki_and_an_unattended_one_need_no_click(desk: Desk, way: str) -> None:
    desk.anki.has_old_importer, desk.anki.clicks = way == "old", False
    if way == "unattended":
        desk.settle("unattended = true\nsync = false")
    desk.write(**edited("tensor", "An array", "A block"))
    said = desk.publish()
    assert "A block of numbers" in desk.note("tensor")["Answer"]
    assert ("sync in Anki, then on the phone" in said) == (way == "unattended")
    assert "guiImportFile" not in desk.anki.asked[-20:]


def test_a_learners_younger_edit_is_kept(desk: Desk) -> None:
    note = desk.note("gru")
    note["Answer"] = "My own words."
    desk.anki.collection.update_note(note)
    desk.write(**edited("gru", "A gate", "A gated unit"), **edited("tensor", "An array", "A block"))
    assert "Held back, because the learner edited them (1)" in desk.publish()
    assert desk.note("gru")["Answer"] == "My own words."
    assert "A block" in desk.note("tensor")["Answer"]


def test_a_marked_note_gets_its_text_and_keeps_its_marks(desk: Desk) -> None:
    desk.anki.collection.tags.bulk_add([desk.note("relu").id], "marked mine")
    desk.write(**edited("relu", "larger", "greater"))
    assert "1 updated" in desk.publish()
    assert set(desk.note("relu").tags) == {"activation", "marked", "mine"}


def test_retired_notes_are_suspended_taken_up_again_and_deleted(desk: Desk) -> None:
    desk.write(gru="")
    assert "gru  What was a GRU?  (1 review)" in desk.publish()
    assert "1 suspended" in desk.publish("--retire")
    assert [card.queue for card in desk.note("gru").cards()] == [-1]
    assert desk.note("gru").tags == ["deckgen::retired"]
    desk.write()
    assert "1 taken up again" in desk.publish()
    assert desk.note("gru").tags == []
    assert [card.queue for card in desk.note("gru").cards()] != [-1]
    desk.write(gru="")
    desk.publish("--retire=delete")
    assert not desk.anki.collection.find_notes("Key:gru")


def test_what_a_backup_holds_comes_back_by_file_import(desk: Desk) -> None:
    desk.write(gru="", **edited("tensor", "An array", "A block"))
    said = desk.publish("--retire=delete")
    (backup,) = (desk.folder / "data/deckgen/backups").rglob("*.apkg")
    assert str(backup) in said.replace("\n", "")
    # What the message says: with learning progress, and updates always.
    options = ImportAnkiPackageOptions(update_notes=1, with_scheduling=True)
    request = ImportAnkiPackageRequest(package_path=str(backup), options=options)
    desk.anki.collection.import_anki_package(request)
    assert "An array" in desk.note("tensor")["Answer"]
    assert [card.reps for card in desk.note("gru").cards()] == [1]


def test_a_note_whose_cards_are_in_several_trees_of_decks_is_read_whole(desk: Desk) -> None:
    collection = desk.anki.collection
    desk.write(gru="## What was a GRU? {#gru kind=reversed}\n\nA gate.\n")
    desk.publish()
    cards = [card for note in collection.find_notes("Key:gru") for card in collection.get_note(note).cards()]
    assert len(cards) == 3
    collection.set_deck([cards[-1].id], int(collection.decks.id("Mine::Elsewhere") or 0))
    assert "Nothing to bring" in desk.publish()


def test_a_note_of_another_type_is_never_merged(desk: Desk) -> None:
    """The add-on's importer would give the fields of Basic to each note of ours."""
    collection = desk.anki.collection
    basic = collection.models.by_name("Basic")
    assert basic
    change = collection.models.change_notetype_info(
        old_notetype_id=desk.note("gru").mid, new_notetype_id=basic["id"]
    ).input
    change.note_ids.extend([desk.note("gru").id])
    collection.models.change_notetype_of_notes(change)
    before = collection.db.scalar("SELECT scm FROM col") if collection.db else None
    desk.write(**edited("tensor", "An array", "A block"))
    ran = desk.run("publish", "--to", "anki", "--yes")
    assert "A block" in desk.note("tensor")["Answer"], ran.stdout + ran.stderr
    assert collection.db
    assert collection.db.scalar("SELECT scm FROM col") == before


def test_without_a_click_nothing_is_brought_and_the_next_publish_does_it(desk: Desk) -> None:
    desk.anki.clicks = False
    desk.settle("wait = 3")
    desk.write(**edited("tensor", "An array", "A block"))
    assert "nobody has clicked Import" in desk.fail()
    assert "An array" in desk.note("tensor")["Answer"]
    desk.anki.clicks = True
    desk.publish()
    assert "A block" in desk.note("tensor")["Answer"]


def test_nothing_is_left_in_the_folder_of_the_profile(desk: Desk) -> None:
    assert not list((desk.folder / "User 1").glob("deckgen-*"))


def test_each_fault_says_what_to_do(desk: Desk) -> None:
    anki = desk.anki
    anki.permission = "denied"
    assert "has denied access" in desk.fail()
    anki.permission = "granted"
    anki.key = "sesame"
    assert "asks for the `apiKey`" in desk.fail()
    assert "does not accept the key" in desk.fail(DECKGEN_ANKI_KEY="other")
    anki.key = ""
    anki.without = frozenset({"apiReflect"})
    assert "AnkiConnect is too old" in desk.fail()
    anki.without = frozenset({"guiImportFile"})
    assert "does not know guiImportFile" in desk.fail()
    anki.without = frozenset()
    anki.is_profile_open = False
    assert "no profile is open in Anki" in desk.fail()
    anki.is_profile_open = True
    anki.media_folder = r"C:\Users\Ann\AppData\Roaming\Anki2\User 1\collection.media"
    assert "Run deckgen where Anki runs" in desk.fail()
    anki.media_folder = ""
    anki.says = b"<html>"
    assert "it is not the add-on AnkiConnect that answers" in desk.fail()
    anki.says = b""
    assert "Anki does not answer at 127.0.0.1:1" in desk.fail(DECKGEN_ANKI_ADDRESS="127.0.0.1:1")
    assert "Nothing to bring" in desk.publish()


def test_what_a_closed_anki_was_given_is_known_when_it_runs(desk: Desk, tmp_path: Path) -> None:
    """One record for both ways: else the learner's edits would be taken for new."""
    records = list((desk.folder / "data/deckgen/deliveries").iterdir())
    desk.anki.collection.close()
    path = tmp_path / "User 1/collection.anki2"
    ran = desk.run("publish", "--to", str(path), "--yes")
    desk.anki.collection.reopen()
    assert ran.returncode == 0, ran.stderr
    assert list((desk.folder / "data/deckgen/deliveries").iterdir()) == records


def test_a_folder_that_takes_no_package_is_said(tmp_path: Path) -> None:
    package = tmp_path / "p.apkg"
    package.write_bytes(encode_apkg([note("a")], NOTE_TYPES, {}))
    gone = tmp_path / "gone/away"
    anki = RunningAnki(AddOn(), tmp_path, gone, tmp_path / "backups", Manner(), print)
    with pytest.raises(
        TargetError, match=r"cannot be written: .*; look whether the disk is full, and publish"
    ):
        anki.import_package(package)
