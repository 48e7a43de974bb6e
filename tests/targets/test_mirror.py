"""Publishing by way of the sync server of Anki's own library, with a learner's phone that syncs with it."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from deckgen.project.folder import find_project
from deckgen.project.publish.packages import read_published
from deckgen.project.publish.publish import Plan, publish
from deckgen.targets.account import open_account
from deckgen.targets.mirror import MOST_BACKUPS
from deckgen.targets.target import TargetError
from tests.support import ROOT, leave_out
from tests.support.sync_faults import cable, refusing_server

try:
    from tests.support.nets import edited
    from tests.support.sync_desk import Desk
    from tests.support.sync_server import PASSWORD, USER, Device, SyncServer, device, sync_server
except ModuleNotFoundError:
    leave_out("a sync server; install anki: pip install -e '.[test]'")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SyncServer]:
    with sync_server(tmp_path / "server/base") as one:
        yield one


@pytest.fixture
def phone(tmp_path: Path, server: SyncServer) -> Iterator[Device]:
    """A phone whose collection is on the server."""
    with device(tmp_path / "phone", server) as one:
        one.add()
        one.sync()
        yield one


@pytest.fixture
def desk(tmp_path: Path, server: SyncServer) -> Desk:
    """A project that was built; its user is logged in."""
    made = Desk(tmp_path / "project", tmp_path / "home", server)
    made.write()
    ran = made.log_in()
    assert ran.returncode == 0, ran.stderr
    return made


def test_an_edit_arrives_on_the_phone_which_has_reviewed_in_between(desk: Desk, phone: Device) -> None:
    assert "3 new" in desk.publish()
    phone.sync()
    phone.review("tensor")
    phone.edit("gru", "My own words.")
    phone.sync()
    desk.write(**edited("tensor", "An array", "A block"), **edited("gru", "A gate", "A unit"))
    said = desk.publish()
    assert "1 updated; not brought: 1 held back" in said
    assert "Left to do: sync on the phone." in said
    phone.review("relu")
    phone.sync()
    assert "A block of numbers" in phone.note("tensor")["Answer"]
    assert phone.note("gru")["Answer"] == "My own words."
    assert len(phone.reviews()) == 2


def test_only_the_first_publish_downloads(desk: Desk, phone: Device, server: SyncServer) -> None:
    desk.publish()
    desk.write(**edited("tensor", "An array", "A block"))
    desk.publish()
    assert server.requests().count("sync/download") == 1
    phone.sync()
    assert "A block" in phone.note("tensor")["Answer"]


def test_a_server_without_cards_gets_its_first_collection_from_a_device(desk: Desk, tmp_path: Path) -> None:
    said = desk.refused()
    assert "holds no cards yet" in said
    assert "Sync the device that has your collection" in said
    with device(tmp_path / "late", desk.server) as late:
        late.add()
        late.sync()
        assert "3 new" in desk.publish()
        late.sync()
        assert late.has("tensor")


def test_a_dry_run_changes_nothing_on_the_server(desk: Desk, phone: Device) -> None:
    desk.publish()
    phone.sync()
    before = phone.rows()
    desk.write(**edited("tensor", "An array", "A block"))
    assert "1 changed" in desk.publish("--dry-run")
    phone.sync()
    assert phone.rows() == before


def test_when_nothing_changed_the_server_is_not_asked(desk: Desk, phone: Device, server: SyncServer) -> None:
    assert "3 new" in desk.publish("--quiet")
    before = len(server.requests())
    ran = desk.run("publish", "--quiet", "--yes", "--to", server.url, PYTHONPROFILEIMPORTTIME="1")
    assert (ran.returncode, ran.stdout) == (0, "")
    imported = {line.rsplit("|", 1)[1].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert not imported & {"click", "pathlib", "sqlite3", "anki"}
    assert desk.publish("--quiet", "--retire") == "", "this is not so quick, and as quiet"
    assert len(server.requests()) > before
    desk.write(**edited("tensor", "An array", "A block"))
    assert "1 updated" in desk.publish("--quiet")


def test_what_did_not_arrive_is_tried_again_by_cron(desk: Desk, phone: Device, server: SyncServer) -> None:
    server.stop()
    assert "cannot be reached" in desk.refused("--quiet")
    assert "cannot be reached" in desk.refused("--quiet"), "it is said each time"
    server.start()
    assert "3 new" in desk.publish("--quiet")


def test_retired_notes_are_suspended_on_the_phone(desk: Desk, phone: Device) -> None:
    desk.publish()
    phone.sync()
    phone.review("gru")
    phone.sync()
    desk.write(gru="")
    assert "gru  What was a GRU?  (1 review)" in desk.publish("--retire")
    phone.sync()
    assert [card.queue for card in phone.note("gru").cards()] == [-1]
    assert phone.note("gru").tags == ["deckgen::retired"]


def test_pictures_arrive_and_the_learners_own_files_stay(desk: Desk, phone: Device) -> None:
    phone.collection.media.write_data("own.txt", b"the learner's")
    phone.sync_media()
    _draw(desk.project, "p.svg")
    desk.write(relu="## What is ReLU? {#relu}\n\n![a picture](p.svg)\n")
    desk.publish()
    phone.sync()
    phone.sync_media()
    assert _media(phone) == {"own.txt", _picture_of(phone, "relu")}


def test_files_that_are_too_large_for_a_proxy_are_said_and_brought_later(desk: Desk, phone: Device) -> None:
    _draw(desk.project, "p.svg")
    desk.write(relu="## What is ReLU? {#relu}\n\n![a picture](p.svg)\n")
    with cable(desk.server.port) as line:
        there = desk.through(line.port)
        line.refused = b"POST /msync/uploadChanges"
        said = there.refused()
        assert "does not take files of this size" in said
        assert "client_max_body_size" in said
        phone.sync()
        assert phone.has("relu"), "the notes have arrived"
        line.refused = b""
        assert "Nothing to bring" in there.publish()
    phone.sync_media()
    assert _media(phone) == {_picture_of(phone, "relu")}


def test_a_file_deleted_from_the_mirror_is_not_deleted_on_the_phone(desk: Desk, phone: Device) -> None:
    phone.collection.media.write_data("own.txt", b"the learner's")
    phone.sync_media()
    _draw(desk.project, "p.svg")
    desk.write(relu="## What is ReLU? {#relu}\n\n![a picture](p.svg)\n")
    desk.publish()
    (desk.mirror / "collection.media/own.txt").unlink()
    _draw(desk.project, "q.svg")
    desk.write(relu="## What is ReLU? {#relu}\n\n![another](q.svg)\n")
    desk.publish()
    phone.sync()
    phone.sync_media()
    assert "own.txt" in _media(phone)
    assert len(_media(phone)) == 3


def test_a_full_sync_of_a_device_makes_the_mirror_new(desk: Desk, phone: Device, server: SyncServer) -> None:
    desk.publish()
    phone.sync()
    _add_a_field(phone)
    phone.sync(upload=True)
    before = len(server.requests())
    desk.write(**edited("tensor", "An array", "A block"))
    assert "1 updated" in desk.publish()
    assert "sync/download" in server.requests()[before:]
    assert "sync/upload" not in server.requests()[before:]
    phone.sync()
    assert "A block" in phone.note("tensor")["Answer"]


@pytest.mark.parametrize("when", ["the plan is shown", "it is done"])
def test_a_full_sync_in_the_meantime_ends_the_publish(
    desk: Desk, phone: Device, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish()
    phone.sync()
    for name, value in desk.folders.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(TargetError, match=r"was replaced .* try again"):
        _replace_meanwhile(desk, phone, when)
    desk.write(**edited("tensor", "An array", "A block"))
    assert "1 updated" in desk.publish()
    phone.sync()
    assert "A block" in phone.note("tensor")["Answer"]


@pytest.mark.parametrize("harm", ["cut", "not a database", "of a newer schema", "of others", "gone"])
def test_a_mirror_that_cannot_be_used_is_made_anew(desk: Desk, phone: Device, harm: str) -> None:
    desk.publish()
    kept = desk.mirror / "synced.anki2"
    match harm:
        case "cut":
            kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
        case "not a database":
            kept.write_text("spilled")
        case "of a newer schema":
            with closing(sqlite3.connect(kept)) as database, database:
                database.execute("UPDATE col SET ver = 999")
        case "of others":
            with closing(sqlite3.connect(kept)) as database, database:
                database.execute("DELETE FROM cards WHERE id = (SELECT max(id) FROM cards)")
            phone.sync()
            phone.review("gru")
            phone.sync()
        case "gone":
            shutil.rmtree(desk.mirror)
    desk.write(**edited("tensor", "An array", "A block"))
    assert "1 updated" in desk.publish()
    phone.sync()
    assert "A block" in phone.note("tensor")["Answer"]


def test_a_mirror_that_is_found_out_at_the_end_is_made_anew_by_the_next_publish(
    desk: Desk, phone: Device
) -> None:
    desk.publish()
    with closing(sqlite3.connect(desk.mirror / "synced.anki2")) as database, database:
        database.execute("DELETE FROM cards WHERE id = (SELECT max(id) FROM cards)")
    desk.write(**edited("tensor", "An array", "A block"))
    assert "refuses to sync" in desk.refused()
    assert "1 updated" in desk.publish()
    phone.sync()
    assert "A block" in phone.note("tensor")["Answer"]


def test_a_server_that_is_gone_is_named_and_the_next_publish_finishes(desk: Desk, phone: Device) -> None:
    desk.publish()
    desk.write(**edited("tensor", "An array", "A block"))
    desk.server.stop()
    said = desk.refused()
    assert f"{desk.server.url} cannot be reached, or was gone in the middle" in said
    assert "look whether the server runs" in said
    desk.server.start()
    assert "1 updated" in desk.publish()
    phone.sync()
    assert "A block" in phone.note("tensor")["Answer"]


def test_a_first_publish_over_a_line_that_breaks_can_be_repeated(desk: Desk, phone: Device) -> None:
    with cable(desk.server.port) as line:
        there = desk.through(line.port)
        for requests in range(3):
            line.left = requests
            assert "was gone in the middle" in there.refused()
        line.left = 1_000_000
        assert "3 new" in there.publish()


@pytest.mark.thorough
def test_a_connection_that_breaks_anywhere_leaves_all_or_nothing(desk: Desk, phone: Device) -> None:
    with cable(desk.server.port) as line:
        there = desk.through(line.port)
        there.publish()
        phone.sync()
        phone.collection.tags.bulk_add([phone.note("relu").id], "mine")
        phone.sync()
        for requests in range(40):
            line.left = requests
            text = f"Text {requests}."
            there.write(relu=f"## What is ReLU? {{#relu .activation}}\n\n{text}\n")
            ran = there.try_to_publish()
            phone.sync()
            assert set(phone.note("relu").tags) == {"activation", "mine"}
            if not line.is_cut:
                break
            assert (ran.returncode, "was gone in the middle" in ran.stderr) == (2, True), ran.stderr
    assert ran.returncode == 0, ran.stderr
    assert text in phone.note("relu")["Answer"]
    assert requests > 8, "each request of two syncs was the last one once"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"ts": int(time.time()) + 3600}, "your clock is not set to the correct time"),
        ({"cont": False, "msg": "We are moving"}, ": We are moving; try again"),
    ],
    ids=["clock", "message"],
)
def test_why_a_server_refuses_is_said(desk: Desk, answer: dict[str, object], said: str) -> None:
    whole = {"mod": 1, "scm": 1, "usn": 0, "ts": int(time.time()), "msg": "", "cont": True, "hostNum": 0}
    with refusing_server({**whole, "empty": False, "media_usn": 0, **answer}) as url:
        logins = desk.home / "config/deckgen/logins.json"
        logins.write_text(json.dumps({url: f"{USER} {'0' * 40}"}))
        ran = desk.run("publish", "--yes", "--to", url)
    assert (ran.returncode, said in ran.stderr) == (2, True), ran.stderr


def test_what_a_phone_syncs_while_the_plan_is_shown_ends_the_publish(
    desk: Desk, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish()
    phone.sync()
    desk.write(**edited("tensor", "An array", "A block"))
    assert desk.run("build").returncode == 0
    for name, value in desk.folders.items():
        monkeypatch.setenv(name, value)

    def agree_after_a_while(plan: Plan) -> bool:
        phone.edit("tensor", "My own words.")
        phone.sync()
        return not plan.is_empty

    project = find_project(desk.project)
    with (
        pytest.raises(TargetError, match="has changed since the plan was shown; publish again"),
        open_account(desk.server.url) as mirror,
    ):
        publish(project, read_published(project, ["nets"]), mirror, agree=agree_after_a_while)
    assert "Held back, because the learner edited them (1)" in desk.publish()
    phone.sync()
    assert phone.note("tensor")["Answer"] == "My own words."


def test_only_the_newest_backups_are_kept(desk: Desk, phone: Device) -> None:
    desk.publish()
    folder = desk.mirror / "backups"
    yesterday = time.strftime("%Y-%m-%d", time.localtime(time.time() - 24 * 60 * 60))
    for second in range(40):
        (folder / f"backup-{yesterday}-12.00.{second:02}.colpkg").touch()
    desk.write(**edited("tensor", "An array", "A block"))
    desk.publish()
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == MOST_BACKUPS
    assert yesterday not in names[-1]


def test_two_publishes_at_once_do_not_meet(desk: Desk, phone: Device) -> None:
    desk.publish()
    from filelock import FileLock  # noqa: PLC0415  # only here

    with FileLock(desk.mirror / "lock"):
        said = desk.refused(code=3)
    assert "another publish to this server is running" in said


def test_a_password_that_is_typed_is_not_shown(desk: Desk, phone: Device) -> None:
    (desk.home / "config/deckgen/logins.json").unlink()
    said = _type(desk, {"User on": USER, "Password": PASSWORD})
    assert f"Logged in to {desk.server.url}" in said
    assert PASSWORD not in said
    assert "3 new" in desk.publish()


def _type(desk: Desk, answers: dict[str, str]) -> str:
    """What a terminal shows while these answers are typed in a login."""
    ours, its = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "deckgen", "publish", "--login", "--to", desk.server.url],
        cwd=desk.project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "xterm", **desk.folders},
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    ):
        os.close(its)
        said = b""
        # At the end of the process Linux reports an error instead of the end of a file.
        with suppress(OSError):
            while piece := os.read(ours, 65536):
                said += piece
                for asked in [asked for asked in answers if asked.encode() in said]:
                    os.write(ours, f"{answers.pop(asked)}\n".encode())
    os.close(ours)
    return said.decode()


def test_a_wrong_password_and_a_lost_key_are_said(desk: Desk, phone: Device) -> None:
    ran = desk.log_in("wrong")
    assert ran.returncode == 2
    assert "does not accept the user and password; check them, and try again" in ran.stderr
    logins = desk.home / "config/deckgen/logins.json"
    logins.write_text(json.dumps({desk.server.url: f"{USER} {'0' * 40}"}))
    assert f"run `deckgen publish --login --to {desk.server.url}`" in desk.refused()


def test_a_login_to_a_server_that_does_not_run_says_to_try_again(desk: Desk) -> None:
    desk.server.stop()
    ran = desk.log_in()
    assert ran.returncode == 2
    assert "error sending request; look whether the server runs, and try again" in ran.stderr
    assert "publish again" not in ran.stderr


def test_only_the_user_can_read_the_key_and_the_password_is_nowhere(desk: Desk, phone: Device) -> None:
    desk.publish()
    logins = desk.home / "config/deckgen/logins.json"
    assert stat.S_IMODE(logins.stat().st_mode) == 0o600
    (key,) = [kept.split()[-1] for kept in json.loads(logins.read_text()).values()]
    for path in (*desk.home.rglob("*"), *desk.project.rglob("*")):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes()
            assert path == logins or key.encode() not in path.read_bytes()


def test_a_key_that_others_can_read_is_refused(desk: Desk) -> None:
    if os.name != "posix":
        leave_out("permissions of files, which Windows has in another form")
    (desk.home / "config/deckgen/logins.json").chmod(0o644)
    assert "others can read" in desk.refused()


def test_whoever_is_not_logged_in_is_told_how(desk: Desk) -> None:
    first, second = (desk.run("publish", "--logout", "--to", desk.server.url) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Logged out" in first.stdout
    assert second.stdout == f"Nobody was logged in to {desk.server.url}.\n"
    said = desk.refused()
    assert f"nobody is logged in to {desk.server.url}; run `deckgen publish --login --to" in said


def test_the_copy_of_the_collection_goes_with_the_login(desk: Desk, phone: Device) -> None:
    desk.publish()
    folder = desk.mirror
    assert desk.run("publish", "--logout", "--to", desk.server.url).returncode == 0
    assert not folder.exists()


def _draw(project: Path, name: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{name}</title></svg>'
    (project / "source" / name).write_text(svg)


def _media(phone: Device) -> set[str]:
    return {path.name for path in Path(phone.collection.media.dir()).iterdir()}


def _picture_of(phone: Device, key: str) -> str:
    note = phone.note(key)
    (name,) = phone.collection.media.files_in_str(note.mid, note["Answer"])
    return str(name)


def _replace_meanwhile(desk: Desk, phone: Device, when: str) -> None:
    with open_account(desk.server.url) as mirror:
        mirror.read((), ())
        if when == "it is done":
            mirror.back_up()
        _add_a_field(phone)
        phone.sync(upload=True)
        mirror.read((), ())
        mirror.finish()


def _add_a_field(phone: Device) -> None:
    """What Anki syncs only as a whole."""
    models = phone.collection.models
    basic = models.by_name("Basic")
    models.add_field(basic, models.new_field("Own"))
    models.update_dict(basic)
