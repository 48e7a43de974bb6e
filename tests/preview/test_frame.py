"""The document of a face, made by Python and by the browser."""

from typing import Any

import pytest

from deckgen.preview.frame import Device, frame, frame_template
from tests.support.preview_page import PreviewPage

PARTS: dict[str, dict[str, Any]] = {
    "plain": {"face": "<p>a</p>", "css": ".card { color: red }"},
    "night": {"face": "a", "css": "", "night": True, "ordinal": 2, "title": "a & <b>"},
    "ankidroid": {"face": "a", "css": "", "device": Device.ANKIDROID, "night": True},
    "places": {
        "face": "%css% %face% $& $1 \\1",
        "css": "%face% $$ $`",
        "title": "%base%",
        "media": '../"m"/',
    },
}


def test_the_browser_makes_the_same_document(page: PreviewPage) -> None:
    made = page.ask("frames", {"template": frame_template(), "parts": list(PARTS.values())})
    assert made == [frame(**parts) for parts in PARTS.values()]


@pytest.mark.parametrize(
    ("name", "root", "body"),
    [
        ("plain", '<html class="linux js" ', '<body class="card card1 isLin">'),
        (
            "night",
            '<html class="linux js night-mode" ',
            '<body class="card card3 isLin nightMode night_mode">',
        ),
        ("ankidroid", '<html class="mobile android linux js night-mode" ', "nightMode night_mode"),
    ],
)
def test_the_classes_are_those_of_anki(name: str, root: str, body: str) -> None:
    document = frame(**PARTS[name])
    assert root in document
    assert body in document


def test_the_style_of_the_note_type_is_below_that_of_anki() -> None:
    document = frame("<p>x</p>", ".own { }")
    assert document.index("overflow-wrap") < document.index(".own { }") < document.index("<p>x</p>")
