"""Cards in the pages of other programs, in Chromium: AnkiDroid, AnkiMobile, AnkiWeb, and zoomed.

The pages in `shells/` have the markup of these programs and what their style sheets do to a card; each says
where that is known from.
"""

from typing import Any

import pytest

from tests.world.browser.cards import Cards, Faces

pytestmark = pytest.mark.thorough

SHELLS = ("ankidroid", "ankidroid-new", "ankimobile", "ankiweb")
LOOK = """
(() => {
  const of = (selector) => getComputedStyle(document.querySelector(selector));
  const holder = document.querySelector("[data-card]") ?? document.body;
  return {
    ink: getComputedStyle(holder).color,
    paper: getComputedStyle(holder).backgroundColor,
    code: of(".answer code").color,
    kbd: of(".answer kbd").color,
    cell: of(".answer td").color,
    row: of(".answer tr").backgroundColor,
    rule: of("#answer").opacity,
    ruleBorder: of("#answer").borderTopWidth,
    sheet: document.querySelector(".sheet").getBoundingClientRect().width,
    room: holder.clientWidth,
  };
})()
"""
TRANSPARENT = "rgba(0, 0, 0, 0)"


@pytest.fixture(scope="module")
def odd(faces: Faces) -> str:
    """A card with the elements that the pages have rules for."""
    style = next(iter(faces.values())).partition("</style>")[0] + "</style>"
    table = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"
    inside = f'<p><code>x</code> <kbd>y</kbd></p><div class="table">{table}</div>'
    return f'{style}<div class="sheet"><hr id="answer"><section class="answer">{inside}</section></div>'


@pytest.mark.parametrize("shell", SHELLS)
def test_no_card_is_cut_on_a_phone(cards: Cards, faces: Faces, shell: str) -> None:
    measured = cards.measure(faces, shell=shell, themes=["", "nightMode"])
    assert len(measured) == 2 * len(faces)
    assert _beyond(measured) == []
    assert [name for name, found in measured.items() for _, cut, _ in found["code"] if cut] == []
    assert len({tuple(found["papers"]) for found in measured.values()}) <= 2


@pytest.mark.parametrize("shell", ["ankidroid", "ankidroid-new"])
@pytest.mark.parametrize("zoom", [1.5, 2])
def test_no_card_is_cut_with_the_zoom_of_ankidroid(
    cards: Cards, faces: Faces, shell: str, zoom: float
) -> None:
    measured = cards.measure(faces, shell=shell, zoom=zoom)
    assert _beyond(measured) == []
    assert [name for name, found in measured.items() for _, cut, _ in found["code"] if cut] == []


@pytest.mark.parametrize("width", [240, 180])
def test_no_card_is_cut_in_a_window_that_is_zoomed(cards: Cards, faces: Faces, width: int) -> None:
    """A window of 360 px has so many of CSS at 150 and 200 %."""
    assert _beyond(cards.measure(faces, width=width)) == []


@pytest.mark.parametrize("shell", ["anki", *SHELLS])
@pytest.mark.parametrize("theme", ["", "nightMode"])
def test_the_page_does_not_colour_the_card(cards: Cards, odd: str, shell: str, theme: str) -> None:
    here = cards.run(odd, LOOK, shell=shell, theme=theme)
    assert {here[name] for name in ("code", "kbd", "cell")} == {here["ink"]}
    assert here["row"] == TRANSPARENT
    assert (here["rule"], here["ruleBorder"]) == ("1", "0px")
    assert here["paper"] == ("rgb(30, 32, 36)" if theme else "rgb(252, 251, 248)")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_short_card_is_as_wide_as_a_long_one(cards: Cards, odd: str, shell: str) -> None:
    here = cards.run(odd, LOOK, shell=shell, width=360)
    assert here["room"] - here["sheet"] < 60


def _beyond(measured: dict[str, dict[str, Any]]) -> list[str]:
    """The faces of which something is beyond the right edge of the page."""
    return [name for name, found in measured.items() if found["page"] > 0 or found["outside"]]
