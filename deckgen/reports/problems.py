"""Problems as lines, as a count, and as annotations of GitHub."""

from collections import Counter
from collections.abc import Sequence

from deckgen.reports.printable import printable_line
from deckgen.reports.styled import Line, plain
from deckgen.values.codes import Code, Severity
from deckgen.values.problem import Problem
from deckgen.values.wording import counted

MOST_IN_FILE, MOST_IN_ALL = 5, 20
"""How many problems of one code are listed on a terminal."""


def render_problem(problem: Problem | str) -> Line:
    """A problem as a line that an editor can jump to; a text says what `shorten_list` left out."""
    if isinstance(problem, str):
        return plain(printable_line(problem))
    return (
        (printable_line(str(problem.location)), "place"),
        (": ", "plain"),
        (str(problem.severity), "error" if problem.severity is Severity.ERROR else "warning"),
        (f": {printable_line(problem.message)} [{problem.code}]", "plain"),
    )


def render_problem_count(problems: Sequence[Problem]) -> Line:
    """The last line below a list of problems."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts: list[Line] = []
    if errors:
        counts.append(((counted(errors, "error"), "error"),))
    if warnings:
        counts.append(((counted(warnings, "warning"), "warning"),))
    return counts[0] if len(counts) == 1 else (*counts[0], *plain(" and "), *counts[1])


def shorten_list(problems: Sequence[Problem]) -> list[Problem | str]:
    """The problems for a terminal, in order: the first ones of each code, in a file and in all.

    After the last one that is shown of a code follows a line that says how many more there are, and where all
    of them are listed.
    """
    in_file: Counter[tuple[str, Code]] = Counter()
    in_all: Counter[Code] = Counter()
    shown: list[Problem | str] = []
    left: dict[Code, list[Problem]] = {}
    last: dict[Code, int] = {}
    for problem in problems:
        place = problem.location.path, problem.code
        if in_file[place] < MOST_IN_FILE and in_all[problem.code] < MOST_IN_ALL:
            last[problem.code] = len(shown)
            shown.append(problem)
            in_file[place] += 1
            in_all[problem.code] += 1
        else:
            left.setdefault(problem.code, []).append(problem)
    for code, rest in sorted(left.items(), key=lambda pair: -last[pair[0]]):
        files = len({problem.location.path for problem in rest})
        where = rest[0].location.path if files == 1 else counted(files, "file")
        more = f"… {len(rest):,} more in {where} [{code}]; `--json` lists all of them"
        shown.insert(last[code] + 1, rest[0] if len(rest) == 1 else more)
    return shown


def render_annotation(problem: Problem) -> str:
    """A problem as a workflow of GitHub shows it beside its line."""
    path = _escaped(problem.location.path).replace(":", "%3A").replace(",", "%2C")
    place = f"file={path},line={problem.location.line},title={problem.code}"
    return f"::{problem.severity} {place}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
