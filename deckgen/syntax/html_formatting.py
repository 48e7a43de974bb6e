"""Finds what a field shows besides words: pictures, sounds, links, lists, bold text and other formatting."""

import re
from collections import Counter
from collections.abc import Iterator

from deckgen.syntax.html_text import attribute_values, split_tags

ANKI_TEXT = r"sound:|latex\]|/latex\]|\$\$?\]|/\$\$?\]|anki:|\[type:"
"""What follows the bracket of a mark that Anki replaces, such as `[sound:`; case does not matter."""

_ANKI_TAG = re.compile(rf"\[(?={ANKI_TEXT})\[?[^\]]*\]", re.IGNORECASE)
_LAYOUT = frozenset(("br", "div", "p", "span", "tbody", "thead", "wbr"))
"""Elements that Anki's editor adds as it likes, and that show nothing unless they have a style."""

_EMPTY = frozenset(("audio", "embed", "hr", "img", "input", "object", "source", "video"))
_SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del", "u": "ins"}
_ATTRIBUTES = ("src", "data", "href", "style", "color", "checked")


def find_formatting(html: str) -> Counter[str]:
    """The formatting of a field, as opening tags without what does not matter, and how often it has each."""
    return Counter(tag for tag, _ in read_formatting(html))


def read_formatting(html: str) -> Iterator[tuple[str, str]]:
    """The formatting of a field, each with the words that it begins with, if it holds words.

    Code directly after other code counts as one block: Anki's editor parts a block for Enter and nests one
    that is pasted.
    """
    yield from ((match[0].lower(), "") for match in _ANKI_TAG.finditer(html))
    in_pre = was_code = False
    for closes, name, attributes, text in split_tags(html):
        if name == "pre":
            in_pre = not closes
        is_more_code = in_pre and (name == "code" or (name == "pre" and was_code))
        if name and not closes and not is_more_code:
            values = attribute_values(attributes)
            kept = "".join(f' {one}="{values[one]}"' for one in _ATTRIBUTES if one in values)
            if kept or name not in _LAYOUT:
                yield f"<{_SAME.get(name, name)}{kept}>", "" if name in _EMPTY else text.strip()
        was_code = in_pre or name == "pre" or (was_code and not text.strip())
