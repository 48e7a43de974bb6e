"""An old WebView, in Chromium: without what came after Chrome 77 cards are plainer, and nothing is cut."""

import re

import pytest

from tests.support import ROOT
from tests.world.browser.cards import Cards, Faces

pytestmark = pytest.mark.thorough

STYLES = ROOT / "deckgen/render/note_types"
DOCS = ROOT / "docs/devices.md"
ROW = re.compile(r"^\| (`.*?`) \| (\d+) \| \S.* \|$", re.MULTILINE)
NAMES = re.compile(r"`([^`]+)`")


def _newer() -> list[str]:
    """What the page on devices names as newer than Chrome 77."""
    return [
        name for names, _ in ROW.findall(DOCS.read_text(encoding="utf-8")) for name in NAMES.findall(names)
    ]


def _older(style: str) -> str:
    """The style sheet as a WebView reads it that knows none of that."""
    for name in _newer():
        if name.endswith("()"):
            declaration = rf"[-a-z]+:[^;{{}}]*\b{re.escape(name[:-2])}\("
            style = re.sub(rf"{declaration}[^;{{}}]*;", "", style)
        elif name.startswith(":"):
            style = re.sub(rf"[^{{}}]*{re.escape(name)}\b[^{{}}]*\{{[^{{}}]*\}}", "", style)
        else:
            property_, _, value = name.partition(": ")
            style = re.sub(rf"(?<![-a-z]){re.escape(property_)}:\s*{value or '[^;]*'};", "", style)
    return style


def test_each_newer_feature_is_used() -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in STYLES.rglob("*.css"))
    assert [name for name in _newer() if name.removesuffix("()") not in styles] == []
    assert len(_newer()) > 10
    older = _older(re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL))
    assert [name for name in _newer() if re.search(rf"(?<![-a-z]){re.escape(name)}", older)] == []
    assert older.count("{") == older.count("}")


@pytest.mark.parametrize("shell", ["anki", "ankidroid"])
def test_nothing_is_cut_without_them(cards: Cards, faces: Faces, shell: str) -> None:
    styles = {face.partition("</style>")[0] for face in faces.values()}
    older = {style: _older(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)) for style in styles}
    plain = {
        name: older[style] + end + rest
        for name, face in faces.items()
        for style, end, rest in [face.partition("</style>")]
    }
    measured = cards.measure(plain, shell=shell, themes=["", "nightMode"])
    assert [name for name, found in measured.items() if found["page"] > 0 or found["outside"]] == []
    assert [name for name, found in measured.items() for _, cut, _ in found["code"] if cut] == []
