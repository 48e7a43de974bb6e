"""Texts from the right and from the left on one card, in Chromium: an item stands beside its bullet."""

from pathlib import Path

import pytest

from tests.support.faces import render_faces
from tests.world.browser.cards import Cards, build_package

pytestmark = pytest.mark.thorough

ITEMS = ("בית", "house")
GAPS = """
[...document.querySelectorAll(".answer li")].map((item) => {
  const text = document.createRange();
  text.selectNodeContents(item.querySelector("p") ?? item);
  const [box, words] = [item.getBoundingClientRect(), text.getClientRects()[0]];
  const fromRight = getComputedStyle(item.parentElement).direction === "rtl";
  return Math.round(fromRight ? box.right - words.right : words.left - box.left);
})
"""


@pytest.mark.parametrize("items", [ITEMS, ITEMS[::-1]], ids=["from the right", "from the left"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "loose"])
def test_an_item_stands_beside_its_bullet(
    cards: Cards, tmp_path: Path, items: tuple[str, ...], gap: str
) -> None:
    text = "# Words\n\n## Which? {#which}\n\n" + gap.join(f"- {item}" for item in items)
    found = render_faces(build_package(tmp_path, {"words.md": text}), tmp_path)
    assert cards.run(found["which 1 back"], GAPS) == [0, 0]
