"""A random author and a random learner with a phone, and a sync server between them, over many publishes."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.support import leave_out, often, write_project

try:
    from tests.support.sync_desk import World, sync_world
except ModuleNotFoundError:
    leave_out("a sync server; install anki: pip install -e '.[test]'")


class Storm:
    """What the author has, what the learner did, and what must be true of the phone."""

    def __init__(self, world: World, seed: int) -> None:
        self.random = Random(f"sync storm {seed}")  # noqa: S311  # it has to be the same each time
        self.world = world
        self.phone = world.phone
        self.count = 0
        self.ours: dict[str, str] = {}
        self.gone: dict[str, str] = {}
        self.theirs: dict[str, str] = {}
        self.own_tags: dict[str, set[str]] = {}
        self.deleted: set[str] = set()
        self.retired: set[str] = set()
        self.reviews: set[int] = set()
        for _ in range(6):
            self._ask()
        self._write()

    def play(self, rounds: int) -> None:
        self.world.desk.publish()
        self.phone.sync()
        for _ in range(rounds):
            self._author_acts()
            self._write()
            is_online = self.random.random() < 0.7
            before = dict(self.theirs)
            self._learner_acts(is_online=is_online)
            if is_online:
                self.phone.sync()
            else:
                # After two edits in the same second, Anki's sync would leave each device with its own.
                time.sleep(1.1)
            reported = self._publish()
            self.phone.sync()
            self._check_reviews()
            if is_online:
                self._check_texts(reported)
            else:
                self._settle(before)
        self.world.desk.publish()
        self.phone.sync()
        assert "Nothing to bring" in self.world.desk.publish()

    # The author

    def _author_acts(self) -> None:
        for _ in range(self.random.randint(0, 3)):
            act = self.random.choice((self._edit, self._edit, self._ask, self._remove, self._take_up))
            act()

    def _text(self) -> str:
        self.count += 1
        return f"text {self.count} of the author."

    def _ask(self) -> None:
        text = self._text()
        self.ours[f"q{self.count}"] = text

    def _edit(self) -> None:
        self.ours[self.random.choice(sorted(self.ours))] = self._text()

    def _remove(self) -> None:
        if len(self.ours) > 4:
            key = self.random.choice(sorted(self.ours))
            self.gone[key] = self.ours.pop(key)

    def _take_up(self) -> None:
        if self.gone:
            key = self.random.choice(sorted(self.gone))
            self.ours[key] = self.gone.pop(key)

    def _write(self) -> None:
        questions = (f"## What is {key}? {{#{key} .ours}}\n\n{text}\n" for key, text in self.ours.items())
        write_project(self.world.desk.project, {"nets.md": "# T\n\n" + "\n".join(questions)})

    def _publish(self) -> set[str]:
        """Publish, and return the keys of the notes with edits of the learner that are reported."""
        retire = self.random.random() < 0.4
        said = json.loads(self.world.desk.publish("--json", *(["--retire"] if retire else [])))
        assert said["outcome"]["missing"] == []
        assert said["outcome"]["fault"] == ""
        self.retired -= set(self.ours)
        if retire:
            self.retired |= set(self.gone)
        return {edit["key"] for package in said["packages"] for edit in package["edits"]}

    # The learner

    def _held(self) -> list[str]:
        return [key for key in sorted({*self.ours, *self.gone}) if self.phone.has(key)]

    def _learner_acts(self, *, is_online: bool) -> None:
        for key in self.random.sample(self._held(), 3):
            match self.random.choice(("review", "review", "edit", "tag", "delete")):
                case "review":
                    if all(card.queue != -1 for card in self.phone.note(key).cards()):
                        self.phone.review(key)
                case "edit":
                    self.count += 1
                    self.theirs[key] = f"words {self.count} of the learner"
                    self.phone.edit(key, self.theirs[key])
                case "tag" if is_online:
                    self.count += 1
                    self.own_tags.setdefault(key, set()).add(f"own{self.count}")
                    self.phone.collection.tags.bulk_add([self.phone.note(key).id], f"own{self.count}")
                case "delete" if is_online and self.random.random() < 0.3:
                    self.phone.collection.remove_notes([self.phone.note(key).id])
                    self.deleted.add(key)
        self.reviews |= self.phone.reviews()

    # What must be true

    def _check_reviews(self) -> None:
        assert self.reviews <= self.phone.reviews()

    def _check_texts(self, reported: set[str]) -> None:
        for key, text in self.ours.items():
            if key in self.deleted:
                assert not self.phone.has(key)
                assert key in reported
                continue
            note = self.phone.note(key)
            if key in self.theirs:
                assert note["Answer"] == self.theirs[key]
                assert key in reported
            else:
                assert text in note["Answer"]
            assert {"ours", *self.own_tags.get(key, ())} == set(note.tags)
            assert all(card.queue != -1 for card in note.cards())
        for key in self.retired - self.deleted:
            assert all(card.queue == -1 for card in self.phone.note(key).cards())

    def _settle(self, before: dict[str, str]) -> None:
        """After edits on both sides without a sync in between, Anki has kept the younger one of each note."""
        for key in [*self.theirs]:
            if key in self.deleted or not self.phone.has(key):
                continue
            answer = self.phone.note(key)["Answer"]
            if answer == self.theirs[key]:
                continue
            assert self.theirs[key] != before.get(key), "an edit that had synced is not overwritten"
            del self.theirs[key]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with sync_world(tmp_path) as one:
        yield one


@pytest.mark.parametrize("seed", range(1, often(2, 5) + 1))
def test_nothing_is_lost_over_many_publishes(world: World, seed: int) -> None:
    Storm(world, seed).play(10)
