"""A formula and the punctuation beside it stand on one line, in Chromium with Anki's MathJax."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from deckgen.render.note_types.load import load_note_type
from deckgen.values.document import Kind
from tests.support import ROOT
from tests.support.card_page import NIGHT, CardPage
from tests.support.faces import render_faces
from tests.support.questions import answer

WIDTHS = (320, 360, 412)

LONG = "+".join(f"abcdefgh_{{{number}}}" for number in range(30))


def _face(field: str) -> str:
    style = load_note_type(Kind.BASIC).css
    return f'<style>{style}</style><div class="sheet"><section class="answer">{field}</section></div>'


def _parted(
    page: CardPage, faces: Mapping[str, str], width: int, theme: str = ""
) -> list[tuple[str, object]]:
    found = page.measure(faces, "parted", width=width, theme=theme)
    return [(name, text) for name, texts in found.items() for text in texts]


TEXTS = {
    "comma": "$x_1+y_2$，",
    "bracket": "（$x_1+y_2$）。",
    "bold": "**$x_1+y_2$**，",
    "in bold": "**若 $x_1+y_2$**，",
    "link": "[乘以 $x_1$](https://a.example)，",
    "quotes": "“$x_1+y_2$”",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_line_end_parts_a_formula_from_its_punctuation(page: CardPage, text: str) -> None:
    """The formula stands at each place of a line; without the element that keeps it, some are parted."""
    faces = {str(before): _face(answer("字" * before + text + "字" * 5)) for before in range(1, 40)}
    assert _parted(page, faces, 360) == []
    without = {name: face.replace('class="unbroken"', "") for name, face in faces.items()}
    assert _parted(page, without, 360)
    count = page.measure(faces, "beside")
    assert all(found[0] for found in count.values())


@pytest.mark.parametrize("text", [f"字（${LONG}$）。字", f"**如 ${LONG}$**，", f"- {{f}}，${LONG}$；"])
def test_a_long_formula_never_widens_the_page(page: CardPage, text: str) -> None:
    """Neither as the TeX that stands there before MathJax has run, nor after it."""
    for width in WIDTHS:
        [(before, after)] = page.measure({"": _face(answer(text))}, "excess", width=width).values()
        assert (before, after) == (0, 0)


@pytest.mark.thorough
def test_the_shipped_deck_parts_no_formula_from_its_punctuation(page: CardPage, tmp_path: Path) -> None:
    faces = render_faces(ROOT / "decks/llm-interview.apkg", tmp_path)
    beside = sum(sum(map(int, map(str, found))) for found in page.measure(faces, "beside").values())
    assert beside > 300
    for width in WIDTHS:
        for theme in ("", NIGHT):
            assert _parted(page, faces, width, theme) == []
