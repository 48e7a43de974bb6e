"""Makes `##` questions of the points of a list: Logseq's blocks with `#card`, and Notion's toggles."""

import re
from collections.abc import Sequence
from textwrap import dedent

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading

_POINT = re.compile(r"[-*+][ \t]+(?:#{1,6}[ \t]+)?(?P<question>[^\s#\[{>|`].*?)[ \t]*(?P<tag>#card)?[ \t]*")
_PARTS = re.compile(r"^ {0,3}(?:-{3,}[ \t]*$|#{1,2}[ \t])", re.MULTILINE)
_ASKS = re.compile(r"[?？][*_]*$")


def mend_point(reading: Reading, line: int) -> Sequence[Edit]:
    """A question in place of a point with `#card`, which has its answer below it."""
    point = _POINT.fullmatch(reading.line(line))
    return _question(reading, line) if point and point["tag"] else ()


def mend_points(reading: Reading) -> Sequence[Edit]:
    """Questions in place of all points of a file, if all of them ask or are cards."""
    edits: list[Edit] = []
    for number, line in enumerate(reading.lines, 1):
        if _is_inner(line) or number <= reading.front or line.startswith("# "):
            continue
        point = _POINT.fullmatch(line)
        found = _question(reading, number)
        if not found or not point or not (point["tag"] or _ASKS.search(point["question"])):
            return ()
        edits += found
    return edits


def _question(reading: Reading, line: int) -> Sequence[Edit]:
    point = _POINT.fullmatch(reading.line(line))
    end = line + 1
    while end <= len(reading.lines) and _is_inner(reading.line(end)):
        end += 1
    body = dedent("\n".join(reading.lines[line : end - 1])).strip("\n").rstrip()
    below = reading.line(end)
    is_last = not below or below.startswith("#") or _POINT.fullmatch(below)
    is_plain = reading.file.settings.question.depth == 2 and not _PARTS.search(body)
    if point is None or not body or not is_last or not is_plain:
        return ()
    new = f"## {point['question']}\n\n{body}\n"
    above = "" if _is_inner(reading.line(line - 1)) else "\n"
    return [Edit(reading.span(line)[0], reading.span(end - 1)[1], above + new)]


def _is_inner(line: str) -> bool:
    return not line.strip() or line.startswith((" ", "\t"))
