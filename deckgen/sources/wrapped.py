"""Finds a fence around a whole source, as chatbots give a file to copy."""

import re
from collections.abc import Sequence

_OPEN = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?P<language>markdown|md)?[ \t]*$", re.IGNORECASE)
_BEGINS = re.compile(r"---[ \t]*$|#{1,2}[ \t]+\S")


def find_wrapping(lines: Sequence[str]) -> tuple[int, int] | None:
    """The first and the last line of such a fence, counted from 1; None if a file has none.

    A fence without the word `markdown` holds the file only if none of its lines is a fence.
    """
    shown = [number for number, line in enumerate(lines) if line.strip()]
    if len(shown) < 3:
        return None
    first, last = shown[0], shown[-1]
    opened = _OPEN.match(lines[first])
    if not opened or not _BEGINS.match(lines[shown[1]]) or lines[last].strip() != opened["mark"]:
        return None
    inner = any(lines[number].lstrip().startswith(opened["mark"]) for number in shown[1:-1])
    return None if inner and not opened["language"] else (first + 1, last + 1)
