"""Text with styles, which a terminal shows and everything else leaves out."""

from collections.abc import Iterable, Iterator
from typing import Literal

from deckgen.reports.printable import printable_line

Style = Literal[
    "plain",
    "heading",
    "name",
    "place",
    "quiet",
    "added",
    "removed",
    "warning",
    "error",
    "hunk",
    "exact",
    "table",
]
"""What a piece of text means; a terminal may show it by a colour.

A line with an `exact` piece is never wrapped, since it is copied; one with a `table` piece has its columns
aligned by spaces.
"""

Piece = tuple[str, Style]

Line = tuple[Piece, ...]
"""A line without its end."""


def plain(text: str) -> Line:
    """A line in which nothing stands out."""
    return ((text, "plain"),)


def placed(place: object, text: str, *more: Piece) -> Line:
    """A line about a place in a file, or about a file, to which an editor can jump."""
    return (printable_line(str(place)), "place"), (f": {text}", "plain"), *more


def unstyled(text: str, style: Style = "plain") -> list[Line]:
    """The lines of a text, all in one style; none if it is empty."""
    return [((line, style),) for line in text.split("\n")] if text else []


def as_table(rows: Iterable[str]) -> list[Line]:
    """The rows of a table with aligned columns, of which the first is its heading."""
    head, *others = rows
    return [((head, "heading"), ("", "table")), *(((row, "table"),) for row in others)]


def colour_diff(diff: str) -> list[Line]:
    """The lines of a unified diff, exactly as they are."""
    return [_diff_line(line) for line in diff.removesuffix("\n").split("\n")] if diff else []


_DIFF: dict[str, Style] = {
    "--- ": "heading",
    "+++ ": "heading",
    "@": "hunk",
    "+": "added",
    "-": "removed",
}


def _diff_line(line: str) -> Line:
    style = next((style for begin, style in _DIFF.items() if line.startswith(begin)), None)
    return (line, style or "plain"), ("", "exact")


def as_text(lines: Iterable[Line]) -> str:
    """The text without its styles, and without a line end after the last line."""
    return "\n".join("".join(text for text, _ in line) for line in lines)


def split_lines(pieces: Iterable[Piece]) -> Iterator[Line]:
    """The lines of pieces that hold their own line ends."""
    line: list[Piece] = []
    for text, style in pieces:
        first, *others = text.split("\n")
        line.append((first, style))
        for other in others:
            yield tuple(line)
            line = [(other, style)]
    if any(text for text, _ in line):
        yield tuple(line)
