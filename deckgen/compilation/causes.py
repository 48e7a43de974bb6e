"""Reports only the cause of a file without a question, where a line shows what its author meant."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deckgen.values.codes import Code, Severity
from deckgen.values.problem import Problem

_CAUSES = frozenset(
    (Code.FOREIGN_CARD, Code.FOREIGN_TAG, Code.HEADING_WITHOUT_SPACE, Code.QUESTION_NOT_HEADING)
)


def settle_no_questions(
    problems: Sequence[Problem], others: Iterable[Problem], levels: Sequence[int]
) -> tuple[Problem, ...]:
    """The problems of a file, `others` being those of its text; `levels` counts its headings.

    An error that is a cause is enough. A warning is not, since the file makes no card. Deeper headings are a
    cause by themselves.
    """
    if any(levels[2:]) or not any(problem.code is Code.NO_QUESTIONS for problem in problems):
        return tuple(problems)
    causes = [problem for problem in (*problems, *others) if problem.code in _CAUSES]
    cause = min(causes, key=lambda problem: problem.location.line, default=None)
    if cause is None:
        return tuple(problems)
    if any(problem.code.severity is Severity.ERROR for problem in causes):
        return tuple(problem for problem in problems if problem.code is not Code.NO_QUESTIONS)
    message = "the file has no question until this line is corrected"
    return tuple(
        replace(problem, location=cause.location, message=message)
        if problem.code is Code.NO_QUESTIONS
        else problem
        for problem in problems
    )
