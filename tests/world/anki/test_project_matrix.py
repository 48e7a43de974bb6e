"""Whatever an author does to a whole project, reviews stay with the right card: more rows of the matrix.

The learner imports every package after every build, as it is meant to be done, or has them published. Times
are those of the clock: Anki 2.1.54 to 24.11 gives an updated note the time of the import.
"""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from deckgen.project.build import Built, build_project
from deckgen.project.folder import Project
from deckgen.reports.build import render_build
from deckgen.reports.styled import as_text
from deckgen.values.text import Timestamp
from tests.world.anki.adapter import Anki, Imported
from tests.world.anki.delivery import Way, deliver
from tests.world.anki.identity_table import Row, record

pytestmark = pytest.mark.thorough

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa")
ANSWER = "the answer of {}, which is long enough to be recognised by"
BROKEN = "\n```\n"


def question(name: str, answer: str = ANSWER, key: str = "") -> str:
    key = key or name.lower()
    attributes = "" if key == "none" else f" {{#{key}}}"
    return f"## {name}: what is it?{attributes}\n\n{answer.format(name)}\n\n"


def questions(*names: str, key: str = "") -> str:
    return "".join(question(name, key=key) for name in names)


@dataclass
class Shelf:
    """A project of several packages under the hands of its author, and a learner who imports them all."""

    root: Path
    anki: Anki
    way: Way
    imported: list[Imported] = field(default_factory=list)

    def write(self, name: str, text: str | None) -> None:
        path = self.root / f"source/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")

    def build(self, *names: str, allow_removals: bool = False) -> Built:
        # A later second than that of any import before.
        began = int(time.time())
        while int(time.time()) == began:
            time.sleep(0.01)
        built = build_project(
            Project(self.root), names, now=Timestamp(int(time.time())), allow_removals=allow_removals
        )
        if self.way is Way.IMPORT:
            self.deliver([path.stem for path in self._packages()])
        else:
            self.deliver([one.name for one in built.compilation.packages if one.contents is not None])
        return built

    def deliver(self, names: list[str]) -> None:
        self.imported += deliver(self.anki, Project(self.root), names, self.way)

    def codes(self, *names: str) -> list[str]:
        return [problem.code for problem in self.build(*names).problems]

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=author", "-c", "user.email=author@example.org")
        subprocess.run(
            ["git", *identity, *arguments], cwd=self.root, check=True, capture_output=True, timeout=60
        )

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "a change")

    def guids(self) -> dict[str, str]:
        """Which question each guid belongs to, by the name that its text begins with."""
        found = {}
        for guid in self.anki.collection.db.list("SELECT guid FROM notes"):
            field = self.anki.fields(guid)["Question"]
            (found[guid],) = {name for name in NAMES if f"{name}:" in field}
        return found

    def _packages(self) -> list[Path]:
        return sorted((self.root / "decks").glob("*.apkg"))

    def assert_arrived(self) -> None:
        """What is in the packages that have sources is in Anki."""
        for path in self._packages():
            if not (self.root / f"source/{path.stem}.md").exists():
                continue
            for note in decode_apkg(path.read_bytes()).notes:
                assert tuple(self.anki.fields(note.guid).values()) == note.fields


@pytest.fixture
def shelf(tmp_path: Path, anki: Anki, way: Way) -> Shelf:
    """Two packages, built, imported and reviewed, in a repository where all is committed."""
    made = Shelf(tmp_path / "project", anki, way)
    made.write("a", questions(*NAMES[:8]))
    made.write("b", questions("Iota", "Kappa"))
    (made.root / ".gitignore").write_text(".deckgen/\n")
    made.git("init", "--quiet", "--initial-branch", "main")
    made.build()
    made.commit()
    for guid in made.guids():
        anki.review(guid)
    made.imported.clear()
    return made


