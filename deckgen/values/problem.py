"""A mistake in a source, as a value that says where it is and what to do."""

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
    """A mistake: `message` is one line that says what is wrong and what to do."""

    location: Location
    code: Code
    message: str

    @property
    def severity(self) -> Severity:
        """Whether it is an error or a warning, which depends on its code."""
        return self.code.severity

    def __str__(self) -> str:
        return f"{self.location}: {self.severity}: {self.message} [{self.code}]"


class AllowedError(NamedTuple):
    """A comment that allows an error, with its reason."""

    location: Location
    code: Code
    reason: str


def has_error(problems: tuple[Problem, ...]) -> bool:
    """Whether one of these keeps a package from being written."""
    return any(problem.severity is Severity.ERROR for problem in problems)
