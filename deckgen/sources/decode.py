"""Turns the bytes of a source into text whose lines can be counted."""

import codecs
import re

from deckgen.values.characters import find_forbidden, without_forbidden
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem

MAX_SOURCE_BYTES = 2 * 1024 * 1024
"""A larger file is not a text that somebody wrote; parsing it would take minutes."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_source(path: str, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    r"""The text with `\n` line ends and without a byte order mark, or the reason why there is none.

    A character that no note can hold is a problem, and U+FFFD stands in its place.
    """
    if len(content) > MAX_SOURCE_BYTES:
        size = f"{len(content) / 1024 / 1024:.1f} MiB"
        message = (
            f"the file has {size}, and {MAX_SOURCE_BYTES >> 20} MiB is the most; split it into several files"
        )
        return "", (Problem(Location(path, 1), Code.FILE_TOO_LARGE, message),)
    if content.startswith(_UTF16):
        message = "the file is UTF-16; save it as UTF-8"
        return "", (Problem(Location(path, 1), Code.NOT_UTF_8, message),)
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        byte = error.object[error.start]
        message = f"byte 0x{byte:02x} is not UTF-8; save the file as UTF-8"
        return "", (Problem(Location(path, line), Code.NOT_UTF_8, message),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = tuple(
        forbidden_character(Location(path, line), character)
        for line, character in find_forbidden(text).items()
    )
    return without_forbidden(text) if problems else text, problems


def forbidden_character(location: Location, character: str) -> Problem:
    """A character that no note can hold."""
    message = f"the character U+{ord(character):04X} cannot stand in a note; delete it"
    return Problem(location, Code.CONTROL_CHARACTER, message)
