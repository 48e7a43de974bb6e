"""Rewrites the boxes of site generators as Markdown: `??? question "…"`, `!!! note`, `::: tip`."""

import re
from collections.abc import Iterator, Sequence

from deckgen.pages.page import Dropped
from deckgen.syntax.callouts import ALIASES, CALLOUTS, HINT

_INDENTED = re.compile(
    r'(?P<indent> *)(?P<mark>\?\?\?\+?|!!!) +(?P<kind>[\w-]+)[\w -]*?(?: +"(?P<title>.*)")? *$'
)
_FENCED = re.compile(
    r"(?P<indent> *)(?P<mark>:{3,}) *(?P<kind>[A-Za-z]+)(?:\[(?P<boxed>.*)\]| +(?P<title>.*?))? *$"
)
_CODE = re.compile(r" *(?:`{3,}|~{3,})")
_QUESTIONS = ("question", "faq", "help", "details")
_CALLOUTS = {**ALIASES, **{name: name for name in CALLOUTS}, HINT: "TIP"}
_WIDTH = 4
_DEEPEST = 20
"""Boxes in boxes; deeper ones stay as they are written."""
_REASON = "the mark of a box; now a heading or a quote"


def rewrite_admonitions(text: str, dropped: list[Dropped]) -> str:
    """The text with each box as a heading or a quote, line for line."""
    if "???" not in text and "!!!" not in text and ":::" not in text:
        return text
    return "\n".join(_rewritten(text.split("\n"), 1, dropped))


def _rewritten(lines: Sequence[str], first: int, dropped: list[Dropped], depth: int = 0) -> Iterator[str]:
    if depth == _DEEPEST:
        yield from lines
        return
    at, is_code = 0, False
    fence_ends = _find_fence_ends(lines)
    while at < len(lines):
        line = lines[at]
        if _CODE.match(line):
            is_code = not is_code
        box = None if is_code else _INDENTED.match(line) or _FENCED.match(line)
        fenced = box is not None and box["mark"].startswith(":")
        end = (fence_ends.get(at) if fenced else _find_end(lines, at, box)) if box else None
        if box is None or end is None:
            yield line
            at += 1
            continue
        width = len(box["indent"]) + (0 if fenced else _WIDTH)
        inside = [inner[width:] if not inner[:width].strip() else inner for inner in lines[at + 1 : end]]
        body = list(_rewritten(inside, first + at + 1, dropped, depth + 1))
        title = (box["title"] or (box["boxed"] if fenced else "") or "").strip()
        kind = box["kind"].lower()
        dropped.append(Dropped(first + at, f"{box['mark']} {kind}", _REASON))
        if title and (kind in _QUESTIONS or box["mark"].startswith("?")):
            yield f"{box['indent']}###### {title}"
            yield from (box["indent"] + inner for inner in body)
        else:
            head = f"**{title}**  " if title else f"[!{_CALLOUTS.get(kind.upper(), 'NOTE')}]"
            yield f"{box['indent']}> {head}"
            yield from (f"{box['indent']}> {inner}".rstrip() for inner in body)
        if fenced:
            yield ""
        at = end + (1 if fenced else 0)


def _find_fence_ends(lines: Sequence[str]) -> dict[int, int]:
    """The line of the closing fence of each fenced box, by that of its opening one."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if ":::" not in line:
            continue
        if box := _FENCED.match(line):
            opened.setdefault(box["mark"], []).append(number)
        elif beginnings := opened.get(line.strip()):
            ends[beginnings.pop()] = number
    return ends


def _find_end(lines: Sequence[str], at: int, box: re.Match[str]) -> int:
    """The line after the last one of an indented box."""
    width = len(box["indent"]) + _WIDTH
    end = at + 1
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if line.strip():
            if line[:width].strip():
                break
            end = number + 1
    return end
