"""The examples of a source, and the outcome of running them."""

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

    `first` and `end` are the lines of the claimed output in the file, counted from 1, `end` excluded; the
    output is not `is_writable` if the source has it in another form. `error` is the last line of the claimed
    exception, and `flags` are doctest's directives. It `is_answer` if the source marks its output as the
    answer to its question.
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
    is_answer: bool = False


Exercise = tuple[Example, ...]
"""The examples of one question in order, which share a namespace."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an example did: its output, and the last line of the exception that ended it.

    `missing` is the module that an import did not find; `cut` says that only a part of the output is kept.
    """

    output: str
    error: str = ""
    missing: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """The outcome of each example of a document, or None for one that was not reached.

    `absent` are the declared libraries that are not installed. If the run was stopped, `stopped` says why.
    `protection` names what of the kernel isolated it.
    """

    outcomes: tuple[Outcome | None, ...]
    absent: tuple[str, ...] = ()
    stopped: str = ""
    protection: tuple[str, ...] = ()
