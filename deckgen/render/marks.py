"""Unicode noncharacters that stand for what must not be mixed up with an author's text until the end.

No text can hold them: parse puts U+FFFD in their place, and an entity that means one is no entity.
"""

from types import MappingProxyType

TAG_START, TAG_END = "\ufdd0", "\ufdd1"
"""`<` and `>` of raw HTML in text that is still to be escaped."""

CLOZE_START, CLOZE_TEXT, CLOZE_HINT, CLOZE_END = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
"""A cloze: start, number, text, hint, end."""

SOUND_START, SOUND_END = "\ufdd6", "\ufdd7"
"""A sound's name stands between them."""

INLINE_START, INLINE_END = "\ufdd8", "\ufdd9"
DISPLAY_START, DISPLAY_END = "\ufdda", "\ufddb"
"""A formula stands between two of them."""

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
"""What each mark is for Anki, once the HTML is sanitised."""


def escape(text: str) -> str:
    """Text for an element of the tree, whose serialiser leaves alone what looks like an entity."""
    return text.replace("&", "&amp;") if "&" in text else text
