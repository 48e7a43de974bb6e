"""Finds the arguments of a TeX command as MathJax does."""

import re
from collections.abc import Iterator

from deckgen.syntax.tex.commands import known
from deckgen.values.wording import shortened

_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"\\(?:([A-Za-z]+) ?|(.)|$)", re.DOTALL)
_NAMES = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BRACKET = re.compile(r"\\.|[{}\]]", re.DOTALL)
_LENGTH = re.compile(r"\s*[-+]?(?:[.,]\d+|\d+(?:[.,]\d*)?)\s*(?:em|ex|pt|pc|px|in|cm|mm|mu) ?")
_IN_TEXT = re.compile(r"\\(?:(?:eq)?ref\s*\{|.)|[${}]", re.DOTALL)


class RedError(Exception):
    """MathJax would show this formula in red; says why."""


class UnclearError(Exception):
    """It cannot be told without MathJax what it would show."""


def find_name(tex: str, at: int) -> tuple[str, int]:
    r"""The command at a backslash, and where it ends. One space after letters belongs to it."""
    match = _NAME.match(tex, at)
    return (f"\\{match[1] or match[2] or ' '}", match.end()) if match else (tex[at : at + 1], at + 1)


def find_argument(tex: str, at: int, command: str) -> tuple[str, int]:
    """What is in braces, or one character or command."""
    at = after_space(tex, at)
    sign = tex[at : at + 1]
    if not sign:
        raise RedError(f"`{command}` lacks an argument")
    if sign == "}":
        raise RedError(f"`{command}` lacks an argument before `}}`")
    if sign == "\\":
        return find_name(tex, at)
    if sign != "{":
        return sign, at + 1
    depth = 0
    for match in _BRACE.finditer(tex, at):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return tex[at + 1 : match.start()], match.end()
    raise RedError(unclosed(tex[at:]))


def unclosed(text: str) -> str:
    """What is wrong with a text that begins with an open brace."""
    return f"the `{{` of `{shortened(text.strip(), 20)}` is not closed; write `}}` where it ends"


def find_brackets(tex: str, at: int, command: str) -> tuple[str | None, int]:
    """What is in brackets, if anything is."""
    at = after_space(tex, at)
    if tex[at : at + 1] != "[":
        return None, at
    depth = 0
    for match in _BRACKET.finditer(tex, at + 1):
        if match[0] == "]" and depth == 0:
            return tex[at + 1 : match.start()], match.end()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            break
    raise RedError(f"the `[` after `{command}` is not closed")


def find_delimiter(tex: str, at: int, command: str) -> tuple[str, int]:
    """A bracket or the like, which becomes as large as what it surrounds."""
    at = after_space(tex, at)
    found = tex[at : at + 1]
    end = at + 1
    if found == "\\":
        found, end = find_name(tex, at)
    elif found == "{" and command not in (r"\left", r"\right", r"\middle"):  # these take no braces
        found, end = find_argument(tex, at, command)
        found = found.strip()
    if found not in known().delimiters:
        wrong = f"`{found}` is not one" if found.strip() else "nothing is there"
        raise RedError(f"`{command}` needs a delimiter such as `(` or `.`, and {wrong}")
    return found, end


def find_delimiter_or_none(tex: str, at: int, command: str) -> tuple[str, int]:
    """A delimiter, or empty braces."""
    found, end = find_argument(tex, at, command)
    return (found, end) if not found.strip() else find_delimiter(tex, at, command)


def find_length(tex: str, at: int, command: str) -> tuple[str, int]:
    """A length such as `1em`, in braces or not."""
    at = after_space(tex, at)
    if tex[at : at + 1] == "{":
        found, end = find_argument(tex, at, command)
        if is_length(found):
            return found, end
    elif match := _LENGTH.match(tex, at):
        return match[0], match.end()
    raise RedError(f"`{command}` needs a length with its unit, such as `1em`")


def is_length(text: str) -> bool:
    """Whether this is a length such as `1em`."""
    match = _LENGTH.match(text.rstrip())
    return match is not None and match.end() == len(text.rstrip())


def math_in_text(text: str) -> Iterator[str]:
    r"""The formulas in the argument of `\text`, between `$` or `\(` and `\)`."""
    begun, closing, depth = 0, "", 0
    for match in _IN_TEXT.finditer(text):
        sign = match[0]
        if not closing and sign in ("$", r"\("):
            begun, closing, depth = match.end(), "$" if sign == "$" else r"\)", 0
        elif closing and sign == closing and depth == 0:
            yield text[begun : match.start()]
            closing = ""
        elif closing:
            depth += {"{": 1, "}": -1}.get(sign, 0)
    if closing:
        raise RedError(rf"`{closing}` is missing in `\text`")


def names(tex: str) -> Iterator[str]:
    """Every command in a text."""
    return (f"\\{name}" for name in _NAMES.findall(tex))


def after_space(tex: str, at: int) -> int:
    """The place where something stands, here or after spaces."""
    match = _SPACE.match(tex, at)
    return match.end() if match else at
