"""Lets an author allow a warning and say why: `<!-- allow: code reason -->`."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from deckgen.checks.unit import Unit
from deckgen.values.codes import Code, Severity
from deckgen.values.nearest import did_you_mean
from deckgen.values.outline import Allowance, PackageOutline, at
from deckgen.values.problem import Location, Problem

_ALLOW = re.compile(r"<!--\s*allow\b:?\s*(?P<code>[^\s>]*)(?P<reason>.*?)-->", re.DOTALL)
_WARNINGS = {code.value: code for code in Code if code.severity is Severity.WARNING}


def find_allowances(unit: Unit) -> Iterator[Problem | Allowance]:
    """Each comment that allows a code, or what is wrong with it."""
    for token in unit.tokens:
        if token.type != "html_block" or not token.map:
            continue
        for match in _ALLOW.finditer(token.content):
            line = token.map[0] + 1 + token.content.count("\n", 0, match.start())
            here = Location(unit.document.path, line)
            fault = _fault(here, match["code"], match["reason"].strip())
            yield fault or Allowance(line, _WARNINGS[match["code"]])


def without_allowed(package: PackageOutline, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that no comment allows."""
    if not any(problem.severity is Severity.WARNING for problem in problems):
        return tuple(problems)
    allowed = list(_all(package))
    return tuple(problem for problem in problems if not any(one.covers(problem) for one in allowed))


def check_allowances(
    package: PackageOutline, problems: Sequence[Problem], *, tried: Collection[Code]
) -> Iterator[Problem]:
    """Comments that allow a code which was `tried` and does not occur."""
    for allowed in _all(package):
        if allowed.code in tried and not any(map(allowed.covers, problems)):
            message = f"`{allowed.code}` does not occur here; delete the comment"
            yield Problem(allowed.location, Code.ALLOW_UNUSED, message)


@dataclass(frozen=True, slots=True)
class _Allowed:
    """Lines `first` to `end` (excluded) may have problems of this code."""

    location: Location
    code: Code
    first: int
    end: int

    def covers(self, problem: Problem) -> bool:
        here = problem.location
        return (
            problem.code is self.code
            and problem.severity is Severity.WARNING
            and here.path == self.location.path
            and self.first <= here.line < self.end
        )


def _all(package: PackageOutline) -> Iterator[_Allowed]:
    """What comments allow: in their question, or above the first question in the whole file."""
    for document in package.documents:
        ends = (*document.starts[1:], 2**31)
        for (part, place), end in zip(document.placed(), ends, strict=True):
            for line, code in part.allowances:
                first, last = (place.line, end) if part.question else (1, 2**31)
                yield _Allowed(at(place, line), code, first, last)


def _fault(here: Location, code: str, reason: str) -> Problem | None:
    if code not in _WARNINGS:
        message = f"`{code}` is an error, and only a warning can be allowed; delete the comment"
        if code not in list(Code):
            near = did_you_mean(code, _WARNINGS, "docs/problems.md lists them")
            message = f"no warning has the code `{code}`; {near}"
        return Problem(here, Code.ALLOW_UNKNOWN, message)
    if not reason:
        return Problem(here, Code.ALLOW_WITHOUT_REASON, f"say why: `<!-- allow: {code} reason -->`")
    return None
