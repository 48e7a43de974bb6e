"""Shows problems in a few words, for tests of checks."""

from collections.abc import Iterable

from deckgen.values.problem import Problem


def found(problems: Iterable[Problem]) -> list[tuple[int, str]]:
    """The line and code of each problem."""
    return [(problem.location.line, problem.code) for problem in problems]
