"""Compare what examples did with what the source says."""

import doctest
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from deckgen.values.codes import Code
from deckgen.values.document import Need
from deckgen.values.example import Example, ExampleKind, Exercise, Outcome, Run
from deckgen.values.problem import Problem
from deckgen.values.wording import counted, shortened, visible

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not do what the source says; `got` is its true output in the form of a source."""

    problem: Problem
    example: Example
    got: str = ""
    is_writable: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with the examples of a document, and how many are as claimed.

    The examples that are `waiting` could not run without a library that is `missing`.
    """

    failures: tuple[Failure, ...]
    missing: tuple[Problem, ...]
    passed: int
    waiting: tuple[Example, ...] = ()


def judge(exercises: Sequence[Exercise], needs: Sequence[Need], run: Run) -> Verdict:
    """Compare each example of a document with its outcome."""
    failures: list[Failure] = []
    waiting: list[Example] = []
    passed = 0
    outcomes = enumerate(run.outcomes)
    for exercise in exercises:
        lacks = False
        for example in exercise:
            number, outcome = next(outcomes)
            lacks = lacks or (outcome is not None and outcome.missing in run.absent)
            if lacks:
                waiting.append(example)
            elif outcome is None:
                if None not in run.outcomes[:number]:
                    failures.append(_stopped(example, run.stopped, run.outcomes.count(None) - 1))
            elif is_as_claimed(example, outcome):
                passed += 1
            else:
                failures.append(_differs(example, outcome))
    if run.stopped and not any(failure.problem.code is Code.EXAMPLE_STOPPED for failure in failures):
        failures += [_stopped(example, run.stopped, 0) for e in exercises[:1] for example in e[:1]]
    missing = (_missing_library(need, len(waiting)) for need in needs if need.module in run.absent)
    return Verdict(tuple(failures), tuple(missing), passed, tuple(waiting))


def is_as_claimed(example: Example, outcome: Outcome) -> bool:
    """Whether doctest would accept the outcome; white space at line ends does not matter."""
    if outcome.cut:
        return False
    check = doctest.OutputChecker().check_output
    if outcome.error:
        wanted, got = _stripped(example.error or ""), _stripped(outcome.error)
        names_only = bool(example.flags & doctest.IGNORE_EXCEPTION_DETAIL)
        return example.error is not None and (
            check(wanted, got, example.flags)
            or (names_only and check(_exception_name(wanted), _exception_name(got), example.flags))
        )
    wanted, got = _stripped(example.expected), _stripped(outcome.output)
    if example.kind is ExampleKind.SCRIPT:
        return wanted.rstrip("\n") == got.rstrip("\n")
    return check(wanted, got, example.flags)


def _differs(example: Example, outcome: Outcome) -> Failure:
    if outcome.missing:
        advice = f"install it, and declare it: `needs: [{outcome.missing}]` in the front matter"
        message = f"the example needs `{outcome.missing}`, which is not installed; {advice}"
        return Failure(Problem(example.location, Code.LIBRARY_UNDECLARED, message), example)
    got = _as_written(example, outcome)
    advice = "correct the answer, or let `deckgen test --update` write it"
    if outcome.cut:
        message = "the example prints more than 20,000 characters; no card shows so much"
        return Failure(Problem(example.location, Code.EXAMPLE_DIFFERS, message), example, got)
    unforeseen = bool(outcome.error) and example.error is None
    if unforeseen:
        advice = "correct the code, or write the traceback below it if that is the point"
        if outcome.error.startswith("PermissionError"):
            advice = f"an example may use only its own folder, Python and the system; {advice}"
    if outcome.error:
        does, said = f"raises {_last(outcome.error)}", _last(example.error or example.expected)
    else:
        printed, said = _first_difference(got, example.expected)
        does = f"prints {printed}"
    message = f"the example {does}, the source says {said}; {advice}"
    writable = example.is_writable and not unforeseen
    return Failure(Problem(example.location, Code.EXAMPLE_DIFFERS, message), example, got, writable)


def _stopped(example: Example, why: str, left: int) -> Failure:
    more = f", and {left} more of the file were not run" if left else ""
    message = f"the example {why}{more}; correct it, or write `<!-- no-test: reason -->` above it"
    return Failure(Problem(example.location, Code.EXAMPLE_STOPPED, message), example)


def _missing_library(need: Need, waiting: int) -> Problem:
    waits = f"{counted(waiting, 'example')} of the file could not be run without it"
    message = f"`{need.module}` is not installed here, and {waits}; install it and test again"
    return Problem(need.location, Code.LIBRARY_MISSING, message)


def _as_written(example: Example, outcome: Outcome) -> str:
    """The true output in the form of a source."""
    if outcome.error:
        return f"Traceback (most recent call last):\n    ...\n{_stripped(outcome.error)}"
    output = _stripped(outcome.output)
    if example.kind is ExampleKind.SCRIPT:
        return output if not output or output.endswith("\n") else output + "\n"
    lines = output.removesuffix("\n").split("\n") if output else []
    return "".join((line or "<BLANKLINE>") + "\n" for line in lines)


def _last(text: str) -> str:
    return _quoted(text.rstrip().rpartition("\n")[2])


def _first_difference(got: str, expected: str) -> tuple[str, str]:
    """The first line of each text in which they differ."""
    lines = [*zip_longest(got.split("\n"), _stripped(expected).split("\n"), fillvalue="")]
    mine, theirs = next((pair for pair in lines if pair[0] != pair[1]), lines[0])
    return _quoted(mine), _quoted(theirs)


def _quoted(line: str) -> str:
    shown = visible(line.strip())
    return f"`{shortened(shown, _LONGEST)}`" if shown else "nothing"


def _exception_name(error: str) -> str:
    """What IGNORE_EXCEPTION_DETAIL compares: the name without its module and the message."""
    return error.partition("\n")[0].partition(":")[0].rpartition(".")[2].strip()


def _stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.expandtabs().split("\n"))
