"""Runnable examples of a source, and what came of running them."""

from dataclasses import dataclass
from enum import StrEnum

from deckgen.values.problem import Location


class ExampleKind(StrEnum):
    """How an example is run: statement by statement as at a prompt, or as a whole script."""

    PROMPT = "single"
    SCRIPT = "exec"


@dataclass(frozen=True, slots=True)
class Example:
    """Code, and the output that a source claims for it.

    `first` and `end` are the lines of the claimed output in the file, counted from 1, `end` excluded; it is
    not `is_writable` where the source does not hold it as it is read. `error` is the last line of the claimed
    exception, and `flags` are doctest's directives.
    """

    location: Location
    kind: ExampleKind
    code: str
    expected: str
    first: int
    end: int
    is_writable: bool
    flags: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """The examples of one question, which share a namespace, in order; a description has no key."""

    key: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an example did: its output, and the exception that ended it as Python prints its last line.

    `missing` is the module that an import did not find. `cut` says that more was printed than is kept.
    """

    output: str
    error: str = ""
    missing: str = ""
    cut: bool = False
