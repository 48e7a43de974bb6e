r"""Shows the formulas of a face, which Anki gives to MathJax, as MathML.

As MathJax does, it finds `\(…\)` and `\[…\]` in texts without tags, and none in code. What Anki shows in
red is red. What the preview cannot show, or would show wrongly, is shown as TeX, and marked.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape

from deckgen.preview.mathml import write_mathml
from deckgen.syntax.html_text import find_tags
from deckgen.syntax.tex.commands import known
from deckgen.syntax.tex.definitions import Definitions, find_definitions, without_definitions
from deckgen.syntax.tex.fault import LONGEST, find_fault
from deckgen.syntax.tex.parts import names

_SKIPPED = frozenset(
    (
        "script",
        "noscript",
        "style",
        "textarea",
        "pre",
        "code",
        "annotation",
        "annotation-xml",
        "math",
        "title",
    )
)
"""Elements in which MathJax looks for no formula, and the MathML of the card itself."""
_BREAK = "\ufdd0"
"""Stands for `<br>`, which may be in a formula; a character that is in no text."""
_OPENING = re.compile(r"\\([(\[])")
_CLOSING = {"(": re.compile(r"\\\)|\\.|[{}]", re.DOTALL), "[": re.compile(r"\\\]|\\.|[{}]", re.DOTALL)}
_FARTHEST = 2 * LONGEST
"""Characters in which the end of a formula is looked for; without one it would cost the whole rest."""
_MOST_ENDLESS = 100
"""Formulas without an end in one text, after which no more are looked for."""
_DEEPEST = 8
"""How often what a formula defines may stand for what it defines as well."""
_NOT_SHOWN = "The preview cannot show this formula; Anki can."


class Formulas:
    """Shows the formulas of a card's faces, one face after the other: what one defines, later ones know."""

    def __init__(self) -> None:
        self._definitions = Definitions()
        self._stand_for: dict[str, str] = {}

    def show(self, face: str) -> str:
        r"""The face with MathML for each `\(…\)` and `\[…\]`."""
        if "(" not in face and "[" not in face:
            return face
        return "".join(piece if is_tag else self._show_text(piece) for is_tag, piece in _pieces(face))

    def _show_text(self, html: str) -> str:
        text = unescape(html)
        shown: list[str] = []
        start = position = 0
        endless = 0
        while endless < _MOST_ENDLESS and (opening := _OPENING.search(text, position)):
            position = opening.end()
            end = _find_end(text, opening)
            if end < 0:
                endless += 1
                continue
            shown.append(_as_html(text[start : opening.start()]))
            shown.append(self._show_formula(text[position : end - 2], display=opening[1] == "["))
            start = position = end
        return "".join(shown) + _as_html(text[start:]) if shown else html.replace(_BREAK, "<br>")

    def _show_formula(self, tex: str, *, display: bool) -> str:
        tex = tex.replace(_BREAK, "\n")
        fault = find_fault(tex, self._definitions)
        defined = find_definitions(tex)
        self._stand_for |= defined
        if self._stand_for:
            tex = _expand(without_definitions(tex) if defined else tex, self._stand_for)
        return _show(tex, fault, display=display)


def _pieces(face: str) -> Iterator[tuple[bool, str]]:
    """The face in order: texts in which formulas may be, and what is between them."""
    text: list[str] = []
    start, skipped, depth = 0, "", 0
    for match in find_tags(face):
        name = (match["name"] or "").lower()
        text.append(face[start : match.start()])
        start = match.end()
        if depth:
            depth += (-1 if match["closes"] else 1) * (name == skipped)
            text.append(match[0])
            if not depth:
                yield True, "".join(text)
                text = []
            continue
        if name == "br":
            text.append(_BREAK)
            continue
        yield False, "".join(text)
        text = []
        if name in _SKIPPED and not match["closes"]:
            skipped, depth = name, 1
            text.append(match[0])
        else:
            yield True, match[0]
    yield bool(depth), "".join((*text, face[start:]))


def _find_end(text: str, opening: re.Match[str]) -> int:
    """Where a formula ends, or -1: at the first closing outside braces, as MathJax finds it."""
    braces = 0
    for match in _CLOSING[opening[1]].finditer(text, opening.end(), opening.end() + _FARTHEST):
        match match[0]:
            case "{":
                braces += 1
            case "}":
                braces -= braces > 0
            case r"\)" | r"\]" if not braces and match[0][1] == {"(": ")", "[": "]"}[opening[1]]:
                return match.end()
    return -1


def _as_html(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;").replace(_BREAK, "<br>")


def _expand(tex: str, stand_for: dict[str, str]) -> str:
    """The formula with what its commands stand for, as long as it does not grow beyond all measure."""
    for _ in range(_DEEPEST):
        found = [name for name in dict.fromkeys(names(tex)) if name in stand_for]
        if not found or len(tex) > LONGEST:
            break
        for name in found:
            instead = f"{{{stand_for[name]}}}".replace("\\", r"\\")
            tex = re.sub(rf"{re.escape(name)}(?![A-Za-z])", instead, tex)
            if len(tex) > LONGEST:
                break
    return tex


@lru_cache(maxsize=4096)
def _show(tex: str, fault: str | None, *, display: bool) -> str:
    red = frozenset(name for name in names(tex) if name not in known().commands) if fault else frozenset()
    mathml = None
    if len(tex) <= LONGEST and (red or not fault):
        mathml = write_mathml(tex, display=display, red=red)
    if fault and not mathml:
        mathml = f"<math><merror><mtext>{escape(tex)}</mtext></merror></math>"
    if mathml:
        # Styles of note types name MathJax's element, so what they say of it holds here.
        attributes = f' title="{escape(fault)}"' if fault else ""
        attributes += ' display="true"' if display else ""
        return f'<mjx-container class="MathJax"{attributes}>{mathml}</mjx-container>'
    written = escape(rf"\[{tex}\]" if display else rf"\({tex}\)")
    return f'<span class="preview-tex" title="{_NOT_SHOWN}">{written}</span>'
