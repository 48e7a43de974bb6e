"""Whatever an author does to the text, reviews stay with the right card: a matrix in the real Anki.

Each row builds a project, imports it, reviews every card, changes the project, builds and imports again; and
then the same with `deckgen publish` in the place of the import, with the same results.
What the importer said is kept for the table in docs/identity.md (see identity_table.py).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import pytest

import deckgen.compile
from deckgen.apkg.held import read_held_in
from deckgen.apkg.read import decode_apkg
from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.render.note_types.load import load_note_type
from deckgen.targets.obstacles import find_obstacle
from deckgen.values.document import Kind
from deckgen.values.note import NoteType
from deckgen.values.text import Timestamp
from tests.world.anki.adapter import Anki, Imported
from tests.world.anki.delivery import Way, deliver
from tests.world.anki.identity_table import Row, record

pytestmark = pytest.mark.thorough

FIRST_BUILD = Timestamp(1_700_000_000)
SECOND_BUILD = Timestamp(1_700_000_500)

ONE = """\
---
deck: Course::One
tags: [course]
---

## Alpha: what is it? {#alpha}

The alpha answer.

## Beta: a question without a key, which is followed by its text?

The beta answer, long enough to be recognised by.

## Gamma: a reversed one {#gamma kind=reversed}

The gamma answer.

## Delta: a cloze {#delta}

Delta has {{c1::one}} and {{c2::two}} and {{c3::three}}.

## Epsilon: a picture {#epsilon}

![a square](square.svg)
"""

TWO = """\
---
deck: Course::Two
---

## Zeta: in another file {#zeta}

