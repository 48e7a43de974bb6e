"""Lets an author keep what a warning is about, with a reason: `<!-- allow: code reason -->`."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from deckgen.values.codes import Code, Severity
from deckgen.values.document import Document, Package
from deckgen.values.nearest import did_you_mean
from deckgen.values.passage import Passage
from deckgen.values.problem import Location, Problem

_ALLOW = re.compile(r"<!--\s*allow\b:?\s*(?P<code>[^\s>]*)(?P<reason>.*?)-->", re.DOTALL)
_WARNINGS = {code.value: code for code in Code if code.severity is Severity.WARNING}


@dataclass(frozen=True, slots=True)
class _Allowance:
    """That lines `first` to `end` (excluded) may have problems of this code."""

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


def without_allowed(package: Package, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that are not allowed where they stand."""
    if not any(problem.severity is Severity.WARNING for problem in problems):
        return tuple(problems)
    allowances = [allowed for allowed, _ in _all(package) if allowed]
    return tuple(p for p in problems if not any(allowed.covers(p) for allowed in allowances))


def check_allowances(
    package: Package, problems: Sequence[Problem], *, tried: Collection[Code]
) -> tuple[Problem, ...]:
    """Allowances without a reason, of no code, and of a code that was `tried` and does not occur."""
    found: list[Problem] = []
    for allowed, fault in _all(package):
        if fault:
            found.append(fault)
        elif allowed and allowed.code in tried and not any(map(allowed.covers, problems)):
            message = f"`{allowed.code}` does not occur here; delete the comment"
            found.append(Problem(allowed.location, Code.ALLOW_UNUSED, message))
    return tuple(found)


def _all(package: Package) -> Iterator[tuple[_Allowance | None, Problem | None]]:
    for document in package.documents:
        if document.description.text:
            yield from _in(document, (document.description,), 1, 2**31)
        ends = [*(question.location.line for question in document.questions[1:]), 2**31]
        for question, end in zip(document.questions, ends, strict=False):
            passages = (question.prompt, question.answer, question.hint)
            yield from _in(document, passages, question.location.line, end)


def _in(
    document: Document, passages: Sequence[Passage], first: int, end: int
) -> Iterator[tuple[_Allowance | None, Problem | None]]:
    for passage in passages:
        for token in passage.tokens:
            if token.type != "html_block" or not token.map:
                continue
            for match in _ALLOW.finditer(token.content):
                line = token.map[0] + 1 + token.content.count("\n", 0, match.start())
                here = Location(document.path, line)
                fault = _fault(here, match["code"], match["reason"].strip())
                if fault:
                    yield None, fault
                else:
                    yield _Allowance(here, _WARNINGS[match["code"]], first, end), None


def _fault(here: Location, code: str, reason: str) -> Problem | None:
    if code not in _WARNINGS:
        if code in list(Code):
            message = f"`{code}` is an error, and only a warning can be allowed"
        else:
            message = f"no warning has the code `{code}`; {_near(code)}"
        return Problem(here, Code.ALLOW_UNKNOWN, message)
    if not reason:
        return Problem(here, Code.ALLOW_WITHOUT_REASON, f"say why: `<!-- allow: {code} reason -->`")
    return None


def _near(code: str) -> str:
    advice = did_you_mean(code, list(_WARNINGS))
    return advice if advice.startswith("did") else "docs/problems.md lists them"
