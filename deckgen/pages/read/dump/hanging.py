"""Finds the headings of a text dump that has nothing but indentation, whose text is right of them."""

from collections.abc import Sequence

from deckgen.pages.read.dump.lines import Line
from deckgen.pages.words.markers import asks, read_marker

_INDENTED = 0.6
"""So much of a page is to the right of its headings."""
_ASKING = 0.3
"""If more of that asks, the lines at the margin are the names of groups."""
_FEWEST = 3
_LONGEST = 80


def find_hanging_heads(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines at the margin, if nearly all text is indented below such lines.

    Witnesses: github.com/Gale-student/Gale-student.github.io, 518608f6;
    github.com/E0253740/Java-Interview-Questions, 7979587f.
    """
    words = [line for line in lines if any(map(str.isalnum, line.text))]
    at_margin = [line for line in words if not line.indent]
    indented = [line for line in words if line.indent]
    if not words or len(indented) < _INDENTED * len(words):
        return frozenset()
    if sum(asks(line.text.strip()) for line in indented) > _ASKING * len(indented):
        return frozenset()
    heads = [
        line
        for line, below in zip(words, [*words[1:], None], strict=True)
        if not line.indent
        and len(line.text) <= _LONGEST
        and ((below is not None and below.indent) or read_marker(line.text))
    ]
    fits = len(heads) >= _FEWEST and len(heads) >= _INDENTED * len(at_margin)
    return frozenset(line.number for line in heads) if fits else frozenset()
