"""The sync server of Anki's own library, in a process of its own, and devices that sync with it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from anki.collection import Collection
from anki.notes import Note
from anki.sync_pb2 import SyncAuth

USER, PASSWORD = "ann", "a pass-word, 密码"


@dataclass
class SyncServer:
    """A server with one user; it may be stopped, and started again at the same address."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    uploads: int = 0
    """How often a device has replaced the whole collection, as its learner wanted."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    def start(self) -> None:
        environment = {
            "SYNC_USER1": f"{USER}:{PASSWORD}",
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(self.port),
            "SYNC_BASE": str(self.folder),
        }
        tied = ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*tied, sys.executable, "-m", "anki.syncserver"],
                env=os.environ | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        _wait_for(self.port, self.process, self.log)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def requests(self) -> list[str]:
        """The requests that were answered since the server was first started."""
        plain = re.sub(r"\x1b\[[0-9;]*m", "", self.log.read_text(encoding="utf-8"))
        return [match[1] for match in re.finditer(r'uri="/([^"]+)".* finished .*httpstatus=200', plain)]


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 30
    while True:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < end, "the sync server does not answer"
            time.sleep(0.02)
        else:
            return


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def sync_server(folder: Path) -> Iterator[SyncServer]:
    """A server whose collections are in this folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = SyncServer(folder, free_port())
    server.start()
    try:
        yield server
        uploads = server.requests().count("sync/upload")
        assert uploads == server.uploads, "deckgen never uploads a whole collection"
    finally:
        server.stop()


class Device:
    """A learner's phone or computer: a collection that syncs as Anki does."""

    def __init__(self, folder: Path, server: SyncServer) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.collection = Collection(str(folder / "collection.anki2"))
        self._server = server
        key = self.collection.sync_login(USER, PASSWORD, server.url).hkey
        self._auth = SyncAuth(hkey=key, endpoint=server.url)

    def sync(self, *, upload: bool | None = None) -> None:
        """Sync; a full sync that is asked for is done in the way that is said, or fails."""
        out = self.collection.sync_collection(self._auth, False)
        if out.required:
            asked = {3: False, 4: True}.get(out.required, upload)
            assert asked is not None, "the learner would be asked whether to upload or to download"
            self._server.uploads += asked
            self.collection.close_for_full_sync()
            self.collection.full_upload_or_download(auth=self._auth, server_usn=None, upload=asked)
            self.collection.reopen(after_full_sync=True)
        self.collection.models._clear_cache()  # as Anki does after a sync

    def sync_media(self) -> None:
        self.collection.sync_media(self._auth)
        while self.collection.media_sync_status().active:
            time.sleep(0.02)

    def add(self, front: str = "a card of the learner's own") -> None:
        note = self.collection.new_note(self.collection.models.by_name("Basic"))
        note["Front"] = front
        self.collection.add_note(note, self.collection.decks.id("Own"))

    def note(self, key: str) -> Note:
        (found,) = self.collection.find_notes(f"Key:{key}")
        return self.collection.get_note(found)

    def has(self, key: str) -> bool:
        return bool(self.collection.find_notes(f"Key:{key}"))

    def review(self, key: str) -> None:
        for card in self.note(key).cards():
            card.start_timer()
            self.collection.sched.answerCard(card, 4)

    def edit(self, key: str, text: str) -> None:
        note = self.note(key)
        note["Answer"] = text
        self.collection.update_note(note)

    def rows(self) -> list[object]:
        """All notes, cards and reviews, as they are stored."""
        tables = ("notes", "cards", "revlog")
        return [self.collection.db.all(f"SELECT * FROM {table} ORDER BY id") for table in tables]  # noqa: S608  # ours

    def reviews(self) -> set[int]:
        """The ids of all reviews."""
        return set(self.collection.db.list("SELECT id FROM revlog"))

    def close(self) -> None:
        self.collection.close()


@contextmanager
def device(folder: Path, server: SyncServer) -> Iterator[Device]:
    """A device, for as long as the context lasts."""
    one = Device(folder, server)
    try:
        yield one
    finally:
        one.close()


MakeDevice = Callable[[str], Device]
