"""Unicode noncharacters as marks that cannot occur in the text of an author.

`sources/open/decode.py` replaces them with U+FFFD, and an entity that means one is not read as an entity.
"""

from types import MappingProxyType

TAG_START, TAG_END = "\ufdd0", "\ufdd1"
"""`<` and `>` of raw HTML in text that is still to be escaped."""

CLOZE_START, CLOZE_TEXT, CLOZE_HINT, CLOZE_END = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
"""They enclose the parts of a cloze: start, number, text, hint, end."""

SOUND_START, SOUND_END = "\ufdd6", "\ufdd7"
"""They enclose the name of a sound."""

INLINE_START, INLINE_END = "\ufdd8", "\ufdd9"
DISPLAY_START, DISPLAY_END = "\ufdda", "\ufddb"
FORMULAS = MappingProxyType({"$": (INLINE_START, INLINE_END), "$$": (DISPLAY_START, DISPLAY_END)})
"""They enclose a formula that is written with so many dollars."""

ANKI = MappingProxyType(
    {
        CLOZE_START: "{{c",
        CLOZE_TEXT: "::",
        CLOZE_HINT: "::",
        CLOZE_END: "}}",
        SOUND_START: "[sound:",
        SOUND_END: "]",
        INLINE_START: r"\(",
        INLINE_END: r"\)",
        DISPLAY_START: r"\[",
        DISPLAY_END: r"\]",
    }
)
"""What replaces each mark after the HTML was sanitised."""


def escape(text: str) -> str:
    """Text for an element of the tree, whose serialiser does not escape what looks like an entity."""
    return text.replace("&", "&amp;") if "&" in text else text
