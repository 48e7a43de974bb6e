"""Mends spaces and punctuation in Chinese text."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.syntax.attributes import parse_attributes
from deckgen.values.characters import HAN

_GLUED = re.compile(rf"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{HAN}])")
# Not the colons of a cloze, nor what begins a picture.
_MIXED = re.compile(rf"(?<=[{HAN}])(?P<sign>[,;:?!])(?![A-Za-z0-9/:\[,;?!])(?P<space> (?=[{HAN}]))?")
_WIDE = str.maketrans(",;:?!", "，；：？！")


def mend_spacing(reading: Reading, line: int) -> Sequence[Edit]:
    """A space between Chinese and Latin letters or digits."""
    return [Edit(match.start(), match.start(), " ") for match in _find(_GLUED, reading, line)]


def mend_punctuation(reading: Reading, line: int) -> Sequence[Edit]:
    """Full-width punctuation after Chinese, which needs no space after it."""
    return [Edit(*match.span(), match["sign"].translate(_WIDE)) for match in _find(_MIXED, reading, line)]


def _find(pattern: re.Pattern[str], reading: Reading, line: int) -> list[re.Match[str]]:
    """The matches in the text of a line; without any those in the heading of its question.

    A check that finds a text nowhere else says that it is in the heading.
    """
    question = bisect_right(reading.headings, line)
    heading = reading.headings[question - 1] if question else line
    for number in (line, heading):
        start, end = reading.span(number)
        text = reading.line(number)
        # An attribute list is not text.
        end = start + len(parse_attributes(text)[0]) if text.startswith("#") else end
        if found := list(pattern.finditer(reading.shown, start, end)):
            return found
    return []
