r"""Finds commands of LaTeX that a program has broken: in its strings `\b` and `\f` are control characters."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from deckgen.syntax.tex.commands import known
from deckgen.syntax.tex.instead import INSTEAD
from deckgen.values.characters import LINE_ENDS

_LETTERS = {"\x07": "a", "\x08": "b", "\x0b": "v", "\x0c": "f", "\x1b": "e"}
_BROKEN = re.compile(rf"(?P<sign>[{''.join(_LETTERS)}])(?P<rest>[A-Za-z]+)")


class Broken(NamedTuple):
    """A command that has lost its backslash and first letter: where it is in its line, and what it was."""

    start: int
    end: int
    command: str


def find_broken(line: str) -> Iterator[Broken]:
    r"""The broken commands of a line; what may end a line in Word is a part of one only after a `$`."""
    for match in _BROKEN.finditer(line):
        command = f"\\{_LETTERS[match['sign']]}{match['rest']}"
        is_known = command in known().commands or command in INSTEAD
        if is_known and (match["sign"] not in LINE_ENDS or "$" in line[: match.start()]):
            yield Broken(match.start(), match.end(), command)
