"""A card in Chromium as a phone shows it: Anki's MathJax, and a frame of the width that a test asks for."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from mathjax.page import MathJax, MissingError
from tests.support import leave_out

PHONE_WIDTH = 360
NIGHT = "nightMode night_mode"

_SCRIPT = Path(__file__).with_name("card_page.js")
_OUTER = '<!doctype html><meta charset="utf-8"><script type="module" src="/card_page.js"></script>'
_CARD = """<!doctype html><meta charset="utf-8">
<style>.mathjax { visibility: visible }</style>
<script src="/_anki/js/mathjax.js"></script>
<script src="/_anki/js/vendor/mathjax/tex-chtml-full.js"></script>
<body class="card card1"><div id="qa"></div>
"""


def find_axe() -> Path:
    """axe-core, which the wheel `axe-playwright-python` has as a file; its libraries are not needed."""
    found = importlib.util.find_spec("axe_playwright_python")
    for place in (found.submodule_search_locations or ()) if found else ():
        if (Path(place) / "axe.min.js").is_file():
            return Path(place) / "axe.min.js"
    raise MissingError("axe-core is missing; install it by: pip install --no-deps axe-playwright-python")


def open_card_page() -> "CardPage":
    """A page for tests, which are skipped, or in CI fail, where something that it needs is missing."""
    try:
        find_axe()
        return CardPage()
    except MissingError as missing:
        leave_out(str(missing))


class CardPage(MathJax):
    """A page that shows one face of a card after the other, open while the context lasts."""

    def measure(
        self, faces: Mapping[str, str], question: str, *, theme: str = "", width: int = PHONE_WIDTH
    ) -> dict[str, list[object]]:
        """Of each face what the function `question` in `card_page.js` finds in it."""
        given = {"faces": dict(faces), "theme": theme, "width": width}
        return cast("dict[str, list[object]]", self.ask(question, given, seconds=300))

    def _get(self, path: str) -> tuple[bytes, str] | None:
        match path:
            case "/":
                return _OUTER.encode(), "text/html"
            case "/card":
                return _CARD.encode(), "text/html"
            case "/card_page.js":
                return _SCRIPT.read_bytes(), "text/javascript"
            case "/axe.min.js":
                return find_axe().read_bytes(), "text/javascript"
            case _:
                return super()._get(path)
