"""Displayed formulas on a phone, in Chromium with Anki's MathJax: they shrink, then scroll, and never cut."""

import json

import pytest

from deckgen.render.formula_width import FITS
from deckgen.syntax.html_text import find_formulas
from deckgen.syntax.tex.clozes import show_clozes
from deckgen.syntax.tex.width import estimate_width
from tests.support.faces import render_faces
from tests.world.browser.cards import Cards, Faces, build_package

pytestmark = pytest.mark.thorough

LEAST_SIZE = 0.72
WIDTHS = """
(async () => {
  const widths = [];
  for (const tex of %s) {
    MathJax.texReset();
    const shown = await MathJax.tex2chtmlPromise(tex, {display: true});
    shown.style.display = "inline-block";
    document.querySelector("[data-place]").replaceChildren(shown);
    MathJax.startup.document.clear();
    MathJax.startup.document.updateDocument();
    await document.fonts.ready;
    const math = shown.querySelector("mjx-math");
    widths.push(math.getBoundingClientRect().width / parseFloat(getComputedStyle(math).fontSize));
  }
  return widths;
})()
"""
SHADOWS = """
[...document.querySelectorAll(".formula, .table, pre")].map((box) => {
  const {backgroundAttachment, backgroundImage} = getComputedStyle(box);
  const shadows = backgroundImage.split("gradient").length - 1;
  return [box.scrollWidth > box.clientWidth, backgroundAttachment, shadows];
})
"""
LONG = "y=" + "+".join(f"x_{{{number}}}" for number in range(60))
MIDDLE = r"\mathrm{KL}(q_\phi(z\mid x)\,\|\,p(z))=\tfrac12\sum_j(\mu_j^2+\sigma_j^2-1)+c"


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    """Formulas and a table that no phone can hold, as the real Anki renders them."""
    folder = tmp_path_factory.mktemp("wide")
    cells = "|".join(f" column {number} " for number in range(20))
    rule = "|".join(["---"] * 20)
    source = f"""\
## A long one? {{#long}}

$$
{LONG}
$$

> [!CAUTION]
> $$
> {LONG}
> $$

## A middle one? {{#middle}}

$$
{MIDDLE}
$$

## Twenty columns? {{#table}}

|{cells}|
|{rule}|
|{cells}|
"""
    return render_faces(build_package(folder, {"wide.md": source}), folder)


def test_the_widths_of_the_deck_s_formulas_are_estimated(cards: Cards, faces: Faces) -> None:
    found = {tex for face in faces.values() for tex in find_formulas(face.split("</style>", 1)[-1])}
    shown = sorted({open_ for tex in found for open_ in show_clozes(tex)})
    widths = cards.run("<p>", WIDTHS % json.dumps(shown), width=3000)
    wide = [(estimate_width(tex) / width, tex) for tex, width in zip(shown, widths, strict=True) if width > 8]
    assert len(wide) > 40
    assert [(ratio, tex) for ratio, tex in wide if not 0.85 < ratio < 1.3] == []


def test_a_formula_shrinks_before_it_scrolls(cards: Cards, wide: Faces) -> None:
    measured = cards.measure({"back": wide["middle 1 back"]})["back"]["formulas"]
    full = cards.measure({"back": wide["middle 1 back"]}, width=900)["back"]["formulas"]
    (_, excess, _, size), (_, _, _, full_size) = measured[0], full[0]
    assert estimate_width(MIDDLE) > FITS
    assert excess <= 0
    assert LEAST_SIZE * full_size * 17 / 18 <= size < full_size * 17 / 18


def test_a_formula_does_not_shrink_below_what_can_be_read(cards: Cards, wide: Faces) -> None:
    for width in (360, 900):
        found = cards.measure({"back": wide["long 1 back"]}, width=width)["back"]
        assert found["page"] == 0
        assert all(excess > 0 for _, excess, _, _ in found["formulas"])
        assert min(size for *_, size in found["formulas"]) > 14


@pytest.mark.parametrize("name", ["long 1 back", "table 1 back"])
def test_what_scrolls_says_so_by_a_shadow(cards: Cards, wide: Faces, name: str) -> None:
    for scrolls, attachment, shadows in cards.run(wide[name], SHADOWS, width=360):
        assert scrolls
        assert attachment == "local, local, scroll, scroll"
        assert shadows == 4
