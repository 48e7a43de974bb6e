"""Mends the boxes of VuePress and Docusaurus: `:::tip` becomes a callout."""

import re
from collections.abc import Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.syntax.callouts import HINT, find_callout

_BEGIN = re.compile(
    r"(?P<mark>:{3,})[ \t]*(?P<kind>[A-Za-z]+)(?:[ \t]+(?P<title>[^\[\]{}]+)|\[(?P<other>[^\[\]]+)\])?"
)
_MARK = re.compile(r"\s*:{3,}")


def mend_box(reading: Reading, line: int) -> Sequence[Edit]:
    """A quote with `[!TIP]` in place of a box of this kind, if no other box is in it."""
    begin = _BEGIN.fullmatch(reading.line(line).rstrip())
    callout = find_callout(f"[!{begin['kind']}]") if begin else None
    if begin is None or callout is None or callout.kind in ("", HINT):
        return ()
    end = line + 1
    while end <= len(reading.lines) and not _MARK.match(reading.line(end)):
        end += 1
    if reading.line(end).rstrip() != begin["mark"] or not _is_shown(reading, end):
        return ()
    title = (begin["title"] or begin["other"] or "").strip()
    inside = [f"> {reading.line(number)}".rstrip() for number in range(line + 1, end)]
    new = "\n".join((f"> [!{callout.kind}] {title}".rstrip(), *inside))
    if reading.line(end + 1).strip():
        new += "\n"
    return [Edit(reading.span(line)[0], reading.span(end)[1], new)]


def _is_shown(reading: Reading, line: int) -> bool:
    """Whether a line is text, and not code."""
    start, end = reading.span(line)
    return reading.shown[start:end].startswith(":::")
