"""Any edits in any order, against a model of Anki's importer: no history lands on another question.

The model is what Anki does by default with a package, as measured in tests/anki: an unknown guid is
a new note; a known one takes the text if the package's time is newer, and never if its note type differs.
"""

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from deckgen.apkg.read import decode_apkg
from deckgen.identity.digest import digest_note, excerpt_sides
from deckgen.identity.identify import identify
from deckgen.identity.ledger import Ledger
from deckgen.identity.ledger_file import parse_ledger
from deckgen.identity.note_types import time_note_types
from deckgen.identity.notes import NoteSummary
from deckgen.project.recover import recover_ledger
from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from deckgen.values.note import Note
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Guid, Html, QuestionKey, Timestamp
from tests.support import often
from tests.support.making import encode_apkg, render_ledger

PACKAGES = ("algebra", "biology")


def _words(seed: object, count: int = 8) -> str:
    """Words that belong to this seed alone, so that two questions are alike only if one became the other."""
    digits = hashlib.sha256(repr(seed).encode()).hexdigest() * 2
    return " ".join(digits[place : place + 7] for place in range(0, 7 * count, 7))


@dataclass(frozen=True)
class Asked:
    """A question as its author thinks of it, whatever becomes of its text."""

    number: int
    package: str
    key: str
    question: str
    answer: str
    kind: Kind = Kind.BASIC
    was: str = ""

    def note(self, guid: Guid, modified: Timestamp) -> Note:
        key = self.key or "made-" + "-".join(self.question.split())[:30]
        fields = tuple(Html(text) for text in (self.question, self.answer, "", "", "", key))
        return Note(
            guid=guid,
            modified=modified,
            key=QuestionKey(key),
            kind=self.kind,
            deck=self.package,
            tags=(),
            fields=fields,
            ordinals=(0,) if self.kind is Kind.BASIC else (0, 1),
            media=(),
            location=Location(f"source/{self.package}.md", self.number),
        )

    def summary(self) -> NoteSummary:
        note = self.note(Guid(""), Timestamp(0))
        question, answer = excerpt_sides(note.kind, note.fields)
        return NoteSummary(
            package=self.package,
            key=note.key,
            kind=note.kind,
            location=note.location,
            digest=digest_note(note.kind, note.fields, note.tags),
            question=question,
            answer=answer,
            was=QuestionKey(self.was) if self.was else None,
            key_is_written=bool(self.key),
        )


