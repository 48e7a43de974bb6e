"""Finds what is wrong with a formula that Anki's MathJax would show in red."""

import re

from deckgen.syntax.tex.definitions import Definitions
from deckgen.syntax.tex.frame import Frame
from deckgen.syntax.tex.parts import RedError, UnclearError, names
from deckgen.syntax.tex.reader import Reader

LONGEST = 2000
"""Characters; of a longer formula only the names of its commands are judged."""

_MAY_HIDE_NAMES = re.compile(
    r"\\(?:text|mbox|hbox|fbox|framebox|verb|tag|require|href|def|let|new|renew|Declare|toggle|url|operatorname)"
)

_MAY_HIDE_PAIRS = re.compile(r"\\(?:verb|def|let|new|renew|Declare)|%")
_PAIR = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}|\\.|[{}]", re.DOTALL)


def find_fault(tex: str, definitions: Definitions | None = None) -> str | None:
    """What is wrong with a formula; None if it is right or deckgen cannot tell.

    The definitions are those of earlier formulas of the note; what this one defines is added.
    """
    definitions = definitions or Definitions()
    try:
        if len(tex) <= LONGEST:
            Reader(tex, definitions).read()
            return None
    except RedError as fault:
        return str(fault)
    except UnclearError:
        pass
    try:
        _check_pairs(tex)
        if not _MAY_HIDE_NAMES.search(tex):
            for name in names(tex):
                definitions.command(name)
    except RedError as fault:
        return str(fault)
    except UnclearError:
        pass
    return None


def is_right(tex: str) -> bool:
    """Whether a formula can be read to its end, and all of it is right."""
    try:
        Reader(tex, Definitions()).read()
    except (RedError, UnclearError):
        return False
    return len(tex) <= LONGEST


def _check_pairs(tex: str) -> None:
    """Of a formula that cannot be read: whether its braces and environments are in pairs."""
    if _MAY_HIDE_PAIRS.search(tex):
        return
    frames = [Frame()]
    for match in _PAIR.finditer(tex):
        if match[0] == "{" or match[1] == "begin":
            frames.append(Frame(match[2] or "}", begun=tex[match.start() : match.start() + 30]))
        elif match[0] == "}" or match[1] == "end":
            frames.pop().close(match[2] or "}")
            if not frames:
                return
    frames[-1].close("")
