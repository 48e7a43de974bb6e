"""Finds a fence around a whole source, as chatbots give a file to copy."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_OPEN = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?P<language>markdown|md)?[ \t]*$", re.IGNORECASE)
_BEGINS = re.compile(r"---[ \t]*$|#{1,2}[ \t]+\S")
_QUESTION = re.compile(r"#{2,6}[ \t]+\S")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")
_MOST_ABOVE = 20
"""Lines that a chatbot may write above such a fence."""


class Wrapping(NamedTuple):
    """The first and the last line of such a fence, counted from 1, and the last line with text.

    `is_whole` says whether no text is outside of it.
    """

    first: int
    last: int
    end: int
    is_whole: bool

    def explain(self) -> str:
        """What is wrong, and what to delete."""
        if self.is_whole:
            lines = f"lines {self.first} and {self.last}"
        else:
            above = f"lines 1 to {self.first}" if self.first > 1 else "line 1"
            below = f"{self.last} to {self.end}" if self.end > self.last else str(self.last)
            lines = f"{above} and {below}, and keep what is between them"
        return f"the whole file is within a fence, so it is code; delete {lines}"


def find_wrapping(lines: Sequence[str]) -> Wrapping | None:
    """Such a fence; None if a file has none.

    A fence without the word `markdown` holds the file only if none of its lines is a fence. No heading is
    outside of it.
    """
    above = range(min(len(lines), _MOST_ABOVE))
    first = next((n for n in above if _OPEN.match(lines[n]) or _HEADING.match(lines[n])), None)
    opened = _OPEN.match(lines[first]) if first is not None else None
    if first is None or opened is None:
        return None
    last = next((n for n in range(len(lines) - 1, first, -1) if lines[n].strip() == opened["mark"]), first)
    shown = [number for number in range(first + 1, last) if lines[number].strip()]
    if not shown or not _BEGINS.match(lines[shown[0]]) or any(map(_HEADING.match, lines[last + 1 :])):
        return None
    is_whole = not any(line.strip() for line in (*lines[:first], *lines[last + 1 :]))
    if not is_whole and not any(_QUESTION.match(lines[number]) for number in shown):
        return None
    inner = any(lines[number].lstrip().startswith(opened["mark"]) for number in shown)
    end = next(number for number in range(len(lines), 0, -1) if lines[number - 1].strip())
    return None if inner and not opened["language"] else Wrapping(first + 1, last + 1, end, is_whole)
