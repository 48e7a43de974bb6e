"""Turns the bytes of a source into text with one kind of line end."""

import codecs
import re

from deckgen.sources.open.encodings import explain_encoding, is_utf_16
from deckgen.sources.open.escapes import find_broken
from deckgen.values.characters import FORBIDDEN, LINE_ENDS, find_forbidden, without_forbidden
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import too_large

MAX_SOURCE_BYTES = 2 * 1024 * 1024
"""Parsing a larger file would take minutes."""

WITHIN_WORD = re.compile(rf"(?<=[^\W_])(?:(?![{LINE_ENDS}])[{FORBIDDEN}])++(?=[^\W_])")
"""Characters that a note cannot hold in a place where a hyphen may have been, as in the text of a PDF."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_BEFORE_POINT = re.compile(rf"[{LINE_ENDS}][ \t]*(?:[-*+]|\d{{1,9}}[.)])[ \t]")
_LONGEST_PART = 20
_WORD_BEFORE = re.compile(r"[\w-]*\Z")
_WORD_AFTER = re.compile(r"[\w-]*")
_PICTURES = {**{code: 0x2400 + code for code in range(0x20)}, 0x7F: 0x2421}


def decode_source(path: str, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    r"""The text with `\n` line ends and without a byte order mark, or the problem that prevents reading it.

    U+FFFD replaces each character that a note cannot hold, which is a problem too.
    """
    if len(content) > MAX_SOURCE_BYTES:
        return "", (source_too_large(Location(path, 1), len(content)),)
    if is_utf_16(content):
        message = explain_encoding(path, content)
        return "", (Problem(Location(path, 1), Code.NOT_UTF_8, message),)
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        byte = error.object[error.start]
        message = f"byte 0x{byte:02x} is not UTF-8; {explain_encoding(path, content)}"
        return "", (Problem(Location(path, line), Code.NOT_UTF_8, message),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    forbidden = find_forbidden(text)
    lines = text.split("\n") if forbidden else []
    problems = tuple(
        forbidden_character(Location(path, line), character, lines[line - 1])
        for line, character in forbidden.items()
    )
    return without_forbidden(text) if problems else text, problems


def source_too_large(location: Location, size: int) -> Problem:
    """The problem of a file with more than `MAX_SOURCE_BYTES`."""
    message = f"{too_large(size, MAX_SOURCE_BYTES)}; split it into several files"
    return Problem(location, Code.FILE_TOO_LARGE, message)


def forbidden_character(location: Location, character: str, line: str = "") -> Problem:
    """The problem of a character that a note cannot hold, in this line."""
    message = f"a note cannot hold the character U+{ord(character):04X}; delete it"
    if broken := next(find_broken(line), None):
        sign, rest = line[broken.start], line[broken.start + 1 : broken.end]
        message = (
            f"a program has made the character U+{ord(sign):04X} of the `{broken.command[:2]}` in "
            f"`{broken.command}`; write `{broken.command}` in place of it and `{rest}`, "
            'and in Python a raw string, `r"…"`'
        )
    elif character in LINE_ENDS:
        message = (
            f"a note cannot hold the character U+{ord(character):04X}, which ends a line or a page in Word; "
            f"{advise_line_end(line)}"
        )
    elif code := _COLOUR.search(line):
        message = (
            "a note cannot hold the colour codes of a terminal; "
            f"delete each of them, such as `{code[0][1:]}` with the character U+001B before it"
        )
    elif within := WITHIN_WORD.search(line):
        word = _pictured_word(line, within)
        message = (
            f"a note cannot hold the character U+{ord(within[0][0]):04X} in `{word}`; "
            "write what belongs there, such as a hyphen, or delete it"
        )
    return Problem(location, Code.CONTROL_CHARACTER, message)


def advise_line_end(line: str) -> str:
    """What to write for a character in this line that ends one in another program."""
    return "press Enter in its place" + ("" if _BEFORE_POINT.search(line) else ", or delete it")


def _pictured_word(line: str, within: re.Match[str]) -> str:
    """The word with a visible sign for each character in it that has none, as Unicode has them."""
    start, end = within.span()
    before = _WORD_BEFORE.search(line[max(start - _LONGEST_PART, 0) : start])
    after = _WORD_AFTER.match(line[end : end + _LONGEST_PART])
    word = f"{before[0] if before else ''}{within[0][:_LONGEST_PART]}{after[0] if after else ''}"
    return without_forbidden(word.translate(_PICTURES))
