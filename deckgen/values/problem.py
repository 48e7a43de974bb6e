"""A mistake in a source, as a value that says where it is and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A line of a source: path relative to the project with `/`, line counted from 1 in the whole file."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Severity(StrEnum):
    """An error keeps a package from being written; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was found, where, and what an author can do about it.

    `code` is a kebab-case name that stays the same for ever; `message` is one line: what, then the way out.
    """

    location: Location
    code: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.location}: {self.severity}: {self.message} [{self.code}]"


def has_error(problems: tuple[Problem, ...]) -> bool:
    """Whether any of these keeps a package from being written."""
    return any(problem.severity is Severity.ERROR for problem in problems)