The zeta answer.
"""

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"/>'

NAMES = re.compile(r"\b(Alpha|Beta|Gamma|Delta|Epsilon|Zeta|Eta)\b")


@dataclass
class Course:
    """A project under the hands of its author, and a learner who has its package."""

    root: Path
    anki: Anki
    way: Way

    def write(self, name: str, text: str) -> None:
        path = self.root / "source/course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / "source/course" / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(name, text.replace(old, new))

    def build(self, now: Timestamp) -> None:
        built = build_project(Project(self.root), (), now=now)
        assert not built.problems

    def import_package(self) -> Imported:
        (imported,) = deliver(self.anki, Project(self.root), ["course"], self.way)
        return imported

    def build_and_import(self, now: Timestamp = SECOND_BUILD) -> Imported:
        self.build(now)
        return self.import_package()

    def names(self) -> dict[str, str]:
        """Which question each guid belongs to, by the name in its text."""
        found = {}
        for guid in self.anki.collection.db.list("SELECT guid FROM notes"):
            text = " ".join(self.anki.fields(guid).values())
            name = NAMES.search(text)
            assert name, text
            found[guid] = name[1]
        return found


@pytest.fixture
def course(tmp_path: Path, anki: Anki, way: Way) -> Course:
    """Built, imported and reviewed."""
    made = Course(tmp_path / "project", anki, way)
    made.write("1-one.md", ONE)
    made.write("2-two.md", TWO)
    made.write("square.svg", SQUARE.format(size=10))
    assert made.build_and_import(FIRST_BUILD) == Imported(new=6)
    for guid in made.names():
        anki.review(guid)
    return made


def _edit_an_answer(course: Course) -> None:
    course.edit("1-one.md", "The alpha answer.", "A better answer.")


def _edit_a_question_with_a_key(course: Course) -> None:
    course.edit("1-one.md", "## Alpha: what is it?", "## Alpha: said quite otherwise, and longer?")


def _edit_a_question_without_a_key(course: Course) -> None:
    course.edit("1-one.md", "which is followed by its text?", "that is followed by its text or answer?")


def _edit_both_with_a_key(course: Course) -> None:
    course.edit("1-one.md", "## Alpha: what is it?", "## Alpha: said quite otherwise, and longer?")
    course.edit("1-one.md", "The alpha answer.", "A better answer.")


def _reorder(course: Course) -> None:
    head, *questions = re.split(r"^(?=## )", ONE, flags=re.MULTILINE)
    course.write("1-one.md", "\n".join([head, *reversed(questions)]))


def _insert_at_the_top(course: Course) -> None:
    course.edit("1-one.md", "## Alpha", "## Eta: a new one {#eta}\n\nThe eta answer.\n\n## Alpha")


def _move_to_another_file(course: Course) -> None:
    question = "## Alpha: what is it? {#alpha}\n\nThe alpha answer.\n"
    course.edit("1-one.md", question, "")
    course.write("2-two.md", TWO + "\n" + question)


def _move_to_another_deck(course: Course) -> None:
    course.edit("1-one.md", "deck: Course::One", "deck: Course::Renamed")


def _change_a_tag(course: Course) -> None:
    course.edit("1-one.md", "{#alpha}", "{#alpha .important}")


def _replace_a_picture_under_its_name(course: Course) -> None:
    course.write("square.svg", SQUARE.format(size=20))


def _add_a_cloze(course: Course) -> None:
    course.edit("1-one.md", "{{c3::three}}.", "{{c3::three}} and {{c4::four}}.")


def _remove_a_cloze(course: Course) -> None:
    course.edit("1-one.md", "{{c2::two}}", "two")


def _remove_a_note(course: Course) -> None:
    course.edit("1-one.md", "## Alpha: what is it? {#alpha}\n\nThe alpha answer.\n", "")


def _remove_a_note_and_bring_it_back(course: Course) -> None:
    _remove_a_note(course)
    assert course.build_and_import(Timestamp(FIRST_BUILD + 100)) == Imported(duplicate=5)
    course.write("1-one.md", ONE)


def _rename_a_key_by_was(course: Course) -> None:
    course.edit("1-one.md", "{#alpha}", "{#alpha-2 was=alpha}")


def _write_the_missing_key(course: Course) -> None:
    course.edit("1-one.md", "followed by its text?", "followed by its text? {#beta}")


def _delete_the_ledger(course: Course) -> None:
    (course.root / "source/ledger.json").unlink()
    _edit_an_answer(course)


def _edit_twice_within_a_second(course: Course) -> None:
    course.edit("1-one.md", "The alpha answer.", "A better answer.")
    course.build(SECOND_BUILD)
    course.edit("1-one.md", "A better answer.", "The best answer.")


def _set_the_clock_back(course: Course) -> None:
    _edit_an_answer(course)
    course.build(Timestamp(5))


def _change_nothing(course: Course) -> None:
    course.build(SECOND_BUILD)


@dataclass(frozen=True)
class Change:
    """What an author does, what Anki must say of it, and which cards come and go.

    `published` is what publishing does if that is less, because it looks at the texts and not at the times.
    """

    make: Callable[[Course], None]
    imported: Imported
    edited: frozenset[str] = frozenset()
    new_cards: int = 0
    published: Imported | None = None

    @property
    def name(self) -> str:
        return self.make.__name__.strip("_").replace("_", " ")


CHANGES = [
    Change(_change_nothing, Imported(duplicate=6)),
    Change(_edit_an_answer, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_edit_a_question_with_a_key, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_edit_a_question_without_a_key, Imported(updated=1, duplicate=5), frozenset({"Beta"})),
    Change(_edit_both_with_a_key, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_reorder, Imported(duplicate=6)),
    Change(_insert_at_the_top, Imported(new=1, duplicate=6), frozenset({"Eta"}), new_cards=1),
    Change(_move_to_another_file, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_move_to_another_deck, Imported(duplicate=6)),
    Change(_change_a_tag, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_replace_a_picture_under_its_name, Imported(updated=1, duplicate=5), frozenset({"Epsilon"})),
    Change(_add_a_cloze, Imported(updated=1, duplicate=5), frozenset({"Delta"}), new_cards=1),
    Change(_remove_a_cloze, Imported(updated=1, duplicate=5), frozenset({"Delta"})),
    Change(_remove_a_note, Imported(duplicate=5)),
    Change(
        _remove_a_note_and_bring_it_back,
        Imported(updated=1, duplicate=5),
        frozenset({"Alpha"}),
        published=Imported(duplicate=6),
    ),
    Change(_rename_a_key_by_was, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_write_the_missing_key, Imported(updated=1, duplicate=5), frozenset({"Beta"})),
    Change(_delete_the_ledger, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_edit_twice_within_a_second, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
    Change(_set_the_clock_back, Imported(updated=1, duplicate=5), frozenset({"Alpha"})),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_reviews_stay_with_their_card(course: Course, change: Change) -> None:
    names = course.names()
    before = {guid: course.anki.progress(guid) for guid in names}
    cards = len(course.anki.cards())
    change.make(course)
    imported = course.build_and_import()

    is_less = course.way is Way.PUBLISH and change.published
    assert imported == (change.published if is_less else change.imported)
    after = course.names()
    assert {guid: after[guid] for guid in names} == names, "a history on another question"
    for guid, progress in before.items():
        assert course.anki.progress(guid)[: len(progress)] == progress, names[guid]
    assert len(course.anki.cards()) == cards + change.new_cards
    _assert_what_is_in_anki_is_what_was_built(course)
    assert not [name for name in course.anki.note_types() if name.endswith("+")]
    record(Row(change.name, imported, "kept"), course.way)


def _assert_what_is_in_anki_is_what_was_built(course: Course) -> None:
    packed = decode_apkg((course.root / "decks/course.apkg").read_bytes())
    for note in packed.notes:
        assert tuple(course.anki.fields(note.guid).values()) == note.fields
        assert course.anki.tags(note.guid) == set(note.tags)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_reviews_stay_with_their_card_by_the_add_on(course: Course, change: Change) -> None:
    names = course.names()
    before = {guid: course.anki.progress(guid) for guid in names}
    cards = len(course.anki.cards())
    schema = course.anki.collection.db.scalar("SELECT scm FROM col")
    change.make(course)
    course.build(SECOND_BUILD)
    course.anki.import_by_add_on(course.root / "decks/course.apkg")

    after = course.names()
    assert {guid: after[guid] for guid in names} == names, "a history on another question"
    for guid, progress in before.items():
        assert course.anki.progress(guid)[: len(progress)] == progress, names[guid]
    assert len(course.anki.cards()) == cards + change.new_cards
    _assert_what_is_in_anki_is_what_was_built(course)
    assert not [name for name in course.anki.note_types() if name.endswith("+")]
    assert course.anki.collection.db.scalar("SELECT scm FROM col") == schema, "a full sync"


def _change_a_notes_type(anki: Anki) -> None:
    models, note = anki.collection.models, anki.cards()[0].note()
    change = models.change_notetype_info(
        old_notetype_id=note.mid, new_notetype_id=models.by_name("Basic")["id"]
    ).input
    change.note_ids.append(note.id)
    models.change_notetype_of_notes(change)


def _rename_a_field(anki: Anki) -> None:
    note_type = anki.cards()[0].note_type()
    anki.collection.models.rename_field(note_type, note_type["flds"][1], "Back")
    anki.collection.models.update_dict(note_type)


def _describe_a_deck(anki: Anki) -> None:
    deck = anki.collection.decks.by_name("Course::One")
    deck["desc"] = "My own words."
    anki.collection.decks.save(deck)


HAS_OLD_IMPORTER = find_spec("anki.importing").submodule_search_locations is not None
"""Anki up to 25.09 has a package of importers there, later ones a single name that merges note types."""


def _import_an_edit_by_the_add_on(course: Course, learner: Callable[[Anki], None]) -> str:
    """What deckgen says against this import, which is done all the same."""
    learner(course.anki)
    _edit_an_answer(course)
    _insert_at_the_top(course)
    course.build(SECOND_BUILD)
    export, package = course.root / "export.apkg", course.root / "decks/course.apkg"
    course.anki.export_package(export, legacy=True)
    course.anki.import_by_add_on(package)
    return find_obstacle(decode_apkg(package.read_bytes()), read_held_in(export))


def test_the_add_on_mixes_the_fields_of_note_types_since_anki_26(course: Course) -> None:
    said = _import_an_edit_by_the_add_on(course, _change_a_notes_type)
    assert said == "the note alpha has another note type in Anki"
    note_type = course.anki.collection.models.by_name("deckgen basic")
    names = [field["name"] for field in note_type["flds"]]
    assert names[6:] == ([] if HAS_OLD_IMPORTER else ["Front", "Back"])


def test_the_add_on_copies_a_note_type_with_a_renamed_field_up_to_anki_25(course: Course) -> None:
    said = _import_an_edit_by_the_add_on(course, _rename_a_field)
    assert said == "the note type deckgen basic has other fields or card types in Anki"
    copies = [name for name in course.anki.note_types() if name.startswith("deckgen basic-")]
    assert len(copies) == (1 if HAS_OLD_IMPORTER else 0)


def test_the_add_on_empties_a_learners_description_up_to_anki_25(course: Course) -> None:
    said = _import_an_edit_by_the_add_on(course, _describe_a_deck)
    assert said == "the deck Course::One has a description only in Anki"
    assert course.anki.decks()["Course::One"] == ("" if HAS_OLD_IMPORTER else "My own words.")


@pytest.mark.skipif(HAS_OLD_IMPORTER, reason="the old importer has no options")
def test_anki_remembers_for_later_imports_that_the_add_on_merged(course: Course) -> None:
    before = course.anki.collection._backend.get_import_anki_package_presets()
    assert not _import_an_edit_by_the_add_on(course, lambda _: None)
    after = course.anki.collection._backend.get_import_anki_package_presets()
    assert (before.merge_notetypes, after.merge_notetypes) == (False, True)


@pytest.mark.parametrize("part", ["style", "template"])
def test_a_note_types_change_arrives_and_moves_no_note(
    course: Course, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guids = list(course.names())
    before = {guid: course.anki.progress(guid) for guid in guids}

    def changed(kind: Kind) -> NoteType:
        note_type = load_note_type(kind)
        if part == "style":
            return replace(note_type, css=note_type.css + "\n.card { color: teal; }")
        first, *rest = note_type.templates
        return replace(note_type, templates=(replace(first, front=first.front + "<p>new</p>"), *rest))

    monkeypatch.setattr(deckgen.compile, "load_note_type", changed)
    imported = course.build_and_import()
    assert imported == Imported(duplicate=6)
    for card in course.anki.cards():
        shown = card.question(reload=True) + str(card.note_type()["css"])
        assert ("color: teal" if part == "style" else "<p>new</p>") in shown or card.ord > 0
    assert {guid: course.anki.progress(guid) for guid in guids} == before
    assert not [name for name in course.anki.note_types() if name.endswith("+")]
    record(Row(f"change a note type's {part}", imported, "kept"), course.way)


def test_another_kind_is_a_new_note_and_the_old_one_stays(course: Course) -> None:
    names = course.names()
    before = {guid: course.anki.progress(guid) for guid in names}
    course.edit("1-one.md", "{#alpha}", "{#alpha kind=reversed}")
    imported = course.build_and_import()
    assert imported == Imported(new=1, duplicate=5)
    assert {guid: course.anki.progress(guid) for guid in names} == before
    record(Row("change the kind", imported, "kept with the old note"), course.way)
