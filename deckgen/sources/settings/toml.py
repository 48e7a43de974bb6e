"""Reads TOML that an author wrote, with the lines of its names."""

import re
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

from deckgen.sources.open.decode import decode_source
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem

_DEEP_KEY = re.compile(r"(?:^[ \t]*+\[{0,2}|[{,])(?:[\w \t-]++\.){100}", re.MULTILINE)
"""tomllib takes seconds for keys of many parts."""
_LINE = re.compile(r"at line (\d+)")


class Toml(NamedTuple):
    """What a file says, and its text."""

    values: Mapping[str, object]
    text: str


def parse_toml(
    path: str, content: bytes, code: Code, *, what: str, advice: str
) -> tuple[Toml | None, tuple[Problem, ...]]:
    """The content of a file, or why it cannot be read.

    `code` is that of a file that is not TOML, `what` should have been written there, and `advice` ends the
    message of an error that TOML's reader reports.
    """
    text, problems = decode_source(path, content)
    if problems:
        return None, problems
    if deep := _DEEP_KEY.search(text):
        message = f"this is not TOML for {what}: a key has more than 100 parts; write {what}"
        return None, (Problem(Location(path, line_at(text, deep.start()) + 1), code, message),)
    try:
        return Toml(tomllib.loads(text), text), ()
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        # An error at the end of the document has no line.
        match = _LINE.search(str(error))
        line = int(match[1]) if match else text.rstrip().count("\n") + 1
        message = f"this is not TOML: {_LINE.sub('here', str(error))}; {advice}"
        return None, (Problem(Location(path, line), code, message),)