def _move_a_question_from_a_package_with_an_error(shelf: Shelf) -> None:
    shelf.write("a", questions(*NAMES[1:8]) + BROKEN)
    shelf.write("b", questions("Iota", "Kappa", "Alpha"))
    assert set(shelf.codes()) == {"fence-unclosed", "waits-for-package"}
    shelf.write("a", questions(*NAMES[1:8]))
    assert shelf.codes() == []


def _rename_a_package_and_delete_half_of_it(shelf: Shelf) -> None:
    shelf.write("a", None)
    shelf.write("z", questions(*NAMES[:4]))
    assert set(shelf.codes()) == {"many-removals", "waits-for-package"}
    shelf.build(allow_removals=True)


def _move_half_of_a_package(shelf: Shelf) -> None:
    shelf.write("a", questions(*NAMES[:4]))
    shelf.write("b", questions("Iota", "Kappa", *NAMES[4:8]))
    assert shelf.codes() == []


def _split_a_file_and_build_its_parts_by_name(shelf: Shelf) -> None:
    shelf.write("a", None)
    shelf.write("c", questions(*NAMES[:4]))
    shelf.write("d", questions(*NAMES[4:8]))
    assert shelf.codes("c") == []
    assert shelf.codes("d") == []
    assert shelf.codes() == []


def _lose_the_ledger_beside_a_package_that_is_left_over(shelf: Shelf) -> None:
    shelf.write("a", None)
    shelf.write("z", questions(*NAMES[:8]))
    assert shelf.codes() == []
    (shelf.root / ".git").rename(shelf.root / ".gone")
    (shelf.root / "source/ledger.json").unlink()
    assert shelf.codes() == []


def _lose_the_ledger_that_git_knows(shelf: Shelf) -> None:
    (shelf.root / "source/ledger.json").unlink()
    (problem,) = shelf.build().problems
    assert problem.code == "ledger-lost"
    command = problem.message.split("`")[1]
    shelf.git(*command.split()[1:])
    assert shelf.codes() == []


def _revert_an_edit(shelf: Shelf) -> None:
    shelf.write("b", question("Iota", "another text of {}") + question("Kappa"))
    shelf.build()
    shelf.commit()
    shelf.git("revert", "--no-edit", "HEAD")
    shelf.build()


def _revert_an_edit_in_a_new_clone(shelf: Shelf) -> None:
    shelf.write("b", question("Iota", "another text of {}") + question("Kappa"))
    shelf.build()
    shelf.commit()
    shelf.git("revert", "--no-edit", "HEAD")
    (shelf.root / ".deckgen").rename(shelf.root / ".gone")
    shelf.build()


def _reset_to_an_older_commit(shelf: Shelf) -> None:
    shelf.write("b", question("Iota", "another text of {}") + question("Kappa"))
    shelf.build()
    shelf.commit()
    shelf.git("reset", "--hard", "--quiet", "HEAD~1")
    shelf.build()


def _stash_an_edit(shelf: Shelf) -> None:
    shelf.write("b", question("Iota", "another text of {}") + question("Kappa"))
    shelf.build()
    shelf.git("stash")
    shelf.build()


def _merge_two_branches_that_were_built_in_one_second(shelf: Shelf) -> None:
    built_at = Timestamp(int(time.time()) + 1)
    for branch, text in (("ours", "our text of {}"), ("theirs", "their text of {}")):
        shelf.git("checkout", "--quiet", "-b", branch, "main")
        shelf.write("b", question("Iota", text) + question("Kappa"))
        # Each branch is built on another machine.
        (shelf.root / ".deckgen").rename(shelf.root / f".gone-{branch}")
        build_project(Project(shelf.root), (), now=built_at)
        shelf.deliver(["b"])
        shelf.commit()
    shelf.git("checkout", "--quiet", "ours")
    shelf.git("merge", "--quiet", "--no-edit", "-X", "ours", "theirs")
    (shelf.root / ".deckgen").rename(shelf.root / ".gone-merged")
    shelf.build()


