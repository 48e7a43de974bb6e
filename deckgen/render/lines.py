"""Encloses each line of code, so that a line which wraps on a narrow screen is seen as one line."""

import re
from collections.abc import Iterable, Iterator

from deckgen.render.marks import CLOZE_END, CLOZE_START, TAG_END, TAG_START

DEEPEST = 16
"""Columns; what wraps is not indented further, or a phone would have no room for it."""

_INDENT = re.compile(r"(?:(?:>>>|\.\.\.|\$|In \[\d+\]:) )? *")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")

Part = tuple[str, str]
"""A class, empty for none, and a text; or no class and the mark of a cloze."""


def enclose_lines(parts: Iterable[Part]) -> str:
    """The parts with marks of tags around each part and each line.

    The class `in4` of a line says how far it is indented, with the prompt before it. The newline is in the
    line that it ends: a line can become a block without the look or a copy of the code gaining an empty line.
    Lines over which one cloze reaches are not enclosed, for a tag must not part a cloze.
    """
    return "".join(map(_enclosed, _runs(parts)))


def _runs(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """The parts of each line, and those of the lines that a cloze joins."""
    run: list[Part] = []
    depth = 0
    for css_class, text in parts:
        depth += text.startswith(CLOZE_START) - text.startswith(CLOZE_END)
        for piece in _LINES.findall(text):
            run.append((css_class, piece))
            if piece.endswith("\n") and not depth:
                yield run
                run = []
    if run:
        yield run


def _enclosed(run: list[Part]) -> str:
    inside = "".join(_tagged(css_class, text) if css_class else text for css_class, text in run)
    plain = "".join(text for _, text in run if not text.startswith((CLOZE_START, CLOZE_END)))
    if "\n" in plain.removesuffix("\n") or not plain.strip():
        return inside
    match = _INDENT.match(plain.expandtabs(4))
    indent = min(match.end(), DEEPEST) if match else 0
    return _tagged(f"line in{indent}" if indent else "line", inside)


def _tagged(css_class: str, inside: str) -> str:
    return f'{TAG_START}span class="{css_class}"{TAG_END}{inside}{TAG_START}/span{TAG_END}'
