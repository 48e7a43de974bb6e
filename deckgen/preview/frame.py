"""Makes the document of a face: the page of Anki's reviewer, for a frame in which no script runs.

The frame is `<iframe sandbox="allow-same-origin" srcdoc=…>`: without `allow-scripts`, so that no script of a
card runs, and of the page's origin, so that the page can reach into it. `assets/frame.js` makes the same
document in the browser.
"""

import re
from enum import StrEnum
from functools import cache
from html import escape
from importlib.resources import files

_PLACE = re.compile(r"%(root|theme|media|title|body|css|face)%")


class Device(StrEnum):
    """A program of Anki whose page a frame is like."""

    ANKI = "anki"
    ANKIDROID = "ankidroid"


_ROOT = {Device.ANKI: "linux js", Device.ANKIDROID: "mobile android linux js"}
"""The classes of the root, which styles ask for."""


@cache
def frame_template() -> str:
    """The document with `%face%` and other places, which `makeFrame` in `assets/frame.js` fills."""
    assets = files("deckgen.preview") / "assets"
    page = (assets / "frame.html").read_text(encoding="utf-8")
    return page.replace("%base%", (assets / "card.css").read_text(encoding="utf-8"))


def frame(
    face: str,
    css: str,
    *,
    title: str = "",
    ordinal: int = 0,
    night: bool = False,
    device: Device = Device.ANKI,
    media: str = "media/",
) -> str:
    """The document of a face with the style of its note type.

    `media` is the address of the folder with the media, relative to the page. No script runs, and nothing is
    loaded but pictures, sounds and fonts from the page's own origin.
    """
    root, body = _ROOT[device], f"card card{ordinal + 1} isLin"
    parts = {
        "root": f"{root} night-mode" if night else root,
        "theme": "dark" if night else "light",
        "media": escape(media),
        "title": escape(title),
        "body": f"{body} nightMode night_mode" if night else body,
        "css": css,
        "face": face,
    }
    return _PLACE.sub(lambda found: parts[found[1]], frame_template())
