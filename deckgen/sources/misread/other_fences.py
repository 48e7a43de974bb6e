"""Finds code between two lines of signs that are not backticks, whose comments are read as headings."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckgen.sources.questions.headings import Heading
from deckgen.syntax.attribute_advice import KEYED
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem

_MARK = re.compile(r" {0,3}(?P<sign>[·´‘’′｀ˋ＇])(?P=sign){2}[ \t]*(?P<language>[A-Za-z][\w+#-]*)?[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_QUESTION = re.compile(rf"#{{1,6}}[ \t].*(?:[?？]|{KEYED})[ \t]*$")


class OtherFence(NamedTuple):
    """Lines, counted from 0, that were meant to begin and end code, and its language."""

    first: int
    last: int
    language: str


def find_other_fences(lines: Sequence[str]) -> Iterator[OtherFence]:
    """The pairs of such lines that no question and no true fence is between."""
    begun: re.Match[str] | None = None
    first = 0
    for number, line in enumerate(lines):
        if mark := _MARK.match(line):
            if begun and begun["sign"] == mark["sign"] and not mark["language"]:
                yield OtherFence(first, number, begun["language"] or "")
                begun = None
            else:
                begun, first = mark, number
        elif begun and (_FENCE.match(line) or _QUESTION.match(line)):
            begun = None


def check_other_fences(
    path: str, lines: Sequence[str], headings: Sequence[Heading]
) -> Iterator[tuple[Problem, Sequence[Heading]]]:
    """Code between such lines with a heading in it, and its headings; `look_alikes/` names the others."""
    for first, last, language in find_other_fences(lines):
        run = [heading for heading in headings if first < heading.start < last]
        if run:
            message = (
                f"`{lines[first].strip()}` does not begin code, because its signs are not backticks, so "
                f"line {run[0].start + 1} is read as a heading; write ```{language} in its place, "
                f"and ``` in place of line {last + 1}"
            )
            yield Problem(Location(path, first + 1), Code.CODE_WITHOUT_FENCE, message), run
