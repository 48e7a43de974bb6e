"""Whatever an author and a learner do, in any order: publishing loses no review and no word of the learner.

A machine of Hypothesis edits, retires and moves questions; reviews, writes, tags, deletes and moves notes in
a collection of the real Anki; and publishes. What must hold is known from what the machine itself has done,
not from the plan.
"""

import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from deckgen.apkg.packed import PackedNote
from deckgen.apkg.read import decode_apkg
from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.project.publish.packages import read_published
from deckgen.project.publish.publish import Plan, Retire, publish
from deckgen.publish.values import RETIRED_TAG, Fate
from deckgen.targets.closed import open_closed
from deckgen.values.text import Guid, Timestamp
from tests.support import often, write_project
from tests.support.anki_collection import opened
from tests.world.anki.adapter import Collection

_SUSPENDED = -1
_WORDS = ("red", "green", "blue", "brown", "black", "white", "amber", "olive")
_PACKAGES = ("a", "b")


@dataclass
class Question:
    """A question as its author has written it."""

    key: str
    package: str
    kind: str = "basic"
    answer: str = "first"
    hint: str = ""
    tags: set[str] = field(default_factory=set)
    clozes: int = 1

    def render(self) -> str:
        kind = " kind=reversed" if self.kind == "reversed" else ""
        head = (
            f"## The question {self.key}? {{#{self.key}{kind}{''.join(f' .{t}' for t in sorted(self.tags))}}}"
        )
        hint = f"> [!HINT]\n> {self.hint}\n\n" if self.hint else ""
        clozes = " and ".join(f"{{{{c{n}::part {n} of {self.key}}}}}" for n in range(1, self.clozes + 1))
        body = (
            f"{self.answer}: {clozes}" if self.kind == "cloze" else f"The answer of {self.key}: {self.answer}"
        )
        return f"{head}\n\n{hint}{body}\n"


Row = tuple[Any, ...]


@dataclass
class Seen:
    """All that a learner would miss."""

    reviews: frozenset[Row]
    cards: dict[int, Row]
    notes: dict[Guid, tuple[tuple[str, ...], frozenset[str], int]]
    queues: dict[int, int]
    owners: dict[int, Guid]
    decks: dict[str, str]
    empty: frozenset[int]
    styles: dict[int, str]


