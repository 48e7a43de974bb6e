"""Lets an author allow a problem and say why: `<!-- allow: code reason -->`."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from deckgen.checks.unit import Unit
from deckgen.syntax.places import line_at
from deckgen.values.codes import Code, Severity
from deckgen.values.nearest import did_you_mean
from deckgen.values.outline import Allowance, PackageOutline, at
from deckgen.values.problem import AllowedError, Location, Problem

_ALLOW = re.compile(r"<!--\s*allow\b:?\s*(?P<code>[^\s>]*)(?P<reason>.*?)-->", re.DOTALL)
_ALLOWABLE = {code.value: code for code in Code if code.can_be_allowed}


def find_allowances(unit: Unit) -> Iterator[Problem | Allowance]:
    """Each comment that allows a code, or what is wrong with it."""
    for token in unit.tokens:
        if token.type != "html_block" or not token.map:
            continue
        for match in _ALLOW.finditer(token.content):
            line = token.map[0] + 1 + line_at(token.content, match.start())
            here = Location(unit.document.path, line)
            reason = " ".join(match["reason"].split())
            fault = _fault(here, match["code"], reason)
            yield fault or Allowance(line, _ALLOWABLE[match["code"]], reason)


def without_allowed(package: PackageOutline, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that no comment allows."""
    if not any(problem.code.can_be_allowed for problem in problems):
        return tuple(problems)
    allowed = {(scope, allowance.code) for scope, _, allowance in _all(package)}
    scopes = _Scopes(package)
    return tuple(
        problem for problem in problems if not any((s, problem.code) in allowed for s in scopes.of(problem))
    )


def check_allowances(
    package: PackageOutline, problems: Sequence[Problem], *, tried: Collection[Code]
) -> Iterator[Problem]:
    """Comments that allow a code which was `tried` and does not occur."""
    occurring = _occurring(package, problems)
    for scope, location, (_, code, _) in _all(package):
        if code in tried and (scope, code) not in occurring:
            message = f"`{code}` does not occur here; delete the comment"
            yield Problem(location, Code.ALLOW_UNUSED, message)


def allowed_errors(package: PackageOutline, problems: Sequence[Problem]) -> Iterator[AllowedError]:
    """Comments that allow an error that occurs."""
    occurring = _occurring(package, problems)
    for scope, location, (_, code, reason) in _all(package):
        if code.severity is Severity.ERROR and (scope, code) in occurring:
            yield AllowedError(location, code, reason)


def _occurring(package: PackageOutline, problems: Sequence[Problem]) -> set[tuple[Location, Code]]:
    """Each scope with the codes of the problems in it that can be allowed."""
    scopes = _Scopes(package)
    return {(scope, problem.code) for problem in problems for scope in scopes.of(problem)}


class _Scopes:
    """Where a comment counts: in its question or, above the first question, in the whole file.

    An error can be allowed only for its question, or for what is above the first question. A scope is the
    place where the question begins, or line 0 of the file.
    """

    def __init__(self, package: PackageOutline) -> None:
        self._starts = {document.path: document.starts for document in package.documents}

    def of(self, problem: Problem) -> tuple[Location, ...]:
        """The scopes of a problem; one that cannot be allowed has none."""
        path, line = problem.location
        if not problem.code.can_be_allowed or path not in self._starts:
            return ()
        starts = self._starts[path]
        number = bisect_right(starts, line) - 1
        whole, part = Location(path, 0), Location(path, starts[number])
        if problem.severity is Severity.ERROR:
            return (part,) if number else (whole,)
        return (whole, part)


def _all(package: PackageOutline) -> Iterator[tuple[Location, Location, Allowance]]:
    """What comments allow, each with its scope and its place."""
    for document in package.documents:
        for part, place in document.placed():
            for allowance in part.allowances:
                scope = place if part.question else Location(place.path, 0)
                yield scope, at(place, allowance.line), allowance


def _fault(here: Location, code: str, reason: str) -> Problem | None:
    if code not in _ALLOWABLE:
        message = f"`{code}` is an error that cannot be allowed; correct it and delete the comment"
        if code not in list(Code):
            near = did_you_mean(code, _ALLOWABLE, "docs/problems.md lists them")
            message = f"no problem has the code `{code}`; {near}"
        return Problem(here, Code.ALLOW_UNKNOWN, message)
    if not reason:
        return Problem(here, Code.ALLOW_WITHOUT_REASON, f"say why: `<!-- allow: {code} reason -->`")
    return None
