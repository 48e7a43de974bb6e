"""Stands at a place in a formula, and reads what comes next there."""

import re
from abc import ABC, abstractmethod

from deckgen.syntax.tex.commands import Command
from deckgen.syntax.tex.definitions import Definitions
from deckgen.syntax.tex.frame import Frame
from deckgen.syntax.tex.parts import (
    RedError,
    UnclearError,
    after_space,
    find_argument,
    find_brackets,
    find_delimiter,
    find_delimiter_or_none,
    find_length,
)

_MOST_REPLACED = 300
_LONGEST_REPLACED = 5120
"""MathJax has the same limit."""

_HASH = re.compile(r"#(\d)")
_ENDS_IN_NAME = re.compile(r"\\[A-Za-z]+\Z")
_FINDS = {"d": find_length, "D": find_delimiter, "E": find_delimiter_or_none}


class State(ABC):
    """A place in a formula, or in an argument of a command."""

    def __init__(self, tex: str, definitions: Definitions, *, cells: bool = False) -> None:
        self.tex = tex
        self.at = 0
        self.definitions = definitions
        self.frames = [Frame(cells=cells)]
        self.tagged = False
        self._replaced = 0

    @property
    def frame(self) -> Frame:
        """What was opened last."""
        return self.frames[-1]

    @abstractmethod
    def judge(self, letter: str, text: str) -> None:
        """Judge an argument of this kind."""

    def close(self, end: str) -> None:
        """Something ends here, and is then one thing that was shown."""
        self.frame.close(end)
        self.frames.pop()
        self.frame.put("g")

    def skip(self, text: str) -> bool:
        """Whether this stands here; it is skipped."""
        is_here = self.tex.startswith(text, self.at)
        self.at += len(text) if is_here else 0
        return is_here

    def arguments(self, name: str, letters: str) -> list[str]:
        """Read and judge the arguments of a command."""
        found = []
        for letter in letters:
            found.append(self._argument(name, letter))
            self.judge(letter, found[-1])
        return found

    def _argument(self, name: str, letter: str) -> str:
        if letter == "?":
            raise UnclearError
        if letter == "*":
            return "*" if self.skip("*") else ""
        if letter in "oO":
            return self.brackets(name) or ""
        self.at = after_space(self.tex, self.at)
        ahead = self.tex[self.at : self.at + 1]
        # These read on to a `}`, also where nothing opened one.
        if letter == "M" and ahead == "}":
            return ""
        if letter == "b" and ahead not in ("", "{", "}"):
            if self.tex.startswith((r"\right", r"\end"), self.at):
                raise RedError(f"`{name}` lacks an argument")
            raise UnclearError
        text, self.at = _FINDS.get(letter, find_argument)(self.tex, self.at, name)
        return text

    def brackets(self, name: str) -> str | None:
        """What is in the brackets that follow, if any do."""
        text, self.at = find_brackets(self.tex, self.at, name)
        return text

    def replace(self, name: str, command: Command) -> None:
        """Put the text of a command in its place, with its arguments in it."""
        self._replaced += 1
        if self._replaced > _MOST_REPLACED or command.text is None:
            raise UnclearError
        values = []
        if command.default is not None:
            text = self.brackets(name)
            values.append(command.default if text is None else text)
        values += self.arguments(name, "r" * (command.arity - len(values)))
        filled = _HASH.sub(
            lambda match: values[int(match[1]) - 1] if 0 < int(match[1]) <= len(values) else match[0],
            command.text,
        )
        rest = self.tex[self.at :]
        space = " " if rest[:1].isalpha() and _ENDS_IN_NAME.search(filled) else ""
        self.tex, self.at = f"{filled}{space}{rest}", 0
        if len(self.tex) > _LONGEST_REPLACED:
            raise UnclearError
