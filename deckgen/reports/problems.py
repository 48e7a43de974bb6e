"""Problems as a count and as annotations of GitHub."""

from collections.abc import Sequence

from deckgen.values.codes import Severity
from deckgen.values.problem import Problem
from deckgen.values.wording import counted


def render_problem_count(problems: Sequence[Problem]) -> str:
    """The last line below a list of problems."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    return " and ".join(counted(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n)


def render_annotation(problem: Problem) -> str:
    """A problem as a workflow of GitHub shows it beside its line."""
    path = _escaped(problem.location.path).replace(":", "%3A").replace(",", "%2C")
    place = f"file={path},line={problem.location.line},title={problem.code}"
    return f"::{problem.severity} {place}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
