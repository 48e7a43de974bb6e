"""Finds SVGs that a card shows too large, too small or cut, because they do not say their size."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from xml.parsers import expat

from deckgen.checks.media.svgs import ReadMedia, find_svgs
from deckgen.values.codes import Code
from deckgen.values.outline import Found
from deckgen.values.problem import Problem

MOST_BYTES = 1 << 20
"""The largest SVG: a phone draws it again on each face, and a larger plot is better as a PNG."""

MOST_CUT = 320
"""The largest width in pixels of a picture without a `viewBox` that a phone shows whole."""

_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d+)?|\.\d+)\s*(px|pt|pc|in|cm|mm|q|em|ex|rem)?\s*$", re.IGNORECASE)


def check_svg_sizes(path: str, shown: Iterable[Found], media: ReadMedia) -> Iterator[Problem]:
    """SVGs of more than 1 MiB, and those without a size or a `viewBox`."""
    for place, target, content in find_svgs(path, shown, media):
        if len(content) > MOST_BYTES:
            message = (
                f"`{target}` has {len(content) / MOST_BYTES:.1f} MiB, and a phone draws it again on "
                "each card; simplify it, or save it as PNG"
            )
            yield Problem(place, Code.PICTURE_HEAVY, message)
        if fault := _find_fault(_root(content)):
            yield Problem(place, Code.PICTURE_UNSIZED, f"`{target}` {fault}")


def _root(content: bytes) -> dict[str, str]:
    """The attributes of the first element."""
    found: list[dict[str, str]] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        found.append(attributes)
        raise StopIteration

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with suppress(StopIteration, expat.ExpatError):
        parser.Parse(content, True)
    return found[0] if found else {}


def _find_fault(root: Mapping[str, str]) -> str:
    """What is wrong with the size of an SVG and what to do, as the end of a sentence."""
    box = root.get("viewBox", "").replace(",", " ").split()
    width, height = (_LENGTH.match(root.get(name, "")) for name in ("width", "height"))
    if width and height:
        if box or float(width[1]) <= MOST_CUT:
            return ""
        advice = f'add `viewBox="0 0 {width[1]} {height[1]}"` to its `<svg>`'
        return f"has a width and no `viewBox`, so a phone cuts it instead of making it smaller; {advice}"
    if len(box) == 4:
        advice = f'add `width="{box[2]}" height="{box[3]}"` to its `<svg>`'
        return f"has no width and height, so it is drawn as wide as the card; {advice}"
    return (
        "says neither its size nor a `viewBox`, so a card shows 300 × 150 pixels of it and cuts the rest; "
        'add `width`, `height` and `viewBox="0 0 WIDTH HEIGHT"` to its `<svg>`'
    )
