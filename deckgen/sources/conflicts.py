"""Finds what git leaves where it cannot merge two versions of a source, and reads the first of the two."""

import re
from collections.abc import Iterator, Sequence

from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem

_MARK = re.compile(r"(?:([<>|])\1{6}(?P<name> .*)?|={7})[ \t]*$")
_CONFLICT = re.compile(r"<[|=]+>|[<>]")


def settle_conflicts(path: str, lines: Sequence[str]) -> tuple[list[str], tuple[Problem, ...]]:
    """The lines without the marks and the second versions, which become empty, and each conflict.

    So the two versions are not reported once more, as duplicates of each other.
    """
    marks = [(number, match) for number, line in enumerate(lines) if (match := _MARK.match(line))]
    kept = list(lines)
    problems: list[Problem] = []
    for first, parted, last in _conflicts(marks):
        message = (
            f"lines {first + 1} to {last + 1} are a merge conflict of git; keep one of the two versions, "
            "and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
        )
        if _is_whole_code(lines, first, last):
            message += "; if the code shows a conflict on purpose, write a space before each of them"
        if first == last:
            message = (
                "this line is a mark of a merge conflict of git; settle the conflict and delete the line"
            )
        kept[first] = ""
        kept[parted : last + 1] = [""] * (last + 1 - parted)
        problems.append(Problem(Location(path, first + 1), Code.MERGE_CONFLICT, message))
    return kept, tuple(problems)


def _conflicts(marks: Sequence[tuple[int, re.Match[str]]]) -> Iterator[tuple[int, int, int]]:
    """The first mark of each conflict, the one after its first version, and the last; it may be one mark."""
    signs = "".join(match[0][0] for _, match in marks)
    for found in _CONFLICT.finditer(signs):
        inside = marks[found.start() : found.end()]
        # Without the name of a version, a mark alone may be a line of text.
        if len(inside) > 1 or inside[0][1]["name"]:
            yield inside[0][0], inside[min(1, len(inside) - 1)][0], inside[-1][0]


def _is_whole_code(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether a conflict is all that stands in a fence."""
    around = "".join(lines[max(first - 1, 0) : first]), "".join(lines[last + 1 : last + 2])
    return all(line.lstrip().startswith(("```", "~~~")) for line in around)
