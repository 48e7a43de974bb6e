"""A preview's face looks as the real Anki's: the same text, and the same style of code, tables and clozes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deckgen.apkg.read import decode_apkg
from deckgen.preview.faces import render_cards
from deckgen.preview.frame import frame
from tests.support.preview_page import PreviewPage, open_preview_page
from tests.world.browser.cards import Cards, Faces

WIDTH, HEIGHT = 360, 640
OF_EACH_KIND = 3
KINDS = {
    "code": "<pre",
    "a table": "<table",
    "a cloze": 'class="cloze"',
    "a cloze in code": r'<pre(?:(?!</pre>).)*class="cloze"',
    "a formula": r"\\\(",
    "a formula block": r"\\\[",
    "a cloze in a formula": r"\\class\{cloze",
    "a picture": "<img",
    "an answer to type": "typeans",
    "a hint": "<details",
    "a callout": 'class="callout',
    "the second direction": r'class="cue"',
    "a list": "<li",
}
LOOK = """
const place = document.querySelector("[data-place]") ?? document.getElementById("qa");
const names = ["color", "background-color", "font-size", "font-family", "font-weight", "font-style",
  "line-height", "text-align", "white-space", "padding", "margin", "border", "border-radius",
  "display", "overflow-wrap", "direction", "text-decoration"];
const looks = (selector, element) => {
  const style = (view ?? document.defaultView).getComputedStyle(element);
  return [selector, ...names.map((name) => style.getPropertyValue(name))];
};
const selectors = ["code", "pre", "pre span", "table", "th", "td", ".cloze", ".cloze-inactive", "p", "li",
  "hr", "a", "img", "details", "summary", "#typeans", ".foot"];
const styles = selectors.flatMap((name) => [...place.querySelectorAll(name)].map((one) => looks(name, one)));
styles.push(looks("body", document.body));
for (const formula of place.querySelectorAll("mjx-container, math")) formula.replaceWith("∎");
return {text: place.innerText, styles};
"""


@pytest.fixture(scope="module")
def preview() -> Iterator[PreviewPage]:
    with open_preview_page() as opened:
        yield opened


@pytest.fixture(scope="module")
def ours(package: Path) -> dict[str, tuple[str, str, int]]:
    """Of each face its HTML in the preview, the style of its note type, and the ordinal of its card."""
    found = {}
    for note in decode_apkg(package.read_bytes()).notes:
        decks = {card.ordinal: card.deck for card in note.cards}
        for card in render_cards(note.note_type, note.fields, note.tags, decks):
            name = f"{note.field('Key')} {card.ordinal + 1}"
            for side, face in (("front", card.front), ("back", card.back)):
                found[f"{name} {side}"] = face, note.note_type.css, card.ordinal
    return found


def chosen(faces: Faces) -> list[str]:
    """Some faces of each kind, with the other side of each."""
    names: dict[str, None] = {}
    for kind, pattern in KINDS.items():
        of_kind = [
            name
            for name, face in faces.items()
            if re.search(pattern, face.partition("</style>")[2], re.DOTALL)
        ]
        assert of_kind, kind
        for name in of_kind[:: max(1, len(of_kind) // OF_EACH_KIND)][:OF_EACH_KIND]:
            names |= dict.fromkeys((name, re.sub("back$", "front", name)))
    return list(names)


@pytest.mark.parametrize(
    "night", [False, pytest.param(True, marks=pytest.mark.thorough)], ids=["day", "night"]
)
def test_text_and_style_are_those_of_anki(
    cards: Cards, faces: Faces, ours: dict[str, tuple[str, str, int]], preview: PreviewPage, night: bool
) -> None:
    names = chosen(faces)
    assert len({name.rpartition(" ")[0] for name in names}) >= 20
    documents = [frame(face, css, ordinal=number, night=night) for face, css, number in map(ours.get, names)]  # type: ignore[misc]
    given = {"documents": documents, "script": LOOK, "width": WIDTH, "height": HEIGHT}
    shown = preview.ask("looks", given, seconds=300)
    assert isinstance(shown, list)
    for name, mine in zip(names, shown, strict=True):
        theirs = look_in_anki(cards, faces[name], ours[name][2], night=night)
        assert mine["text"] == theirs["text"], name
        assert [
            pair for pair in zip(mine["styles"], theirs["styles"], strict=True) if pair[0] != pair[1]
        ] == [], name


def look_in_anki(cards: Cards, face: str, ordinal: int, *, night: bool) -> dict[str, Any]:
    night_classes = " nightMode night_mode" if night else ""
    script = f"""(() => {{
      const view = null;
      document.documentElement.classList.toggle("night-mode", {str(night).lower()});
      document.body.className = "card card{ordinal + 1} isLin{night_classes}";
      {LOOK}
    }})()"""
    found = cards.run(face, script, width=WIDTH, height=HEIGHT)
    assert isinstance(found, dict)
    return found
