"""Mends boxes of VuePress, Docusaurus and Notion, which become callouts, and formulas of MyST."""

import re
from collections.abc import Sequence

from deckgen.fix.edits import Edit
from deckgen.fix.reading import Reading
from deckgen.syntax.callouts import HINT, begins_hint, find_callout

_BEGIN = re.compile(
    r"(?P<mark>:{3,})[ \t]*(?P<kind>[A-Za-z]+)(?:[ \t]+(?P<title>[^\[\]{}]+)|\[(?P<other>[^\[\]]+)\])?"
)
_MATH = re.compile(r"(`{3,})[ \t]*\{math\}")
_OPTION = re.compile(r"[ \t]*:[a-z]+:")
_ASIDE = re.compile(r"</?aside\b")
_BLOCK = re.compile(r" {0,3}(?:#{1,6}[ \t]|---|<)")
_MARK = re.compile(r"\s*:{3,}")


def mend_foreign(reading: Reading, line: int) -> Sequence[Edit]:
    """What deckgen has for a box or a formula of another program that is on several lines."""
    return _mend_box(reading, line) or _mend_math(reading, line)


def _mend_math(reading: Reading, line: int) -> Sequence[Edit]:
    """`$$` in place of the lines around a formula of MyST, whose label goes."""
    begin = _MATH.fullmatch(reading.line(line).rstrip())
    end = line + 1
    while end <= len(reading.lines) and begin and reading.line(end).rstrip() != begin[1]:
        end += 1
    if begin is None or end > len(reading.lines):
        return ()
    lines = [reading.line(number) for number in range(line + 1, end)]
    tex = "\n".join(one for one in lines if one.strip() and not _OPTION.match(one))
    if not tex or "$" in tex:
        return ()
    return [Edit(reading.span(line)[0], reading.span(end)[1], f"$$\n{tex}\n$$")]


def _mend_box(reading: Reading, line: int) -> Sequence[Edit]:
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
    inside = [reading.line(number) for number in range(line + 1, end)]
    return _as_quote(reading, line, end, [f"[!{callout.kind}] {title}", *inside])


def mend_aside(reading: Reading, line: int) -> Sequence[Edit]:
    """A quote in place of `<aside>`, a box of Notion, if its tags have lines of their own."""
    end = line + 1
    while end <= len(reading.lines) and not _ASIDE.search(reading.line(end)):
        end += 1
    inside = [reading.line(number) for number in range(line + 1, end)]
    whole = "\n".join(inside).strip("\n")
    is_box = reading.line(line).rstrip() == "<aside>" and reading.line(end).rstrip() == "</aside>"
    if not is_box or not whole or any(map(_BLOCK.match, inside)):
        return ()
    kind = HINT if begins_hint(whole) else "NOTE"
    if kind == HINT and f"[!{HINT}]" in reading.text:  # a question may have one
        return ()
    return _as_quote(reading, line, end, [f"[!{kind}]", *whole.split("\n")])


def _as_quote(reading: Reading, line: int, end: int, inside: Sequence[str]) -> Sequence[Edit]:
    """A quote with this text in place of some lines."""
    new = "\n".join(f"> {text}".rstrip() for text in inside)
    if reading.line(end + 1).strip():
        new += "\n"
    return [Edit(reading.span(line)[0], reading.span(end)[1], new)]


def _is_shown(reading: Reading, line: int) -> bool:
    """Whether a line is text, and not code."""
    start, end = reading.span(line)
    return reading.shown[start:end].startswith(":::")
