"""Opens a file of cards: the text export of Anki, that of Quizlet, or a table as CSV."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deckgen.pages.words.columns import find_columns, read_header

_HEADER = re.compile(
    r"#(?P<name>(?:separator|html|tags|columns|notetype|deck|guid|if matches)(?: column)?) *:(?P<value>.*)",
    re.IGNORECASE,
)
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_FEWEST = 3
_SHARE = 0.9
"""So many of the lines have the tabs of a row; the others go on with the field before."""
_FIRST_LINES = 200
"""So many lines show whether the first one names the columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of a row, and its first line in the page."""

    line: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardFile:
    """The settings at the start of a file of cards, by their names in lower case, and its rows.

    The names are those of the Anki manual, "Text files": `separator`, `html`, `tags column` and others.
    """

    settings: dict[str, str]
    notes: tuple[Row, ...]
    """The lines that begin with `#`: settings and comments, each as a row of one field."""
    rows: tuple[Row, ...]


def is_card_file(text: str) -> bool:
    """Whether each line of a text is a card: settings or names of columns stand above, or tabs part it."""
    lines = [line for line in text.split("\n") if line.strip()]
    if _HEADER.match(text) or _find_named(lines):
        return True
    rows = [line.split("\t") for line in lines if "\t" in line]
    is_even = len(rows) >= max(_FEWEST, _SHARE * len(lines)) and len({len(row) for row in rows}) == 1
    return is_even and "\t" in lines[0] and find_columns(rows) is not None


def _find_named(lines: Sequence[str]) -> str:
    """The separator of a table whose first line names the columns of question and answer; else nothing."""
    for separator in (",", ";", "\t"):
        if separator in lines[0]:
            rows = _read_quoted(lines[:_FIRST_LINES], 0, separator, strict=False)
            if rows and read_header(rows[0].fields, [row.fields for row in rows[1:]]) is not None:
                return separator
    return ""


def read_card_file(text: str) -> CardFile:
    """The settings and the rows of a file of cards."""
    lines = text.split("\n")
    settings: dict[str, str] = {}
    notes: list[Row] = []
    while len(notes) < len(lines) and (header := _HEADER.match(lines[len(notes)])):
        settings[header["name"].lower()] = header["value"].strip()
        notes.append(Row(len(notes) + 1, (lines[len(notes)],)))
    first = len(notes)
    named = settings.get("separator", "tab")
    separator = _SEPARATORS.get(named.lower(), named[:1] or "\t")
    quoted = None
    if settings:
        notes += (Row(n, (line,)) for n, line in enumerate(lines[first:], first + 1) if line.startswith("#"))
        shown = ["" if line.startswith("#") else line for line in lines]
        quoted = _read_quoted(shown, first, separator)
    elif found := _find_named(lines):
        separator = found
        quoted = _read_quoted(lines, 0, separator)
    rows = _read_plain(lines, first, separator) if quoted is None else quoted
    return CardFile(settings, tuple(notes), tuple(row for row in rows if any(f.strip() for f in row.fields)))


def _read_quoted(
    lines: Sequence[str], first: int, separator: str, *, strict: bool = True
) -> list[Row] | None:
    """The rows, with fields in quotes that hold line ends; None if the quotes do not match."""
    reader = csv.reader((f"{line}\n" for line in lines[first:]), delimiter=separator, strict=strict)
    rows, line = [], first + 1
    try:
        for fields in reader:
            rows.append(Row(line, tuple(fields)))
            line = first + 1 + reader.line_num
    except csv.Error:
        return None
    return rows


def _read_plain(lines: Sequence[str], first: int, separator: str) -> Iterator[Row]:
    """The rows, one on each line; a line without the separator goes on with the last field."""
    row: Row | None = None
    for number, line in enumerate(lines[first:], first + 1):
        if separator in line or row is None:
            if row is not None:
                yield row
            row = Row(number, tuple(line.split(separator)))
        else:
            row = Row(row.line, (*row.fields[:-1], f"{row.fields[-1]}\n{line}"))
    if row is not None:
        yield row
