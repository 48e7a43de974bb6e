"""Finds what git leaves where it cannot merge two versions of a source, and reads the first of the two."""

import re
from collections.abc import Iterator, Sequence

from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem

_MARK = re.compile(r"(?:([<>|])\1{6}(?P<name> .*)?|={7})[ \t]*$")
_PARTED = "=" * 7
_CONFLICT = re.compile(r"<[|=]+>|[<>]")


def settle_conflicts(path: str, lines: Sequence[str]) -> tuple[list[str], tuple[Problem, ...]]:
    """The lines without the marks and the second versions, which become empty, and each conflict.

    So the two versions are not reported once more, as duplicates of each other.
    """
    marks = [(number, match) for number, line in enumerate(lines) if (match := _MARK.match(line))]
    kept = list(lines)
    problems: list[Problem] = []
    for numbers in _conflicts(marks):
        first, parted, last = numbers[0], numbers[min(1, len(numbers) - 1)], numbers[-1]
        *others, end = (str(number + 1) for number in numbers)
        message = (
            f"lines {first + 1} to {end} are a merge conflict of git; keep one version, and delete the other "
            f"one and the marks in lines {', '.join(others)} and {end}"
        )
        if _is_whole_code(lines, first, last):
            message += "; if the code shows a conflict on purpose, write a space before each of these lines"
        if first == last:
            message = (
                "this line is a mark of a merge conflict of git; settle the conflict and delete the line"
            )
        kept[first] = ""
        kept[parted : last + 1] = [""] * (last + 1 - parted)
        problems.append(Problem(Location(path, first + 1), Code.MERGE_CONFLICT, message))
    return kept, tuple(problems)


def is_left_of_conflict(underline: str, text: str) -> bool:
    """Whether what underlines a text is probably the mark between two versions, and the only one left."""
    return underline.strip() == _PARTED and len(text) != len(_PARTED)


def _conflicts(marks: Sequence[tuple[int, re.Match[str]]]) -> Iterator[list[int]]:
    """The lines of the marks of each conflict; it may be one mark."""
    signs = "".join(match[0][0] for _, match in marks)
    for found in _CONFLICT.finditer(signs):
        inside = marks[found.start() : found.end()]
        # Without the name of a version, a mark alone may be a line of text.
        if len(inside) > 1 or inside[0][1]["name"]:
            yield [number for number, _ in inside]


def _is_whole_code(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether a conflict is all that stands in a fence."""
    around = "".join(lines[max(first - 1, 0) : first]), "".join(lines[last + 1 : last + 2])
    return all(line.lstrip().startswith(("```", "~~~")) for line in around)
