"""Lets an author allow a warning and say why: `<!-- allow: code reason -->`."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from deckgen.checks.unit import Unit
from deckgen.syntax.places import line_at
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
            line = token.map[0] + 1 + line_at(token.content, match.start())
            here = Location(unit.document.path, line)
            fault = _fault(here, match["code"], match["reason"].strip())
            yield fault or Allowance(line, _WARNINGS[match["code"]])


def without_allowed(package: PackageOutline, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that no comment allows."""
    if not any(problem.severity is Severity.WARNING for problem in problems):
        return tuple(problems)
    allowed = {(scope, code) for scope, code, _ in _all(package)}
    scopes = _Scopes(package)
    return tuple(
        problem for problem in problems if not any((s, problem.code) in allowed for s in scopes.of(problem))
    )


def check_allowances(
    package: PackageOutline, problems: Sequence[Problem], *, tried: Collection[Code]
) -> Iterator[Problem]:
    """Comments that allow a code which was `tried` and does not occur."""
    scopes = _Scopes(package)
    occurring = {(scope, problem.code) for problem in problems for scope in scopes.of(problem)}
    for scope, code, location in _all(package):
        if code in tried and (scope, code) not in occurring:
            message = f"`{code}` does not occur here; delete the comment"
            yield Problem(location, Code.ALLOW_UNUSED, message)


class _Scopes:
    """Where a comment counts: in its question or, above the first question, in the whole file.

    A scope is the place where the question begins, or line 0 of the file.
    """

    def __init__(self, package: PackageOutline) -> None:
        self._starts = {document.path: document.starts for document in package.documents}

    def of(self, problem: Problem) -> tuple[Location, ...]:
        """The scopes of a warning; an error has none."""
        path, line = problem.location
        if problem.severity is not Severity.WARNING or path not in self._starts:
            return ()
        starts = self._starts[path]
        start = starts[bisect_right(starts, line) - 1]
        return (Location(path, 0), Location(path, start))


def _all(package: PackageOutline) -> Iterator[tuple[Location, Code, Location]]:
    """What comments allow: the scope, the code and the place of each."""
    for document in package.documents:
        for part, place in document.placed():
            for line, code in part.allowances:
                yield place if part.question else Location(place.path, 0), code, at(place, line)


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