class Identity(RuleBasedStateMachine):
    questions = Bundle("questions")
    deleted = Bundle("deleted")

    def __init__(self) -> None:
        super().__init__()
        self.numbers = itertools.count()
        self.now = 1_000
        self.ledger = Ledger("project")
        self.built: dict[str, tuple[Note, ...]] = {}
        self.asked: dict[int, Asked] = {}
        self.removed: dict[int, Asked] = {}
        self.order: list[int] = []
        self.history: dict[Guid, tuple[int, Kind]] = {}
        self.collection: dict[Guid, tuple[Timestamp, tuple[Html, ...]]] = {}
        self.guids: dict[tuple[int, Kind], Guid] = {}

    @rule(target=questions, package=st.sampled_from(PACKAGES), keyed=st.booleans(), top=st.booleans())
    def insert(self, package: str, keyed: bool, top: bool) -> int:
        number = next(self.numbers)
        key = f"key-{number}" if keyed else ""
        answer = "yes" if number % 3 == 0 else _words((number, "answer"))
        self.asked[number] = Asked(number, package, key, _words(number), answer)
        self.order.insert(0 if top else len(self.order), number)
        return number

    @rule(target=deleted, number=consumes(questions))
    def delete(self, number: int) -> int:
        self.removed[number] = self.asked.pop(number)
        self.order.remove(number)
        return number

    @rule(target=questions, number=consumes(deleted))
    def bring_back(self, number: int) -> int:
        self.asked[number] = self.removed.pop(number)
        self.order.append(number)
        return number

    @rule(number=questions)
    def change_the_kind(self, number: int) -> None:
        asked = self.asked[number]
        if asked.key:
            other = Kind.REVERSED if asked.kind is Kind.BASIC else Kind.BASIC
            self.asked[number] = replace(asked, kind=other)

    @rule(number=questions)
    def edit_question(self, number: int) -> None:
        asked = self.asked[number]
        self.asked[number] = replace(asked, question=f"{asked.question} {self._new_words(1)}")

    @rule(number=questions)
    def edit_answer(self, number: int) -> None:
        asked = self.asked[number]
        self.asked[number] = replace(asked, answer=f"{asked.answer} {self._new_words(1)}")

    @rule(number=questions)
    def rewrite_a_question_that_has_a_key(self, number: int) -> None:
        if self.asked[number].key:
            question, answer = self._new_words(8), self._new_words(8)
            self.asked[number] = replace(self.asked[number], question=question, answer=answer)

    @rule(number=questions)
    def move_to_the_other_package(self, number: int) -> None:
        asked = self.asked[number]
        other = PACKAGES[1 - PACKAGES.index(asked.package)]
        self.asked[number] = replace(asked, package=other)

    @rule(number=questions)
    def rename_the_key(self, number: int) -> None:
        asked = self.asked[number]
        if asked.key and not asked.was:
            self.build()
            self.asked[number] = replace(self.asked[number], key=f"{asked.key}-renamed", was=asked.key)

    @rule(data=st.data())
    def reorder(self, data: st.DataObject) -> None:
        self.order = data.draw(st.permutations(self.order))

    @rule(seconds=st.integers(-500, 5_000))
    def time_passes_or_the_clock_is_set(self, seconds: int) -> None:
        self.now = max(0, self.now + seconds)

    @rule()
    def build(self) -> None:
        """As an author does it: where a build asks for a key, the question gets the one that it names."""
        for _ in range(len(self.asked) + 1):
            asked = {name: [one for one in self._in_order() if one.package == name] for name in PACKAGES}
            notes = {name: [one.summary() for one in group] for name, group in asked.items()}
            found = identify(notes, self.ledger, Timestamp(self.now))
            if not found.doubts:
                break
            for _, problem in found.doubts:
                self._answer(problem)
        assert not found.doubts
        self.ledger = parse_ledger(render_ledger(found.ledger))
        self.built = {
            name: tuple(
                one.note(identity.guid, identity.modified)
                for one, identity in zip(asked[name], identities, strict=True)
            )
            for name, identities in found.notes.items()
        }
        self._import()

    def _answer(self, problem: Problem) -> None:
        """The author knows which question it was: its last key, or a new one. An old key never built goes."""
        number = problem.location.line
        if problem.code == "was-unknown":
            self.asked[number] = replace(self.asked[number], was="")
            return
        guid = self.guids.get((number, self.asked[number].kind))
        lines = {line.guid: line.key for line in self.ledger.notes}
        if guid in lines:
            # `was=` says so, even if the line is retired or of another package.
            self.asked[number] = replace(self.asked[number], key=lines[guid], was=lines[guid])
        else:
            self.asked[number] = replace(self.asked[number], key=f"key-{number}")

    def _new_words(self, count: int) -> str:
        return _words(("edit", next(self.numbers)), count)

    def _in_order(self) -> list[Asked]:
        return [self.asked[number] for number in self.order]

    def _import(self) -> None:
        for notes in self.built.values():
            for identified in notes:
                number, guid = identified.location.line, identified.guid
                owner = self.history.setdefault(guid, (number, identified.kind))
                assert owner == (number, identified.kind), "a history on another question"
                assert self.guids.setdefault(owner, guid) == guid, "a question lost its history"
                stored = self.collection.get(guid)
                if stored is None or identified.modified > stored[0]:
                    self.collection[guid] = (identified.modified, identified.fields)
                assert self.collection[guid][1] == identified.fields, "an edit was left behind"

    @rule()
    def build_again(self) -> None:
        self.build()
        before = (self.ledger, self.built)
        self.now += 1
        self.build()
        assert (self.ledger, self.built) == before

    @rule()
    def lose_the_ledger(self) -> None:
        self.build()
        types, _ = time_note_types(map(load_note_type, Kind), self.ledger, Timestamp(self.now))
        packages = {
            name: decode_apkg(encode_apkg(notes, types, {})) for name, notes in self.built.items() if notes
        }
        self.ledger = recover_ledger(packages, PACKAGES)
        # What is in no package is forgotten with the ledger.
        kept = {line.guid for line in self.ledger.notes}
        self.guids = {owner: guid for owner, guid in self.guids.items() if guid in kept}
        self.build()

    @invariant()
    def no_guid_is_used_twice(self) -> None:
        guids = [identified.guid for notes in self.built.values() for identified in notes]
        assert len(set(guids)) == len(guids)


TestIdentity = Identity.TestCase
TestIdentity.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def _changes_back_elsewhere(state: Identity, number: int) -> None:
    state.change_the_kind(number)
    state.move_to_the_other_package(number)
    state.build()
    state.change_the_kind(number)
    state.rewrite_a_question_that_has_a_key(number)


def _changes_key_and_kind_and_back(state: Identity, number: int) -> None:
    state.rename_the_key(number)
    state.change_the_kind(number)
    state.build()
    state.edit_question(number)
    state.change_the_kind(number)


def _comes_back_elsewhere(state: Identity, number: int) -> None:
    state.move_to_the_other_package(number)
    state.rewrite_a_question_that_has_a_key(number)
    state.delete(number)
    state.build()
    state.bring_back(number)


@pytest.mark.parametrize(
    "edit", [_changes_back_elsewhere, _changes_key_and_kind_and_back, _comes_back_elsewhere]
)
def test_edits_that_once_lost_a_history(edit: Callable[[Identity, int], None]) -> None:
    state = Identity()
    number = state.insert(keyed=True, package="algebra", top=False)
    state.build()
    edit(state, number)
    state.build()


@pytest.mark.thorough
def test_any_edits_in_many_orders() -> None:
    many = settings(max_examples=often(400, 1_000), stateful_step_count=40, deadline=None)
    run_state_machine_as_test(Identity, settings=many)
