"""Makes text safe for a terminal."""

import unicodedata

BLANK = "\N{REPLACEMENT CHARACTER}"

_CONTROLS = ("Cc", "Cf", "Cs", "Zl", "Zp")


def printable(text: str) -> str:
    """Replace control characters except line ends: a package may come from somebody else."""
    return "".join(
        BLANK if unicodedata.category(character) in _CONTROLS and character != "\n" else character
        for character in text
    )
