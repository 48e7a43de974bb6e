"""Anki's editor parses each field of a note that is opened, and writes it back: it must then be the same."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from deckgen.apkg.read import decode_apkg
from deckgen.render.render import render_question
from deckgen.sources.parse import parse
from tests.support import CASES
from tests.support.every_picture import EveryPicture
from tests.world.browser.cards import Cards

pytestmark = pytest.mark.thorough

ROUND = """{fields}.map((field) => {{
  const place = document.createElement("div");
  place.innerHTML = field;
  return place.innerHTML;
}})"""


def _written_back(cards: Cards, fields: Iterable[str]) -> list[str]:
    found = cards.run("", ROUND.format(fields=json.dumps([*fields])))
    assert isinstance(found, list)
    return found


def test_the_shipped_deck_is_written_back_as_it_is(cards: Cards, package: Path) -> None:
    fields = [field for note in decode_apkg(package.read_bytes()).notes for field in note.fields if field]
    assert len(fields) > 1000
    assert _written_back(cards, fields) == fields


def test_whatever_a_source_may_hold_is_written_back_as_it_is(cards: Cards) -> None:
    fields = [*_fields_of_cases()]
    assert len(fields) > 100
    assert _written_back(cards, fields) == fields


def _fields_of_cases() -> Iterator[str]:
    for case in sorted((CASES / "render").iterdir()):
        document, _ = parse("case", "source/case.md", (case / "input.md").read_bytes())
        for question in document.questions:
            yield from render_question(question, document, EveryPicture()).fields


def test_an_entity_is_not_written_back(cards: Cards) -> None:
    assert _written_back(cards, [r"\({{c1::\frac&#123;a&#125;&#123;b&#125;}}\)"]) == [
        r"\({{c1::\frac{a}{b}}}\)"
    ]
