"""Keeps what a package says from steering the terminal that shows it."""

import unicodedata

BLANK = "\N{REPLACEMENT CHARACTER}"

_CONTROLS = ("Cc", "Cf", "Cs", "Zl", "Zp")


def printable(text: str) -> str:
    """Blank control characters but for line ends: somebody else may have made the package."""
    return "".join(
        BLANK if unicodedata.category(character) in _CONTROLS and character != "\n" else character
        for character in text
    )
