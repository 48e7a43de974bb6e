"""Knows the commands of Anki's MathJax, as `mathjax/read.py` read them from it."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Command(NamedTuple):
    """What a command or an environment takes, and what it leaves.

    `letters` has one for each argument: m math, & math with cells, t text, r anything, d a length, D a
    delimiter, o what may stand in brackets, * a star, ? what cannot be told. A command with a `text` is
    replaced by it, after `arity` arguments, the first of which may be in brackets if there is a `default`.
    `notes` has a letter for each odd thing, see `mathjax/README.md`; `within` is where alone it may stand.
    """

    letters: str = ""
    notes: str = ""
    text: str | None = None
    arity: int = 0
    default: str | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that MathJax knows."""

    commands: dict[str, Command] = field(default_factory=dict)
    environments: dict[str, Command] = field(default_factory=dict)
    delimiters: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()
    """Of `\\mathtoolsset`."""
    packages: dict[str, bool] = field(default_factory=dict)
    """Packages that `\\require` finds; for each, whether it is there without it."""


@cache
def known() -> Known:
    """The list that `mathjax/read.py` writes."""
    text = files("deckgen.syntax.tex").joinpath("mathjax.txt").read_text(encoding="utf-8")
    sections = [part.splitlines() for part in text.split("\n# ")[1:]]
    rows = {name: [line.split("\t") for line in lines] for name, *lines in sections}
    return Known(
        {name: _command(*rest) for name, *rest in rows["commands"]},
        {name: _command(*rest) for name, *rest in rows["environments"]},
        frozenset(name for name, *_ in rows["delimiters"]),
        frozenset(name for name, *_ in rows["options"]),
        {name: rest == ["here"] for name, *rest in rows["packages"]},
    )


def _command(letters: str = "", notes: str = "", within: str = "") -> Command:
    start, is_text, text = letters.partition("=")
    if not is_text:
        return Command(letters, notes, within=within)
    arity, _, default = start.rstrip("]").partition("[")
    return Command(text=text, arity=int(arity), default=default if "[" in start else None)
