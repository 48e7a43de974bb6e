"""Recognises callouts: quotes that begin with a name in brackets, such as `[!NOTE]`."""

import re

CALLOUTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
"""The callouts that GitHub knows."""

HINT = "HINT"
"""Our own callout, whose text becomes the hint of a note."""

_CALLOUT = re.compile(r"\[!([A-Za-z][\w-]*)\][ \t]*(?:\n|$)")


def find_callout(text: str) -> tuple[str, str] | None:
    """The name of a callout in capitals and the text below it, if the first text of a quote begins one."""
    match = _CALLOUT.match(text)
    return (match[1].upper(), text[match.end() :]) if match else None
