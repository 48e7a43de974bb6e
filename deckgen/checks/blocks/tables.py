"""Finds text that a table swallows, and rows that are cut off from it.

Source: the specification of GitHub Flavored Markdown ("Tables": a table ends at an empty line, or where
another block begins).
"""

import re
from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.look_alikes.rows import cells_of_all, find_cells
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import counted, quoted

_SEPARATOR = re.compile(r"[\s>]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$")
_ROW = re.compile(r"\|[^\n]*\|[ \t]*")
_NONE = Token("", "", 0)


def check_tables(unit: Unit) -> Iterator[Problem]:
    """A text or a second table below a table without a blank line, and a row below a blank line."""
    path, lines = unit.document.path, unit.document.lines
    columns, last = 0, ""
    previous = _NONE
    for token in unit.tokens:
        line = token.map[0] if token.map else 0
        message = ""
        if token.type == "table_open":
            columns, last = 0, ""
            if token.map and (cells := cells_of_all(lines[slice(*token.map)])):
                yield Problem(Location(path, line + 1), Code.TABLE_CELLS_LOST, _say_lost(lines[line], cells))
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and last != "table_close" and columns > 1:
            if "|" not in lines[line]:
                message = f"{quoted(lines[line])} is read as a row of the table; leave a blank line above it"
            elif _SEPARATOR.match(lines[line]):
                message = (
                    f"{quoted(lines[line])} is read as a row of the table above; "
                    f"leave a blank line above line {line}, where another table begins"
                )
        elif last == "table_close" and previous.type == "paragraph_open" and _ROW.fullmatch(token.content):
            message = (
                f"{quoted(token.content)} is text, because the table above ends at the blank line; "
                "delete the blank line"
            )
        if message:
            yield Problem(Location(path, line + 1), Code.TABLE_NOT_UNDERSTOOD, message)
        previous = token
        if token.nesting < 0 and not token.level:
            last = token.type


def _say_lost(header: str, cells: int) -> str:
    had = len(find_cells(header))
    return (
        f"the header has {counted(had, 'cell')} and each row {cells}, so a card leaves out the rest; "
        f"give the header, and the line `|---|` below it, {counted(cells - had, 'more cell')}"
    )
