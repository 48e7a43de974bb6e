"""Unicode noncharacters that stand for what must not be mixed up with an author's text until the end.

No source can hold them: parse rejects them, and an entity that means one becomes U+FFFD.
"""

import re
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

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


def without_marks(text: str) -> str:
    """A text in which nothing can be taken for a mark; parse has refused such a source before."""
    return _NOT_TEXT.sub("\ufffd", text)


def escape(text: str) -> str:
    """Text for an element of the tree, whose serialiser leaves alone what looks like an entity."""
    return text.replace("&", "&amp;") if "&" in text else text
