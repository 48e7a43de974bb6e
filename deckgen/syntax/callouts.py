"""Knows GitHub's callouts: a quote whose first line is `[!NOTE]` and nothing else."""

import re
from typing import NamedTuple

CALLOUTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")

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
