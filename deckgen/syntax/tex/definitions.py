"""Knows which commands there are at a place in a note: MathJax's own, and those that its formulas define."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from deckgen.syntax.tex.commands import Command, known
from deckgen.syntax.tex.instead import instead_of
from deckgen.syntax.tex.parts import RedError, UnclearError
from deckgen.values.nearest import did_you_mean

_LONGER = 3
_ALIKE = 0.78
r"""How alike two commands are, with their backslash, if one is a slip of the other."""


@lru_cache(maxsize=1000)
def _nearest(name: str, names: tuple[str, ...], otherwise: str) -> str:
    """The end of a message. Only names that begin alike are compared: comparing with all takes 6 ms."""
    start = name[:2].lower()
    alike = [
        other for other in names if other[:2].lower() == start and abs(len(other) - len(name)) <= _LONGER
    ]
    return did_you_mean(name, alike, otherwise, _ALIKE)


_DEFINED = re.compile(
    r"\\(?:(?:re)?newcommand\*?\s?\{?(\\[A-Za-z]+)\}?|def\s?(\\[A-Za-z]+))\s?\{((?:[^{}]|\{[^{}]{0,200}\}){1,200}?)\}"
)


def find_definitions(text: str) -> dict[str, str]:
    """The commands without arguments that formulas of a text define, with what they stand for."""
    return {found[1] or found[2]: found[3] for found in _DEFINED.finditer(text)}


def without_definitions(text: str) -> str:
    """The text without the definitions that `find_definitions` finds."""
    return _DEFINED.sub("", text)


@dataclass(slots=True)
class Definitions:
    """What the formulas of a note have defined so far. MathJax keeps it while Anki shows the card."""

    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """What formulas of other notes define, and what it stands for."""
    commands: dict[str, Command] = field(default_factory=dict)
    environments: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    tag_forms: set[str] = field(default_factory=set)
    is_open: bool = False
    r"""Whether `\require` has brought a package whose commands are not in the list."""

    def command(self, name: str) -> Command:
        """The command of this name; RedError if there is none."""
        command = self.commands.get(name) or known().commands.get(name)
        if command is None:
            raise self._unknown(
                "command", name, known().commands, "letters that stand upright are `\\mathrm{…}`"
            )
        return command

    def environment(self, name: str) -> Command:
        """The environment of this name; RedError if there is none."""
        if name in self.environments:
            raise UnclearError
        environment = known().environments.get(name)
        if environment is None:
            raise self._unknown("environment", name, known().environments, "Anki knows `aligned` and `cases`")
        return environment

    def label(self, name: str) -> None:
        """A label is set; RedError if the note has it."""
        if name in self.labels:
            raise RedError(f"the label `{name}` is set twice")
        self.labels.add(name)

    def require(self, package: str) -> None:
        r"""A package is required; RedError if Anki has none of this name."""
        is_here = known().packages.get(package)
        if is_here is None:
            raise RedError(f"Anki has no package `{package}` for `\\require`")
        self.is_open = self.is_open or not is_here

    def _unknown(self, kind: str, name: str, names: Iterable[str], otherwise: str) -> Exception:
        if self.is_open:
            return UnclearError()
        if name in self.elsewhere:
            text = f"write `{self.elsewhere[name]}`, or repeat the definition in this formula"
            return RedError(
                f"the {kind} `{name}` is defined in another question, which counts only there; {text}"
            )
        hint = instead_of(name) or _nearest(name, tuple(names), otherwise)
        return RedError(f"the {kind} `{name}` is unknown to Anki; {hint}")
