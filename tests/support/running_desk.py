"""An author who publishes into a running Anki, for which a stand-in with its add-on runs."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import deckgen
from tests.support.add_on import StandIn, run_stand_in
from tests.support.nets import QUESTIONS, write_nets

if TYPE_CHECKING:
    from anki.notes import Note


@dataclass
class Desk:
    """An author's project beside a running Anki."""

    folder: Path
    anki: StandIn
    address: str

    def write(self, **changed: str) -> None:
        write_nets(self.folder / "project", **changed)

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment in which deckgen finds this Anki, and the user's folders."""
        return {
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "HOME": str(self.folder),
            "DECKGEN_ANKI_ADDRESS": self.address,
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return deckgen(*arguments, cwd=self.folder / "project", **{**self.surroundings, **environment})

    def publish(self, *arguments: str) -> str:
        ran = self.run("publish", "--to", "anki", "--yes", *arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def fail(self, **environment: str) -> str:
        ran = self.run("publish", "--to", "anki", "--yes", **environment)
        assert ran.returncode == 2, ran.stdout
        return " ".join(ran.stderr.split())

    def settle(self, settings: str) -> None:
        file = self.folder / "config/deckgen/settings.toml"
        file.parent.mkdir(parents=True)
        file.write_text(f"[anki]\n{settings}\n")

    def note(self, key: str) -> "Note":
        (found,) = self.anki.collection.find_notes(f"Key:{key}")
        return self.anki.collection.get_note(found)

    def review(self, key: str) -> None:
        for card in self.note(key).cards():
            card.start_timer()
            self.anki.collection.sched.answerCard(card, 4)


@contextmanager
def running_desk(folder: Path) -> Iterator[Desk]:
    """A project that was published once; the learner has reviewed each card."""
    (folder / "User 1").mkdir()
    with run_stand_in(folder / "User 1/collection.anki2") as (anki, address):
        made = Desk(folder, anki, address)
        made.write()
        made.publish()
        for key in QUESTIONS:
            made.review(key)
        yield made
