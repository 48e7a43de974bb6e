"""Splits a text dump into lines, and a page that was flattened into one line into its questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deckgen.pages.open.characters import unescape_again
from deckgen.pages.page import Dropped
from deckgen.pages.words.languages import LANGUAGES
from deckgen.pages.words.markers import read_marker
from deckgen.values.characters import HAN

_WORD_MARK = re.compile(
    r"(?:问题\s*[一二三四五六七八九十百\d]{1,4}\s*[:：]|(?:面试题|题目|问题)\s*\d{1,3}\s*[:：.、]"
    r"|(?<![A-Za-z])Q\s?\d{1,3}\s*[:：.]|第\s*\d{1,3}\s*题[:：.、]?)"
)
_NUMBER_MARK = re.compile(r"(?<![\w.])\d{1,3}\s*[.、．)](?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number in the page."""

    number: int
    text: str

    @property
    def indent(self) -> int:
        """The number of blanks at its start."""
        return len(self.text) - len(self.text.lstrip())


def read_lines(text: str, dropped: list[Dropped]) -> list[str]:
    """The lines of a dump without the buttons that a site joined to them."""
    return _without_frame(
        [
            _without_button(unescape_again(line), number, dropped)
            for number, line in enumerate(text.split("\n"), 1)
        ]
    )


_BULLET = re.compile(r"\s*[•◦▪-]\s+(?=\S)")
_FEWEST_IN_FRAME = 10


def _without_frame(lines: list[str]) -> list[str]:
    """Remove the indentation of a page that is the one item of a list, as the frame of a site is."""
    at = next((n for n, line in enumerate(lines) if _BULLET.match(line)), len(lines))
    bullet = _BULLET.match(lines[at]) if at < len(lines) else None
    if bullet is None:
        return lines
    width = bullet.end()
    within = [line for line in lines[at + 1 :] if line.strip()]
    if len(within) < _FEWEST_IN_FRAME or any(line[:width].strip() for line in within):
        return lines
    return [*lines[:at], lines[at][width:], *(line[width:] for line in lines[at + 1 :])]


def _without_button(line: str, number: int, dropped: list[Dropped]) -> str:
    """The line without the language and the button of a code block that were joined to its code."""
    match = re.match(rf"([A-Za-z+#]{{1,12}})?\s*(?:登录)?复制(?:代码(?=\S)|(?!代码|[{HAN}])(?=\S))", line)
    if not match or (match[1] and match[1].lower() not in LANGUAGES):
        return line
    dropped.append(Dropped(number, match[0].strip(), "a button of the site"))
    return line[match.end() :]


def part_flattened(lines: Sequence[str]) -> list[Line]:
    """Split a line that contains a whole page where its numbered questions begin."""
    parted = []
    for number, line in enumerate(lines, 1):
        starts = _sequence(line) if len(line) > 80 else []
        if len(starts) < 3:
            parted.append(Line(number, line))
            continue
        for start, end in zip([0, *starts], [*starts, len(line)], strict=True):
            piece = line[start:end]
            if not piece.strip():
                continue
            cut = re.search(r"[?？]", piece)
            answer = re.search(r"\s(?=(?:答案?|参考答案|A\d{0,3}|Answer)\s*[:：])", piece)
            at = min((found.end() for found in (cut, answer) if found), default=0)
            parted.append(Line(number, piece[:at].strip() or piece))
            if at and piece[at:].strip():
                parted.append(Line(number, piece[at:].strip()))
    return parted


def _sequence(line: str) -> list[int]:
    """The places in a line of marks of one style that count from 1."""
    best: list[int] = []
    for pattern in (_WORD_MARK, _NUMBER_MARK):
        starts, expected = [], 1
        for match in pattern.finditer(line):
            marker = read_marker(match[0] + " ")
            if marker and marker.number == expected:
                starts.append(match.start())
                expected += 1
        if len(starts) > len(best):
            best = starts
    if not best:
        return []
    # A list within one answer asks nothing.
    asked = sum(
        bool(re.search(r"[?？]", line[a:b])) for a, b in zip(best, [*best[1:], len(line)], strict=True)
    )
    return best if not line[best[0]].isdigit() or asked * 2 >= len(best) else []
