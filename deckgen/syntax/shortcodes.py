"""Finds emoji that are written by name, `:smile:`.

The names are those of the library `emoji`, which has all that GitHub knows.
"""

import re
from functools import cache

LIKE_A_SHORTCODE = r":[a-z0-9_+-]{1,60}:"

# Unlike on GitHub, a time such as `10:100:30` and a path such as `a:b:c` have none.
_RUN = re.compile(rf"(?<![A-Za-z0-9:])(?:{LIKE_A_SHORTCODE})+(?![A-Za-z0-9:])")
_NAME = re.compile(LIKE_A_SHORTCODE)


def find_emoji(text: str, position: int) -> tuple[str, int] | None:
    """The emoji whose names begin at a colon, one directly after another, and the position after them."""
    match = _RUN.match(text, position)
    if match is None:
        return None
    found = [_emoji(name) for name in _NAME.findall(match[0])]
    return ("".join(found), match.end()) if all(found) else None


def without_emoji(text: str) -> str:
    """A text without the names of emoji."""
    if ":" not in text:
        return text
    return _RUN.sub(lambda match: "" if find_emoji(text, match.start()) else match[0], text)


@cache
def _emoji(name: str) -> str:
    """The emoji of a name with its colons; empty if no emoji is called so."""
    from emoji import emojize  # noqa: PLC0415  # slow to import, and most sources have no emoji

    found = emojize(name, language="alias")
    return "" if found == name else found
