"""Leaves out the questions that have an error which the settings of their package name in `leave-out`."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from deckgen.values.codes import Code, Severity
from deckgen.values.outline import DocumentOutline, PackageOutline, Part, QuestionOutline
from deckgen.values.problem import Location, Problem
from deckgen.values.text import Html
from deckgen.values.wording import shortened


class LeftOut(NamedTuple):
    """A question that makes no card: its note, if learners have one, stays as it is. `deck` is its deck."""

    question: QuestionOutline
    location: Location
    deck: str


class Remaining(NamedTuple):
    """What remains of a package and of its problems, with a warning for each part that was left out."""

    package: PackageOutline
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]


def leave_out(package: PackageOutline, problems: Sequence[Problem], codes: Collection[Code]) -> Remaining:
    """The package without the questions and descriptions that have an error with one of these codes.

    Their warnings are left out with them; other errors of theirs are kept.
    """
    causes: dict[tuple[str, int], list[Problem]] = {}
    starts = {document.path: document.starts for document in package.documents}
    if not any(problem.code in codes for problem in problems):
        return Remaining(package, tuple(problems), ())

    def part_of(problem: Problem) -> tuple[str, int]:
        path, line = problem.location
        return path, max(bisect_right(starts.get(path, ()), line) - 1, 0)

    for problem in problems:
        if problem.code in codes and problem.location.path in starts:
            causes.setdefault(part_of(problem), []).append(problem)
    # A section's warning is in the lines of the question above it.
    of_files = {one for document in package.documents for one in document.problems if one.code not in codes}
    kept = [
        problem
        for problem in problems
        if part_of(problem) not in causes
        or problem in of_files
        or (problem.severity is Severity.ERROR and problem.code not in codes)
    ]
    documents, left = [], []
    for document in package.documents:
        numbers = [number for number in range(len(document.parts)) if (document.path, number) in causes]
        documents.append(_without(document, numbers))
        for number in numbers:
            question = document.parts[number].question
            here = Location(document.path, document.starts[number])
            kept.append(_warn(question, here, causes[document.path, number]))
            left += [LeftOut(question, here, document.deck)] if question else []
    return Remaining(replace(package, documents=tuple(documents)), tuple(kept), tuple(left))


def _without(document: DocumentOutline, numbers: Sequence[int]) -> DocumentOutline:
    if not numbers:
        return document
    parts = list(document.parts)
    for number in numbers:
        parts[number] = Part(parts[number].digest, (), (), (), (), (), ())
    description = Html("") if 0 in numbers else document.description
    return replace(document, parts=tuple(parts), description=description)


def _warn(question: QuestionOutline | None, here: Location, causes: Sequence[Problem]) -> Problem:
    what = shortened(question.heading, 80) if question else "the description of the deck"
    first = min(causes, key=lambda problem: problem.location.line)
    more = f", and {len(causes) - 1} more" if len(causes) > 1 else ""
    message = f"left out: {what}; because of `{first.code}` in line {first.location.line}{more}"
    return Problem(here, Code.LEFT_OUT, message)
