"""Says how wide a displayed formula is, so that the style sheet can shrink it on a phone."""

from math import ceil, isfinite

from deckgen.syntax.tex.width import estimate_width

FITS = 13
"""Em of MathJax's font, which is a quarter larger than the text: so much fits on a phone of 320 px."""

_STEP = 2
_WIDEST = 48
"""Wider than the widest card, with the smallest size that can be read."""


def width_class(tex: str) -> str:
    """A class such as `w18`, the width in em rounded up to an even number; none for a formula that fits."""
    width = estimate_width(tex)
    if width <= FITS:
        return ""
    return f"w{min(ceil(width / _STEP) * _STEP, _WIDEST) if isfinite(width) else _WIDEST}"
