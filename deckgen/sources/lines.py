"""Replaces whole lines of a source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True, slots=True)
class LineEdit:
    """New lines in place of lines `first` to `end`, counted from 1, `end` excluded.

    Each new line begins like line `like` before `mark`, which may have the marks of a quote or a list.
    """

    first: int
    end: int
    lines: tuple[str, ...]
    like: int
    mark: str


def replace_lines(content: bytes, edits: Sequence[LineEdit]) -> bytes:
    """The source with these edits, which do not overlap, otherwise unchanged."""
    lines = [line for line in _LINE.findall(content) if line]
    for edit in sorted(edits, key=lambda edit: edit.first, reverse=True):
        model = lines[edit.like - 1]
        prefix = model[: max(model.find(edit.mark.encode()), 0)]
        ending = model[len(model.rstrip(b"\r\n")) :] or b"\n"
        new = [(prefix + line.encode()).rstrip(b" ") + ending for line in edit.lines]
        lines[edit.first - 1 : edit.end - 1] = new
    return b"".join(lines)
