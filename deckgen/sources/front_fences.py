"""Finds a front matter whose lines `---` are missing, written otherwise, or not at the top of the file."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from deckgen.syntax.front_matter import front_matter_end

FENCE_LIKE = re.compile(
    r"(?P<bare>[-=*_~+\u2010-\u2015\u2212\u2500\u2501\uff0d\uff3f\uff1d]{2,}|[\u2013-\u2015\u2500\u2501])\s*$"
)
"""What smart punctuation, a Chinese keyboard or a wrong key makes of `---`."""

_SETTING = re.compile(r"(?:deck|tags|source|cards|needs)[ ]*[:：]")
_CERTAIN = re.compile(r"(?:deck|tags)[ ]*[:：]")
_NAME = re.compile(r"[A-Za-z][\w-]*[ ]*[:：]")
_TITLE = re.compile(r"#[ \t]")
_QUESTION = re.compile(r"#{2,6}[ \t]+\S")
_MOST_LINES = 200
"""A longer front matter is read as it stands."""


class Fences(NamedTuple):
    """A front matter with wrong fences: its last line, and the line and the words of the problem.

    `is_read` says whether the lines between the first and the last one are its settings.
    """

    end: int
    line: int
    message: str
    is_read: bool = True


def find_wrong_fences(lines: Sequence[str]) -> Fences | None:
    """The front matter that an author meant, if its fences are not as they must be."""
    if lines and lines[0].rstrip() == "---":
        return _find_end(lines)
    number = _first_shown(lines)
    if number is None:
        return None
    first = lines[number].strip()
    opened = bool(FENCE_LIKE.match(first))
    start = number + opened
    if not (_NAME if opened else _SETTING).match("".join(lines[start : start + 1])):
        return None
    end = start
    while end < len(lines) and lines[end].strip() and not FENCE_LIKE.match(lines[end].strip()):
        if _QUESTION.match(lines[end]):
            break
        end += 1
    closed = end < len(lines) and bool(FENCE_LIKE.match(lines[end].strip()))
    is_top = not any(line.strip() for line in lines[:number])
    if not any(map(_CERTAIN.match, lines[start:end])) and not (is_top and closed and first == "---"):
        return None
    message = "settings are read only at the top of the file, between two lines `---`; move them there"
    if opened and number == 0:
        message = f"`{first}` does not begin a front matter; write `---`, three hyphens"
        message += f", here and in line {end + 1}" if closed and lines[end].rstrip() != "---" else ""
        if first == "---":
            message = "spaces before `---` keep it from beginning a front matter; delete them"
    elif opened and is_top:
        message = "the front matter must begin in the first line; delete the blank lines above it"
    elif number == 0:
        message = "settings are read only between two lines `---`; write one above this line and one below "
        message += f"line {end}" if not closed else "the settings"
    return Fences(end + closed, number + 1, message, is_read=False)


def _first_shown(lines: Sequence[str]) -> int | None:
    """The first line, counted from 0, that is neither blank nor a title."""
    shown = (n for n, line in enumerate(lines[:_MOST_LINES]) if line.strip() and not _TITLE.match(line))
    return next(shown, None)


def _find_end(lines: Sequence[str]) -> Fences | None:
    """The line that was meant to end the front matter, or the settings that no line ends."""
    end = front_matter_end(lines)
    last = 1
    for number, line in enumerate(lines[1 : min(end or _MOST_LINES, _MOST_LINES)], 2):
        if number == end:
            break
        if like := FENCE_LIKE.match(line):
            message = f"`{like['bare']}` does not end the front matter; write `---`, three hyphens"
            return Fences(number, number, message)
        if _QUESTION.match(line):
            message = f"the front matter is not closed; write a line `---` below line {last}"
            return Fences(last, 1, message, is_read=False)
        if line.strip() and not _TITLE.match(line):
            last = number
    return (
        None
        if end
        else Fences(0, 1, "the front matter is not closed; close it with a line `---`", is_read=False)
    )
