"""The text of a change as elements of a page: code in monospace, tables as tables."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element  # only builds: nothing is parsed

from deckgen.diff.values import Mark, Segment
from deckgen.reports.printable import printable
from deckgen.syntax.html_lines import INDENT

Pieces = list[tuple[Mark, str]]
"""Stretches of a line, of the old text, the new one or both."""

_CODE = re.compile("`[^`]+`")
_BAR = re.compile(r"(?:^|(?<= ))\|(?= |$)")


def element(tag: str, *children: Element | str, kind: str = "") -> Element:
    """An element with these children; a text is shown as it is, not read as HTML."""
    made = Element(tag, {"class": kind} if kind else {})
    for child in children:
        if isinstance(child, Element):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + printable(child)
        else:
            made.text = (made.text or "") + printable(child)
    return made


def show_text(segments: Iterable[Segment]) -> Iterator[Element | str]:
    """The lines of a change; what stands in backticks is code, as `read_lines` writes it."""
    for kind, group in groupby(_lines(segments), _kind):
        lines = list(group)
        if kind == "code":
            yield element("pre", element("code", *_joined([_show(_unindented(line)) for line in lines])))
        elif kind == "row":
            yield element("div", element("table", *map(_row, lines)), kind="table")
        else:
            yield element("div", *_joined([_inline(line) for line in lines]))


def show_title(title: str) -> list[Element | str]:
    """A question on one line."""
    return _inline([(Mark.KEPT, title)])


def _lines(segments: Iterable[Segment]) -> list[Pieces]:
    """The lines of both texts; where one replaces the other, all lines of the old one come first."""
    lines: list[Pieces] = [[]]
    for group in _edits(segments):
        parts = [(segment.mark, segment.text.split("\n")) for segment in group]
        begins = [(mark, texts[0]) for mark, texts in parts if texts[0]]
        lines[-1:] = [lines[-1] + begins] if lines[-1] else _apart(begins)
        lines += ([(mark, text)] for mark, texts in parts for text in texts[1:-1])
        if any(len(texts) > 1 for _, texts in parts):
            lines += _apart([(mark, texts[-1]) for mark, texts in parts if len(texts) > 1 and texts[-1]])
    return [line for line in lines if _text(line)]


def _apart(ends: Pieces) -> list[Pieces]:
    """What both texts have at a place as one line, or as two if only one of them is code."""
    kinds = {_kind([end]) for end in ends}
    return [ends] if len(kinds) < 2 else [[end] for end in ends]


def _edits(segments: Iterable[Segment]) -> list[list[Segment]]:
    """The segments, with what was added beside what was removed for it."""
    groups: list[list[Segment]] = []
    for segment in segments:
        if segment.mark is Mark.ADDED and groups and groups[-1][-1].mark is Mark.REMOVED:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return groups


def _kind(line: Pieces) -> str:
    text = line[0][1]
    return "code" if text.startswith(INDENT) else "row" if text.startswith("|") else "text"


def _unindented(line: Pieces) -> Pieces:
    """A line of code without what marks it; if it was rewritten, both of its texts have that."""
    shown: Pieces = []
    for mark, text in line:
        begins = all(before is not Mark.KEPT and before is not mark for before, _ in shown)
        shown.append((mark, text.removeprefix(INDENT) if begins else text))
    return shown


def _row(line: Pieces) -> Element:
    """The cells of a row; what is left of one that was cut is a cell, too."""
    bars = [0, *(place for bar in _BAR.finditer(_text(line)) for place in bar.span()), len(_text(line))]
    cells = [_stripped(_part(line, *span)) for span in zip(bars[::2], bars[1::2], strict=True)]
    first, last = not cells[0], len(cells) - (not cells[-1])
    return element("tr", *(element("td", *_inline(cell)) for cell in cells[first:last]))


def _inline(line: Pieces) -> list[Element | str]:
    shown: list[Element | str] = []
    place = 0
    for code in _CODE.finditer(_text(line)):
        shown += _show(_part(line, place, code.start()))
        shown.append(element("code", *_show(_part(line, code.start() + 1, code.end() - 1))))
        place = code.end()
    return shown + _show(_part(line, place, None))


def _show(pieces: Pieces) -> list[Element | str]:
    tags = {Mark.ADDED: "ins", Mark.REMOVED: "del"}
    return [
        text if mark is Mark.KEPT else element(tags.get(mark, "span"), text, kind="cut" * (mark is Mark.CUT))
        for mark, text in pieces
    ]


def _joined(lines: Sequence[list[Element | str]]) -> Iterator[Element | str]:
    for number, line in enumerate(lines):
        yield from ["\n"] * bool(number)
        yield from line


def _text(line: Pieces) -> str:
    return "".join(text for _, text in line)


def _stripped(line: Pieces) -> Pieces:
    text = _text(line)
    return _part(line, len(text) - len(text.lstrip()), len(text.rstrip()))


def _part(line: Pieces, begin: int, end: int | None) -> Pieces:
    """The pieces of a stretch of a line."""
    place, found = 0, []
    for mark, text in line:
        stop = len(text) if end is None else max(0, end - place)
        if piece := text[max(0, begin - place) : stop]:
            found.append((mark, piece))
        place += len(text)
    return found
