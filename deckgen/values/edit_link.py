"""The link on a card to its source, and what of it says no more than the line."""

import re

EDIT_CLASS = "edit"
"""The class of the link, which no text of an author can have."""

_FRAGMENT = re.compile(rf'(?<=<a class="{EDIT_CLASS}" href=")([^"#]*#)([^"]*)')
_DIGITS = re.compile(r"\d+")


def without_line(field: str) -> str:
    """The field without the number of the line, which changes with every edit above the question."""
    if f'class="{EDIT_CLASS}"' not in field:
        return field
    return _FRAGMENT.sub(lambda match: match[1] + _DIGITS.sub("", match[2]), field)
