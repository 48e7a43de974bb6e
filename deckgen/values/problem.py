"""A mistake in a source, as a value that says where it is and what to do about it."""

from dataclasses import dataclass
from typing import NamedTuple

from deckgen.values.codes import Code, Severity


class Location(NamedTuple):
    """A line of a source: path relative to the project with `/`, line counted from 1 in the whole file."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was found, where, and what an author can do about it: `message` is one line that says both."""

    location: Location
    code: Code
    message: str

    @property
    def severity(self) -> Severity:
        """Whether it is an error or a warning, which its code decides."""
        return self.code.severity

    def __str__(self) -> str:
        return f"{self.location}: {self.severity}: {self.message} [{self.code}]"


def has_error(problems: tuple[Problem, ...]) -> bool:
    """Whether any of these keeps a package from being written."""
    return any(problem.severity is Severity.ERROR for problem in problems)
