"""Changes characters of a source and nothing else of its bytes."""

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deckgen.values.problem import Problem

_LINE_END = re.compile(r"\r\n|\r|\n")


class Edit(NamedTuple):
    r"""New text in place of the characters `start` to `end` of a source.

    They are counted in its text with `\n` line ends and without a byte order mark (`sources/open/decode.py`).
    """

    start: int
    end: int
    new: str


class Copy(NamedTuple):
    """A file of a vault that a rewritten source refers to, and where it is to be, both absolute paths."""

    source: str
    target: str


class Rewrite(NamedTuple):
    """What mends a problem: edits that are made together or not at all, and the files that they need.

    Without edits it is mended by those of another rewrite.
    """

    problem: Problem
    edits: tuple[Edit, ...]
    copies: tuple[Copy, ...] = ()


def apply_edits(content: bytes, edits: Iterable[Edit]) -> bytes:
    """A source with these edits, which do not overlap; its byte order mark and its line ends stay."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    text = content[len(mark) :].decode("utf-8")
    # Each pair is one character in the text that edits count in, and two here.
    pairs = [match.start() - number for number, match in enumerate(re.finditer("\r\n", text))]
    pieces, done = [], 0
    line_ends = list(_LINE_END.finditer(text))
    for edit in sorted(edits):
        start, end = (place + bisect_left(pairs, place) for place in edit[:2])
        pieces += [text[done:start], _with_line_ends(edit.new, line_ends, start)]
        done = end
    return mark + "".join((*pieces, text[done:])).encode("utf-8")


def without_overlaps(rewrites: Sequence[Rewrite]) -> list[Rewrite]:
    """These rewrites, without those that change what an earlier one changes."""
    kept: list[Rewrite] = []
    last = Edit(-1, -1, "")
    for rewrite in sorted(rewrites, key=lambda rewrite: rewrite.edits):
        edits = sorted(rewrite.edits)
        if not edits or (edits[0].start >= last.end and edits[0][:2] != last[:2]):
            kept.append(rewrite)
            last = edits[-1] if edits else last
    return kept


def _with_line_ends(new: str, line_ends: Sequence[re.Match[str]], place: int) -> str:
    """The new text with the line end of the line where it is put; the last line may have none."""
    if "\n" not in new or not line_ends:
        return new
    number = bisect_left(line_ends, place, key=lambda found: found.start())
    found = line_ends[number] if number < len(line_ends) else line_ends[0]
    return new.replace("\n", found[0])
