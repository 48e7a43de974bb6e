"""The record of a collection is read as it was written, and may be missing or damaged."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.project.build import build_project
from deckgen.project.folder import Project
from deckgen.project.publish.record import (
    Record,
    Unfinished,
    read_record,
    record_path,
    what_is_known,
    write_record,
)
from deckgen.publish.values import Text
from deckgen.values.problem import has_error
from deckgen.values.text import Guid, Html, Timestamp
from tests.support import git, write_project

A, B = Guid("a"), Guid("b")
OLD, NEW = Text((Html("old"),), ("x",)), Text((Html("new"),), ())

_STRINGS = st.text(st.characters(codec="utf-8"), max_size=8)
_GUIDS = _STRINGS.map(Guid)
_TEXTS = st.builds(
    Text, st.lists(_STRINGS.map(Html), max_size=3).map(tuple), st.lists(_STRINGS, max_size=3).map(tuple)
)
_UNFINISHED = st.builds(
    Unfinished,
    st.dictionaries(_GUIDS, st.lists(_TEXTS, max_size=2, unique=True).map(tuple), max_size=3),
    st.dictionaries(_GUIDS, st.lists(_STRINGS, max_size=3, unique=True).map(tuple), max_size=3),
    st.lists(_GUIDS, max_size=3).map(tuple),
    st.lists(_GUIDS, max_size=3).map(tuple),
    st.dictionaries(_STRINGS, st.lists(_STRINGS.map(Html), max_size=2, unique=True).map(tuple), max_size=2),
)
_RECORDS = st.builds(
    Record,
    texts=st.dictionaries(_GUIDS, _TEXTS, max_size=3),
    descriptions=st.dictionaries(_STRINGS, _STRINGS.map(Html), max_size=2),
    suspended=st.dictionaries(_GUIDS, st.lists(st.integers(0, 2**53), max_size=2).map(tuple), max_size=2),
    unfinished=_UNFINISHED,
)


@given(_RECORDS)
def test_a_record_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, record: Record) -> None:
    path = tmp_path_factory.mktemp("data") / "deliveries/record.json"
    write_record(path, record)
    assert read_record(path) == record


@given(_UNFINISHED, st.sets(_GUIDS, max_size=3))
def test_what_concerns_some_notes_and_the_rest_are_all(unfinished: Unfinished, guids: set[Guid]) -> None:
    some, rest = unfinished.of(guids), unfinished.of(guids, others=True)
    joined = some.joined(rest)
    assert joined.given == unfinished.given
    assert joined.own_tags == unfinished.own_tags
    assert joined.descriptions == unfinished.descriptions
    assert set(joined.retiring) == set(unfinished.retiring)
    assert not set(rest.deleting) & guids


def test_two_interrupted_deliveries_are_both_remembered() -> None:
    first, second = Unfinished({A: (OLD,)}, {A: ("marked", "mine")}), Unfinished({A: (NEW,)}, {A: ("mine",)})
    assert first.joined(second) == Unfinished({A: (OLD, NEW)}, {A: ("marked", "mine")})


def test_a_record_of_an_earlier_deckgen_is_read(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(_VERSION_1, encoding="utf-8")
    unfinished = Unfinished({A: (NEW,)}, {A: ("mine",)}, (B,))
    assert read_record(path) == Record({A: OLD}, {"D": Html("about")}, {B: (7,)}, unfinished)


_VERSION_1 = """{
"version": 1, "packages": {"p": "d"}, "descriptions": {"D": "about"}, "suspended": {"b": [7]},
"unfinished": {"given": {"a": [["new"], []]}, "own tags": {"a": ["mine"]}, "retiring": ["b"], "deleting": []},
"texts": {"a": [["old"], ["x"]]}}"""
"""As 51fa5604 wrote it."""


def _damage(content: bytes) -> list[bytes]:
    return [
        b"",
        content[:-9],
        b"[]",
        b"null",
        b'{"version": 99}',
        content.replace(b'"texts": {', b'"texts": ['),
    ]


def test_a_damaged_record_is_none(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    write_record(path, Record({A: OLD}))
    for content in _damage(path.read_bytes()):
        path.write_bytes(content)
        assert read_record(path) is None
    path.unlink()
    assert read_record(path) is None


def test_each_project_and_collection_has_a_record_of_its_own() -> None:
    places = {record_path(project, to) for project in ("p", "q") for to in ("/a", "/b")}
    assert len(places) == 4


def test_a_delivery_that_was_ended_may_have_brought_its_texts(tmp_path: Path) -> None:
    record = Record({A: OLD}, unfinished=Unfinished({A: (NEW,), B: (NEW,)}))
    known = what_is_known(Project(tmp_path), record)
    assert known.texts == {A: (OLD, NEW), B: (NEW,)}
    assert known.was_delivered == {A}, "whether the other note arrived is not known"


@pytest.mark.parametrize("commit", [True, False])
def test_without_a_record_the_packages_in_git_tell_the_texts(tmp_path: Path, commit: bool) -> None:
    def build(text: str, now: int) -> None:
        write_project(tmp_path, {"p.md": f"# T\n\n{text}, too\n\n## One? {{#one}}\n\n{text}\n"})
        assert not has_error(build_project(Project(tmp_path), (), now=Timestamp(now)).problems)
        if commit:
            git(tmp_path, "add", "--all")
            git(tmp_path, "commit", "--quiet", "--message", text)

    git(tmp_path, "init", "--quiet")
    build("first", 1_700_000_000)
    build("second", 1_700_000_100)
    known = what_is_known(Project(tmp_path), None)
    answers = [text.fields[1] for texts in known.texts.values() for text in texts]
    assert ["first" in answer for answer in answers] == ([False, True] if commit else [])
    assert known.was_delivered == frozenset()


def test_deleted_notes_are_forgotten_and_cards_that_were_taken_up() -> None:
    record = Record({A: OLD, B: NEW}).with_suspended({A: (1,), B: (2, 3)})
    assert record.without([A]).texts == {B: NEW}
    assert record.without_suspended([B]).suspended == {A: (1,)}
