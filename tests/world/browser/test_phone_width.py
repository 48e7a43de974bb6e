"""Every card of the shipped deck in a real browser, as wide as a phone: nothing is out of sight.

The faces are rendered by the real Anki and laid out by Chromium, each in a frame of 360 px, light and dark.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.world.browser.cards import Cards, Faces, read_media

pytestmark = pytest.mark.thorough

PHONE_WIDTH = 360
THEMES = ["", "nightMode"]

Measured = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def measured(cards: Cards, faces: Faces) -> Measured:
    return cards.measure(faces, width=PHONE_WIDTH, themes=THEMES)


def test_no_face_is_wider_than_a_phone(measured: Measured, faces: Faces) -> None:
    assert len(measured) == len(THEMES) * len(faces)
    assert {name: found["page"] for name, found in measured.items() if found["page"] > 0} == {}
    assert {name: found["outside"] for name, found in measured.items() if found["outside"]} == {}


def test_every_card_of_a_theme_has_the_same_paper_and_ink(measured: Measured) -> None:
    for is_night in (False, True):
        papers = {
            tuple(found["papers"])
            for name, found in measured.items()
            if name.endswith("at night") == is_night
        }
        assert len(papers) == 1
        assert _is_dark(papers.pop()[0]) is is_night


def test_no_line_of_code_is_cut(measured: Measured) -> None:
    assert sum(len(found["code"]) for found in measured.values()) > 100
    cut = {name: code for name, found in measured.items() for code, lines, _ in found["code"] if lines}
    assert cut == {}


def test_no_term_of_a_formula_is_cut(measured: Measured) -> None:
    assert sum(len(found["inline"]) for found in measured.values()) > 1000
    cut = {
        name: formula
        for name, found in measured.items()
        for formula, excess, *_ in found["formulas"]
        if excess > 1
    }
    assert cut == {}
    assert {
        name for name, found in measured.items() if any(excess > 1 for excess, _ in found["inline"])
    } == set()


def test_no_table_is_cut(measured: Measured) -> None:
    assert sum(len(found["tables"]) for found in measured.values()) > 20
    cut = {name: table for name, found in measured.items() for table, excess in found["tables"] if excess > 1}
    assert cut == {}


def test_the_words_of_pictures_can_be_read(measured: Measured, package: Path) -> None:
    sizes = {
        name: min(map(float, re.findall(rb'font-size="([\d.]+)"', content)))
        for name, content in read_media(package).items()
    }
    shown = [row for found in measured.values() for row in found["pictures"]]
    assert {name for name, *_ in shown} == set(sizes)
    assert [(name, scale * sizes[name]) for name, scale, _ in shown if scale * sizes[name] < 12] == []


def test_what_is_out_of_sight_is_found(cards: Cards) -> None:
    faces = {
        "wide": '<div class="sheet"><div style="width: 500px">x</div></div>',
        "narrow": '<div class="sheet"><p>x</p></div>',
        "code": f'<div class="sheet"><pre style="overflow: auto">{"x" * 200}</pre></div>',
    }
    found = cards.measure(faces, width=PHONE_WIDTH)
    assert found["wide"]["page"] > 0
    assert found["wide"]["outside"] == ["DIV"]
    assert (found["narrow"]["page"], found["narrow"]["outside"]) == (0, [])
    assert [lines for _, lines, _ in found["code"]["code"]] == [1]


def _is_dark(colour: str) -> bool:
    channels = [int(channel) for channel in re.findall(r"\d+", colour)[:3]]
    return sum(channels) < 3 * 128
