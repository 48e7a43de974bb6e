"""Shows problems in a few words, for tests of checks."""

from deckgen.values.problem import Problem


def found(problems: tuple[Problem, ...]) -> list[tuple[int, str]]:
    """The line and code of each problem."""
    return [(problem.location.line, problem.code) for problem in problems]
