"""Every construct of `constructs.py` is named, mended or read, and text is left alone."""

from pathlib import Path

import pytest

from deckgen.look_alikes.find import find_in_source
from deckgen.look_alikes.look_alike import LookAlike
from deckgen.look_alikes.table import LOOK_ALIKES
from deckgen.project.check import check_project
from deckgen.project.folder import Project
from deckgen.values.codes import Code
from tests.look_alikes.constructs import ADVISED, MENDED, NAMED, NOT_MENDED, REPORTED, TEXT
from tests.support import write_project

CONSTRUCTS = {construct.name: construct for construct in LOOK_ALIKES}
EXAMPLES = [(name, text) for name, texts in NAMED.items() for text in texts]


def source(text: str) -> str:
    return text if text.startswith(("#", "Q:")) else f"## Q {{#q}}\n\n{text}\n"


def problems(root: Path, text: str) -> list[tuple[Code, str]]:
    write_project(root, {"a.md": text})
    return [(problem.code, problem.message) for problem in check_project(Project(root), ()).problems]


def mended(text: str) -> str:
    for sighting in reversed(find_in_source(text)):
        assert sighting.new is not None, sighting
        text = text[: sighting.start] + sighting.new + text[sighting.end :]
    return text


def test_each_construct_has_a_row() -> None:
    assert NAMED.keys() == CONSTRUCTS.keys()


@pytest.mark.parametrize(
    ("name", "text"), EXAMPLES, ids=[f"{name}: {text[:20]!r}" for name, text in EXAMPLES]
)
def test_a_construct_is_named_with_the_advice(tmp_path: Path, name: str, text: str) -> None:
    found = problems(tmp_path, source(text))
    construct = CONSTRUCTS[name]
    assert [code for code, message in found if f"{construct.what}; " in message] == [construct.code]
    others = {sighting.construct.name for sighting in find_in_source(source(text))} - {name}
    assert not others


@pytest.mark.parametrize("construct", LOOK_ALIKES, ids=lambda construct: construct.name)
def test_what_a_pattern_matches_has_a_sign(construct: LookAlike) -> None:
    for _, text in EXAMPLES:
        for match in construct.pattern.finditer(text):
            assert any(sign in text for sign in construct.signs), match


@pytest.mark.parametrize(("text", "advice"), ADVISED)
def test_the_advice_has_the_words_of_the_author(text: str, advice: str) -> None:
    [seen] = find_in_source(source(text))
    assert seen.advice == advice


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in REPORTED.items() for text in texts]
)
def test_what_another_check_reports_is_reported(tmp_path: Path, code: str, text: str) -> None:
    assert code in [found for found, _ in problems(tmp_path, source(text))]


@pytest.mark.parametrize(("text", "expected"), MENDED)
def test_what_has_one_meaning_is_mended(text: str, expected: str) -> None:
    assert mended(text) == expected
    assert find_in_source(expected) == []


@pytest.mark.parametrize("text", NOT_MENDED)
def test_what_has_not_one_meaning_is_named_only(text: str) -> None:
    sightings = find_in_source(text)
    assert sightings
    assert [sighting.new for sighting in sightings] == [None] * len(sightings)


@pytest.mark.parametrize("text", TEXT)
def test_text_is_not_blamed(text: str) -> None:
    assert find_in_source(source(text)) == []
