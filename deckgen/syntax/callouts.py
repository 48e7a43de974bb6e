"""Knows what GitHub sees at the beginning of a text: a callout's name in a quote, a task's box in a list."""

import re
from typing import NamedTuple

CALLOUTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")

HINT = "HINT"
"""Ours: what stands in it becomes a note's hint."""

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_CALLOUT = re.compile(r"\[!([A-Za-z][\w-]*)\][ \t]*(?:\n|$)")


class Callout(NamedTuple):
    """The name as written, and the text of the first paragraph below it."""

    name: str
    text: str

    @property
    def is_known(self) -> bool:
        """Whether GitHub has a callout of this name."""
        return self.name.upper() in CALLOUTS


def find_callout(text: str) -> Callout | None:
    """The callout that the first text of a quote begins."""
    match = _CALLOUT.match(text)
    return Callout(match[1], text[match.end() :]) if match else None


class Task(NamedTuple):
    """Whether a task's box is ticked, and where the text after it begins."""

    is_done: bool
    end: int


def find_task(text: str) -> Task | None:
    """The box that the text of a list's item begins with: `[ ]` or `[x]`."""
    match = _TASK.match(text)
    return Task(match[1] != " ", match.end()) if match else None
