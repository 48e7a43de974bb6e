"""Every card of the shipped deck in a real browser, as wide as a phone: the page never scrolls sideways.

The faces are rendered by the real Anki and laid out by Chromium, each in a frame of 360 px, light and dark.
"""

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.thorough

PHONE_WIDTH = 360
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "no Chromium found; on Debian: apt install chromium fonts-noto-cjk"

HEAD = '<!doctype html><meta charset="utf-8">'
MEASURE = """
addEventListener("load", () => {
  const found = {};
  for (const theme of ["", "nightMode night_mode"])
    found[theme] = [...document.querySelectorAll("iframe")].map(frame => {
      const {documentElement: page, body} = frame.contentDocument;
      body.className = `card card1 ${theme}`;
      const style = getComputedStyle(body);
      // The width of the root has the room that is kept for a scroll bar; that of the body has not.
      const margins = parseFloat(style.marginLeft) + parseFloat(style.marginRight);
      const width = body.getBoundingClientRect().width + margins;
      return [frame.title, Math.round(page.scrollWidth - width), style.backgroundColor, style.color];
    });
  document.getElementById("found").textContent = JSON.stringify(found);
});
"""

Measured = list[tuple[str, int, str, str]]
"""Of each face its name, how much wider than a phone it is in pixels, its background and its text colour."""


@pytest.fixture(scope="module")
def browser() -> str:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(INSTALL)
        pytest.skip(INSTALL)
    return path


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Both sides of every card, by name, rendered by Anki after an import with default options."""
    from anki.collection import (  # noqa: PLC0415
        Collection,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    collection = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    try:
        request = ImportAnkiPackageRequest(
            package_path=str(ROOT / "decks/llm-interview.apkg"), options=ImportAnkiPackageOptions()
        )
        collection.import_anki_package(request)
        found = {}
        for card_id in collection.find_cards(""):
            card = collection.get_card(card_id)
            name = f"{card.note()['Key']} {card.ord + 1}"
            found[f"{name} front"] = card.question()
            found[f"{name} back"] = card.answer()
    finally:
        collection.close()
    return found


def test_no_face_is_wider_than_a_phone(browser: str, faces: dict[str, str], tmp_path: Path) -> None:
    for theme, measured in _measure(browser, faces, tmp_path).items():
        assert {name for name, *_ in measured} == set(faces)
        assert [(name, excess) for name, excess, *_ in measured if excess > 0] == []
        papers = {(paper, ink) for _, _, paper, ink in measured}
        assert len(papers) == 1, "every card of a theme has the same paper and ink"
        assert _is_dark(papers.pop()[0]) is bool(theme)


def test_a_face_that_is_too_wide_is_found(browser: str, tmp_path: Path) -> None:
    faces = {"wide": '<div style="width: 500px">x</div>', "narrow": "<p>x</p>"}
    for measured in _measure(browser, faces, tmp_path).values():
        excess = {name: more for name, more, *_ in measured}
        assert excess["wide"] > 0
        assert excess["narrow"] == 0


def _measure(browser: str, faces: dict[str, str], folder: Path) -> dict[str, Measured]:
    """What is measured in each theme, by the classes that Anki gives its card; "" is the light one."""
    frames = [
        f'<iframe title="{html.escape(name)}" width="{PHONE_WIDTH}" height="640" style="border:0" '
        f'srcdoc="{html.escape(_page(face))}"></iframe>'
        for name, face in faces.items()
    ]
    page = folder / "cards.html"
    body = f'<script>{MEASURE}</script>{"".join(frames)}<pre id="found"></pre>'
    page.write_text(HEAD + body, encoding="utf-8")
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
    )
    ran = subprocess.run(
        [browser, *options, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=True,
    )
    found = re.search(r'<pre id="found">(.*?)</pre>', ran.stdout, re.DOTALL)
    assert found, ran.stderr
    themes = json.loads(html.unescape(found[1]))
    return {theme: [tuple(row) for row in rows] for theme, rows in themes.items()}


def _page(face: str) -> str:
    return f'{HEAD}<body><div id="qa">{face}</div></body>'


def _is_dark(colour: str) -> bool:
    channels = [int(channel) for channel in re.findall(r"\d+", colour)[:3]]
    return sum(channels) < 3 * 128