def _give_the_key_of_a_removed_question_to_another(shelf: Shelf) -> None:
    shelf.write("b", questions("Kappa"))
    shelf.build()
    shelf.write("b", questions("Kappa") + "## Who wrote 1984? {#iota}\n\nGeorge Orwell\n")
    (problem,) = shelf.build().problems
    assert problem.code == "uncertain-question"
    shelf.write("b", questions("Kappa"))
    shelf.build()


def _reword_both_sides_without_a_key(shelf: Shelf) -> None:
    shelf.write("b", question("Iota", key="none") + question("Kappa"))
    shelf.build()
    shelf.write("b", "## Iota: what was it once?\n\nreworded\n\n" + question("Kappa"))
    (problem,) = shelf.build().problems
    assert problem.code == "uncertain-question"
    key = problem.message.split("add `")[1].split("`")[0]
    shelf.write("b", f"## Iota: what was it once? {key}\n\nreworded\n\n" + question("Kappa"))
    shelf.build()


ROWS: list[Callable[[Shelf], None]] = [
    _move_a_question_from_a_package_with_an_error,
    _rename_a_package_and_delete_half_of_it,
    _move_half_of_a_package,
    _split_a_file_and_build_its_parts_by_name,
    _lose_the_ledger_beside_a_package_that_is_left_over,
    _lose_the_ledger_that_git_knows,
    _revert_an_edit,
    _revert_an_edit_in_a_new_clone,
    _reset_to_an_older_commit,
    _stash_an_edit,
    _merge_two_branches_that_were_built_in_one_second,
    _give_the_key_of_a_removed_question_to_another,
    _reword_both_sides_without_a_key,
]


def _name(row: Callable[[Shelf], None]) -> str:
    return row.__name__.strip("_").replace("_", " ")


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_reviews_stay_with_their_card(shelf: Shelf, row: Callable[[Shelf], None]) -> None:
    guids = shelf.guids()
    before = {guid: shelf.anki.progress(guid) for guid in guids}
    row(shelf)
    shelf.assert_arrived()
    assert shelf.guids() == guids, "a history on another question, or a note that is there twice"
    assert {guid: shelf.anki.progress(guid) for guid in guids} == before
    total = Imported(*(sum(getattr(one, part) for one in shelf.imported) for part in ("new", "updated")))
    record(Row(_name(row), total, "kept"), shelf.way)


REMOVALS: dict[str, dict[str, str | None]] = {
    "remove two notes": {"a": questions(*NAMES[2:8])},
    "remove a package": {"b": None},
    "change the kind": {"b": question("Iota", key="iota kind=reversed") + question("Kappa")},
    "give the key to a note in another package": {
        "a": questions(*NAMES[:8]).replace("{#alpha}", "{#alpha-2 was=alpha}"),
        "b": question("Iota", key="alpha") + question("Kappa"),
    },
    "remove a note whose key another package has": {
        "a": questions(*NAMES[1:8]),
        "b": questions("Iota", "Kappa") + "## Theta and: else? {#alpha}\n\nx\n",
    },
}


@pytest.mark.parametrize("sources", REMOVALS.values(), ids=REMOVALS)
def test_the_search_that_a_build_prints_finds_the_removed_notes_and_no_other(
    shelf: Shelf, sources: dict[str, str | None]
) -> None:
    for name, text in sources.items():
        shelf.write(name, text)
    built = shelf.build()
    printed = as_text(render_build(Project(shelf.root), built, dry_run=False)).splitlines()
    places = [place for place, row in enumerate(printed) if row.endswith("find them with")]
    found = {guid for place in places for guid in _find(shelf, printed[place + 1])}
    living = {line.guid for line in built.compilation.ledger.notes if not line.retired}
    retired = {line.guid for line in built.compilation.ledger.notes if line.retired}
    assert not found & living
    assert found == retired


def _find(shelf: Shelf, search: str) -> list[str]:
    collection = shelf.anki.collection
    return [collection.get_note(note).guid for note in collection.find_notes(search)]