class Life(RuleBasedStateMachine):
    """An author, a learner, and the command that carries what one writes to the other."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.folder = Path(tempfile.mkdtemp(prefix="deckgen-"))
        self.patch.setenv("XDG_DATA_HOME", str(self.folder / "data"))
        self.project = Project(self.folder / "project")
        self.path = self.folder / "collection.anki2"
        Collection(str(self.path)).close()
        self.word = self.steps = 0
        self.now = int(time.time()) - 100_000
        self.questions = {
            "one": Question("one", "a"),
            "two": Question("two", "a", "reversed", tags={"red"}),
            "three": Question("three", "b", "cloze", clozes=2),
            "four": Question("four", "b", hint="a hint"),
        }
        self.gone: dict[str, Question] = {}
        self.description = dict.fromkeys(_PACKAGES, "first")
        self.base: dict[Guid, PackedNote] = {}
        self.written: defaultdict[Guid, dict[str, str]] = defaultdict(dict)
        self.written_over: dict[tuple[Guid, str], str] = {}
        self.own_tags: defaultdict[Guid, set[str]] = defaultdict(set)
        self.removed_tags: defaultdict[Guid, set[str]] = defaultdict(set)
        self.deleted: set[Guid] = set()
        self.suspended: set[int] = set()
        self.taken_up: set[int] = set()
        self.own_styles: dict[int, str] = {}
        self.own_descriptions: dict[str, str] = {}
        self.deliver(Retire.NOTHING, None)

    def teardown(self) -> None:
        with self.opened() as collection:
            said, is_whole = collection.fix_integrity()
            assert is_whole, said
        self.patch.undo()
        shutil.rmtree(self.folder)

    def opened(self) -> AbstractContextManager[Any]:
        return opened(self.path)

    def new_word(self) -> str:
        self.word += 1
        return f"{_WORDS[self.word % len(_WORDS)]} word {self.word}"

    # The author.

    @rule(data=st.data())
    def edit_an_answer(self, data: st.DataObject) -> None:
        self.choose(data).answer = self.new_word()

    @precondition(lambda self: any(self.written.values()))
    @rule(data=st.data(), is_hint=st.booleans())
    def edit_what_the_learner_has_edited(self, data: st.DataObject, is_hint: bool) -> None:
        keys = {self.base[guid].field("Key") for guid, mine in self.written.items() if mine}
        if here := sorted(keys & self.questions.keys()):
            question = self.questions[data.draw(st.sampled_from(here))]
            question.answer, question.hint = (
                (question.answer, self.new_word()) if is_hint else (self.new_word(), question.hint)
            )

    @rule(data=st.data())
    def edit_a_hint(self, data: st.DataObject) -> None:
        question = self.choose(data)
        question.hint = "" if question.hint else self.new_word()

    @rule(data=st.data(), tag=st.sampled_from(("red", "green", "Blue")))
    def change_a_tag(self, data: st.DataObject, tag: str) -> None:
        self.choose(data).tags ^= {tag}

    @rule(data=st.data(), number=st.integers(1, 4))
    def change_the_clozes(self, data: st.DataObject, number: int) -> None:
        self.choose(data).clozes = number

    @rule(data=st.data())
    def change_the_kind(self, data: st.DataObject) -> None:
        question = self.choose(data)
        question.kind = {"basic": "reversed", "reversed": "basic"}.get(question.kind, question.kind)

    @precondition(lambda self: len(self.questions) > 1)
    @rule(data=st.data())
    def remove_a_question(self, data: st.DataObject) -> None:
        question = self.choose(data)
        if sum(one.package == question.package for one in self.questions.values()) > 1:
            self.gone[question.key] = self.questions.pop(question.key)

    @precondition(lambda self: self.gone)
    @rule(data=st.data())
    def bring_a_question_back(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.gone)))
        self.questions[key] = self.gone.pop(key)

    @rule(data=st.data())
    def move_a_question_to_another_package(self, data: st.DataObject) -> None:
        question = self.choose(data)
        if sum(one.package == question.package for one in self.questions.values()) > 1:
            question.package = "b" if question.package == "a" else "a"

    @precondition(lambda self: len(self.questions) + len(self.gone) < 7)
    @rule(package=st.sampled_from(_PACKAGES), kind=st.sampled_from(("basic", "reversed", "cloze")))
    def write_a_question(self, package: str, kind: str) -> None:
        key = f"new-{len(self.questions) + len(self.gone)}"
        self.questions[key] = Question(key, package, kind, self.new_word())

    @rule(package=st.sampled_from(_PACKAGES))
    def describe_a_deck(self, package: str) -> None:
        self.description[package] = self.new_word()

    def choose(self, data: st.DataObject) -> Question:
        return self.questions[data.draw(st.sampled_from(sorted(self.questions)))]

    # The learner.

    def learn(self, data: st.DataObject, act: Callable[[Any, Any], None]) -> None:
        """Act on one of the notes that there are."""
        with self.opened() as collection:
            notes = [collection.get_note(nid) for nid in collection.find_notes("")]
            if notes:
                act(collection, notes[data.draw(st.integers(0, len(notes) - 1))])

    @rule(data=st.data(), ease=st.integers(1, 4))
    def review(self, data: st.DataObject, ease: int) -> None:
        def act(collection: Any, note: Any) -> None:
            for card in note.cards():
                if card.queue != _SUSPENDED:
                    card.start_timer()
                    collection.sched.answerCard(card, ease)

        self.learn(data, act)

    @rule(data=st.data(), is_hint=st.booleans())
    def write_into_a_field(self, data: st.DataObject, is_hint: bool) -> None:
        def act(collection: Any, note: Any) -> None:
            name = "Hint" if is_hint else "Text" if "Text" in note else "Answer"
            note[name] = f"mine, {self.new_word()}" + " {{c1::x}}" * (name == "Text")
            collection.update_note(note)
            if name not in self.written[note.guid]:
                self.written_over[note.guid, name] = self.base[note.guid].field(name)
            self.written[note.guid][name] = note[name]

        self.learn(data, act)

    @rule(data=st.data(), tag=st.sampled_from(("mine", "marked", "leech", "my::own")))
    def tag(self, data: st.DataObject, tag: str) -> None:
        def act(collection: Any, note: Any) -> None:
            collection.tags.bulk_add([note.id], tag)
            self.own_tags[note.guid].add(tag)

        self.learn(data, act)

    @rule(data=st.data())
    def remove_our_tags(self, data: st.DataObject) -> None:
        def act(collection: Any, note: Any) -> None:
            ours = set(note.tags) & {"red", "green", "Blue"}
            if ours:
                collection.tags.bulk_remove([note.id], " ".join(ours))
                self.removed_tags[note.guid] |= ours

        self.learn(data, act)

    @rule(data=st.data(), flag=st.integers(0, 4))
    def flag(self, data: st.DataObject, flag: int) -> None:
        self.learn(data, lambda c, note: c.set_user_flag_for_cards(flag, [card.id for card in note.cards()]))

    @rule(data=st.data())
    def suspend(self, data: st.DataObject) -> None:
        def act(collection: Any, note: Any) -> None:
            card = note.cards()[0]
            if RETIRED_TAG not in note.tags:
                collection.sched.suspend_cards([card.id])
                self.suspended.add(card.id)

        self.learn(data, act)

    @rule(data=st.data())
    def take_up(self, data: st.DataObject) -> None:
        def act(collection: Any, note: Any) -> None:
            ids = [card.id for card in note.cards()]
            collection.sched.unsuspend_cards(ids)
            self.suspended -= set(ids)
            self.taken_up |= set(ids) if RETIRED_TAG in note.tags else set()

        self.learn(data, act)

    @precondition(lambda self: len(self.deleted) < 2)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        def act(collection: Any, note: Any) -> None:
            self.deleted.add(Guid(note.guid))
            collection.remove_notes([note.id])

        self.learn(data, act)

    @rule(data=st.data(), deck=st.sampled_from(("Mine", "Mine::Deeper")))
    def move_to_a_deck(self, data: st.DataObject, deck: str) -> None:
        def act(collection: Any, note: Any) -> None:
            collection.set_deck([card.id for card in note.cards()], collection.decks.id(deck))

        self.learn(data, act)

    @rule(package=st.sampled_from(_PACKAGES))
    def rename_a_deck(self, package: str) -> None:
        with self.opened() as collection:
            found = collection.decks.by_name(f"Deck {package}")
            if found and not collection.decks.by_name(f"Renamed {package}"):
                collection.decks.rename(found, f"Renamed {package}")
                self.own_descriptions.pop(f"Deck {package}", None)

    @rule(package=st.sampled_from(_PACKAGES))
    def write_a_description(self, package: str) -> None:
        with self.opened() as collection:
            deck = collection.decks.by_name(f"Deck {package}")
            if deck:
                deck["desc"] = f"mine, {self.new_word()}"
                collection.decks.save(deck)
                self.own_descriptions[f"Deck {package}"] = deck["desc"]

    @rule()
    def edit_the_style(self) -> None:
        with self.opened() as collection:
            (name,) = {
                n.name for n in collection.models.all_names_and_ids() if n.name == "deckgen basic"
            } or {""}
            if name:
                model = collection.models.by_name(name)
                model["css"] += f"\n/* mine {self.new_word()} */"
                collection.models.update_dict(model)
                self.own_styles[model["id"]] = model["css"]

    # The command.

    @rule(retire=st.sampled_from((Retire.NOTHING, Retire.NOTHING, Retire.SUSPEND, Retire.DELETE)))
    def publish_all(self, retire: Retire) -> None:
        self.deliver(retire, None)

    @invariant()
    def publish_now_and_then(self) -> None:
        """So that only a few things happen between."""
        self.steps += 1
        if self.steps % 3 == 0:
            self.deliver(Retire.NOTHING, None)

    @rule()
    def publish_and_retire(self) -> None:
        self.deliver(Retire.SUSPEND, None)

    @rule(data=st.data())
    def publish_ours(self, data: st.DataObject) -> None:
        self.deliver(Retire.NOTHING, self.choose(data).key)

    def deliver(self, retire: Retire, taken: str | None) -> None:
        self.now += 100
        self.write_sources()
        built = build_project(self.project, (), now=Timestamp(self.now), allow_removals=True)
        assert not [str(problem) for problem in built.problems], built.problems
        before = self.look()
        plan = self.publish(retire, taken)
        after = self.look()
        ours = {
            note.guid: note
            for package in _PACKAGES
            for note in decode_apkg(self.project.package_path(package).read_bytes()).notes
        }
        self.forget_what_was_taken(ours, taken)
        retired = {one.guid for delivery in plan.deliveries for one in delivery.retired}
        edits = {edit.guid: edit.fate for delivery in plan.deliveries for edit in delivery.edits}
        put_away = {one.guid for one in plan.retiring}
        self.check_progress(before, after, put_away if retire is Retire.DELETE else set())
        self.check_texts(ours, after, edits)
        self.check_deleted(ours, after, edits)
        self.check_suspended(before, after, ours, put_away if retire is Retire.SUSPEND else set())
        self.check_arrangement(before, after)
        assert put_away <= retired
        assert not retired & ours.keys()
        if retire is Retire.DELETE:
            for guid in put_away:
                self.forget(guid)
        self.base |= {guid: note for guid, note in ours.items() if guid in after.notes}
        again = self.publish(Retire.NOTHING, None)
        assert again.is_empty, again
        assert self.look() == after, "a second time changes something"

    def write_sources(self) -> None:
        for package in _PACKAGES:
            texts = [one.render() for one in self.questions.values() if one.package == package]
            head = f"---\ndeck: Deck {package}\n---\n\n# T\n\n{self.description[package]}\n\n"
            write_project(self.project.root, {f"{package}.md": head + "\n".join(texts)})

    def publish(self, retire: Retire, taken: str | None) -> Plan:
        shown: list[Plan] = []
        published = read_published(self.project, _PACKAGES, also_gone=True)
        with open_closed(self.path) as target:
            asked = (taken,) if taken else ()
            outcome = publish(
                self.project,
                published,
                target,
                take_ours=asked,
                retire=retire,
                agree=lambda plan: not shown.append(plan),  # type: ignore[func-returns-value]  # it is None
            )
        assert outcome
        assert not outcome.missing
        assert not outcome.fault
        return shown[0]

    def look(self) -> Seen:
        with self.opened() as collection:
            database = collection.db
            notes = {
                Guid(guid): (tuple(fields.split("\x1f")), frozenset(tags.split()), modified)
                for guid, fields, tags, modified in database.execute(
                    "SELECT guid, flds, tags, mod FROM notes"
                )
            }
            columns = "id, nid, did, ord, type, ivl, factor, reps, lapses, flags"
            return Seen(
                reviews=frozenset(map(tuple, database.execute("SELECT * FROM revlog"))),
                cards={row[0]: tuple(row) for row in database.execute(f"SELECT {columns} FROM cards")},  # noqa: S608  # a constant
                notes=notes,
                queues=dict(database.execute("SELECT id, queue FROM cards")),
                owners=dict(database.execute("SELECT c.id, guid FROM cards c JOIN notes n ON n.id = nid")),
                decks={
                    entry.name: collection.decks.get(entry.id)["desc"]
                    for entry in collection.decks.all_names_and_ids()
                },
                empty=frozenset(
                    card for entry in collection.get_empty_cards().notes for card in entry.card_ids
                ),
                styles={
                    entry.id: collection.models.get(entry.id)["css"]
                    for entry in collection.models.all_names_and_ids()
                },
            )

    def forget(self, guid: Guid) -> None:
        """What the learner did to the note is gone, as somebody asked for."""
        for kept in (self.written, self.own_tags, self.removed_tags):
            kept.pop(guid, None)
        self.deleted.discard(guid)

    def forget_what_was_taken(self, ours: dict[Guid, PackedNote], taken: str | None) -> None:
        for guid, note in ours.items():
            if note.field("Key") == taken:
                own = set() if guid in self.deleted else self.own_tags[guid]
                self.forget(guid)
                self.own_tags[guid] = own

    # What must hold.

    def check_progress(self, before: Seen, after: Seen, deleted: set[Guid]) -> None:
        lost = {card for card, guid in before.owners.items() if guid in deleted}
        assert before.reviews <= after.reviews, "a review is lost"
        for card, row in before.cards.items():
            assert card in lost or after.cards.get(card) == row, "a card is lost, or its schedule"
        assert len(set(after.owners.values())) == len(after.notes), "a note is there twice"

    def check_texts(self, ours: dict[Guid, PackedNote], after: Seen, edits: dict[Guid, Fate]) -> None:
        for guid, (fields, tags, _) in after.notes.items():
            mine = self.written[guid]
            note = ours.get(guid)
            names = [one.name for one in (note or self.base[guid]).note_type.fields]
            for name, text in zip(names, fields, strict=True):
                if name in mine:
                    assert text == mine[name], "a word of the learner is overwritten"
                elif note:
                    assert text == note.field(name), "an edit of ours did not arrive"
            assert self.own_tags[guid] <= tags
            if note:
                self.check_fate(note, mine, edits)
                self.removed_tags[guid] &= set(note.tags)
                assert (
                    tags - {RETIRED_TAG} == (set(note.tags) | self.own_tags[guid]) - self.removed_tags[guid]
                )
                assert RETIRED_TAG not in tags

    def check_fate(self, note: PackedNote, mine: dict[str, str], edits: dict[Guid, Fate]) -> None:
        if not mine:
            assert edits.get(note.guid, Fate.OVERWRITTEN) is Fate.OVERWRITTEN
            return
        contested = any(self.written_over[note.guid, name] != note.field(name) for name in mine)
        assert edits[note.guid] in ((Fate.HELD_BACK,) if contested else (Fate.KEPT, Fate.MERGED))

    def check_deleted(self, ours: dict[Guid, PackedNote], after: Seen, edits: dict[Guid, Fate]) -> None:
        assert not self.deleted & after.notes.keys(), "a deleted note is back"
        for guid in ours.keys() - after.notes.keys():
            assert guid in self.deleted
            assert edits[guid] is Fate.DELETED

    def check_suspended(
        self, before: Seen, after: Seen, ours: dict[Guid, PackedNote], put_away: set[Guid]
    ) -> None:
        for card, guid in after.owners.items():
            is_suspended = after.queues[card] == _SUSPENDED
            if guid in put_away:
                assert is_suspended
                assert RETIRED_TAG in after.notes[guid][1]
            elif guid in ours:
                assert is_suspended == (card in self.suspended), "ours or theirs is not as it should be"
            elif card in before.queues:
                assert after.queues[card] == before.queues[card]

    def check_arrangement(self, before: Seen, after: Seen) -> None:
        assert not {card for card in after.empty if card not in before.cards}, "a new card is empty"
        for name, text in self.own_descriptions.items():
            assert after.decks[name] == text, "a description of the learner is overwritten"
        for id_, css in self.own_styles.items():
            assert after.styles[id_] == css


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Life, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    )


@pytest.mark.thorough
def test_nothing_is_lost_in_a_short_life() -> None:
    _run(3, 12)


@pytest.mark.thorough
def test_nothing_is_lost_in_any_life() -> None:
    _run(often(10, 25), 40)
