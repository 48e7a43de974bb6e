"""Finds out what a stream can show: a screen has columns, and everything else gets lines as they are."""

import os
from typing import IO, Any

MOST_COLUMNS = 100
"""Longer rows are hard to read, however wide the terminal is."""

_USUAL_COLUMNS = 80


def columns_of(stream: IO[Any]) -> int:
    """The columns to fill on a terminal; 0 if the stream is not one, or only passes text on.

    COLUMNS overrides what the terminal says. Programs that read what a command prints, such as Emacs, give it
    a terminal with TERM=dumb.
    """
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return 0
    asked = os.environ.get("COLUMNS", "")
    try:
        columns = int(asked) if asked.isdecimal() else os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return min(columns or _USUAL_COLUMNS, MOST_COLUMNS)
