"""An author who publishes to a sync server, and what that machine keeps for it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support import deckgen
from tests.support.nets import write_nets
from tests.support.sync_server import PASSWORD, USER, Device, SyncServer, device, sync_server


@dataclass
class Desk:
    """An author's project, and the user's own folders on the machine that publishes."""

    project: Path
    home: Path
    server: SyncServer

    def write(self, **changed: str) -> None:
        write_nets(self.project, **changed)

    @property
    def folders(self) -> dict[str, str]:
        """The environment in which deckgen finds the user's folders there, and no keyring."""
        return {
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }

    def run(
        self, *arguments: str, stdin: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return deckgen(*arguments, cwd=self.project, stdin=stdin, **{**self.folders, **environment})

    def log_in(self, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
        return self.run("publish", "--login", "--to", self.server.url, stdin=f"{USER}\n{password}\n")

    def try_to_publish(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("publish", "--to", self.server.url, "--yes", *arguments)

    def publish(self, *arguments: str) -> str:
        ran = self.try_to_publish(*arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def refused(self, *arguments: str, code: int = 2) -> str:
        """What publishing says, which does not succeed."""
        ran = self.try_to_publish(*arguments)
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stderr

    def through(self, port: int) -> "Desk":
        """The same desk, which is logged in to the server at another address."""
        there = replace(self, server=SyncServer(self.server.folder, port))
        assert there.log_in().returncode == 0
        return there

    @property
    def mirror(self) -> Path:
        (folder,) = (self.home / "data/deckgen/mirrors").iterdir()
        return folder


@dataclass
class World:
    """A desk, a phone whose collection is on the server, and the server between them."""

    desk: Desk
    phone: Device
    server: SyncServer


@contextmanager
def sync_world(folder: Path) -> Iterator[World]:
    """A project that was not published yet; its user is logged in, and the phone has synced."""
    with sync_server(folder / "server/base") as server, device(folder / "phone", server) as phone:
        phone.add()
        phone.sync()
        desk = Desk(folder / "project", folder / "home", server)
        desk.write()
        ran = desk.log_in()
        assert ran.returncode == 0, ran.stderr
        yield World(desk, phone, server)
