"""Reads a formula as MathJax does, up to the first thing that it would show in red."""

import re

from deckgen.syntax.tex.definitions import Definitions
from deckgen.syntax.tex.frame import Frame
from deckgen.syntax.tex.parts import RedError, UnclearError, find_name, math_in_text, names
from deckgen.syntax.tex.state import State
from deckgen.syntax.tex.structure import STRUCTURE

_DEEPEST = 40
_PLAIN = re.compile(r"[^\\{}^_'’%&#@\s]+")
_SPACE = re.compile(r"(?:\s|%[^\n]*(?:\n|$))*+")
_ARROWS = "><VA.|="
"""After `@`, what makes an arrow of the environment `CD`."""

_PRIMES = re.compile(r"['’](?:\s*['’])*+")


class Reader(State):
    """Reads a formula, or an argument of a command."""

    def __init__(self, tex: str, definitions: Definitions, *, cells: bool = False, depth: int = 0) -> None:
        if depth > _DEEPEST:
            raise UnclearError
        super().__init__(tex, definitions, cells=cells)
        self._depth = depth

    def read(self) -> None:
        """Read to the end; RedError at the first thing that MathJax would not take."""
        while True:
            match = _SPACE.match(self.tex, self.at)
            self.at = match.end() if match else self.at
            if self.at >= len(self.tex):
                break
            plain = _PLAIN.match(self.tex, self.at)
            if plain:
                self.at = plain.end()
                self.frame.put()
                if len(plain[0]) > 1:
                    self.frame.put()
            else:
                self._sign(self.tex[self.at])
        self.frame.close("")

    def judge(self, letter: str, text: str) -> None:
        """Judge an argument: math, math with cells, text with formulas in it, or chemistry."""
        if letter in "m&MbO":
            Reader(text, self.definitions, cells=letter in "&M", depth=self._depth + 1).read()
        elif letter == "t":
            for math in math_in_text(text):
                Reader(math, self.definitions, depth=self._depth + 1).read()
        elif letter == "c":
            for name in names(text):
                self.definitions.command(name)

    def _sign(self, sign: str) -> None:
        if sign == "\\":
            name, self.at = find_name(self.tex, self.at)
            self._command(name)
        elif match := _PRIMES.match(self.tex, self.at):
            self.at = match.end()
            self.frame.prime()
        else:
            self.at += 1
            match sign:
                case "{":
                    self.frames.append(Frame("}", begun=self.tex[self.at - 1 : self.at + 30]))
                case "}":
                    self.close("}")
                case "&":
                    self._cell(r"`&`", r"; write `\&` for the character")
                case "@":
                    self._at_sign()
                case "#":
                    raise RedError(r"`#` stands alone; write `\#` for the character")
                case _:
                    self.frame.script(sign)

    def _command(self, name: str) -> None:
        command = self.definitions.command(name)
        if command.text is not None:
            self.replace(name, command)
            return
        if name in STRUCTURE and name not in self.definitions.commands:
            STRUCTURE[name](self, name)
            if "t" in command.notes:
                self.frame.put(command.notes)
            return
        self._check_place(name, command.within)
        if "x" in command.notes:
            raise RedError(f"`{name}` does not work in Anki's MathJax")
        is_own = name in self.definitions.commands
        if command.letters == "?" and not is_own and not self.tex[self.at :].strip():
            raise RedError(f"`{name}` lacks an argument")
        self.arguments(name, command.letters)
        self.frame.put(command.notes)

    def _check_place(self, name: str, within: str) -> None:
        if within.startswith((r"\begin{aligned}", r"\begin{array}")):
            self._cell(f"`{name}`")
        elif within.startswith(r"\begin{multline}"):
            if not self.frame.end.startswith("multline"):
                raise RedError(f"`{name}` may only stand in `multline`")
        elif within.startswith(r"\begin{prooftree}"):
            raise RedError(f"`{name}` may only stand in `prooftree`")
        elif within:
            raise RedError(f"`{name}` may only stand in the brackets of `\\sqrt[…]`")

    def _at_sign(self) -> None:
        ahead = self.tex[self.at : self.at + 1]
        if not ahead or ahead not in _ARROWS:
            self.frame.put()
        elif self.frame.cells:
            raise UnclearError
        else:
            raise RedError(f"`@{ahead}` stands outside `CD`; write `@{{}}{ahead}` for the characters")

    def _cell(self, shown: str, advice: str = "") -> None:
        if not self.frame.cells:
            raise RedError(f"{shown} stands outside the cells of an alignment{advice}")
        self.frame.part()
