"""Writes TeX as MathML by latex2mathml, and mends what browsers would not show of it.

latex2mathml writes its tree without escaping, and MathML Core, which browsers have, knows neither
`mathvariant="bold"` nor `columnalign`. So the tree is taken, mended and written here.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import Converter

from deckgen.preview.tex_words import SHOWN_LARGE, write_words

_ESCAPED = re.compile(r"\\([_%#&${} ])")
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_KEPT = frozenset(
    (
        *("display", "displaystyle", "scriptlevel", "stretchy", "symmetric", "fence", "form"),
        *("separator", "largeop", "movablelimits", "accent", "accentunder", "linethickness", "width"),
        *("height", "depth", "lspace", "rspace", "voffset", "minsize", "maxsize"),
        *("mathcolor", "mathbackground", "class"),
    )
)
"""The attributes that MathML Core has; the rest becomes styles or is left out."""
_SIGNS = dict(zip("~·*⧵⟂⨝•⊧⬝⤳", "∼⋅∗∖⊥⋈∙⊨⋅⇝", strict=True)) | {"≔": ":=", "≕": "=:", "∹": "−:", "⩴": "::="}
"""Signs that latex2mathml takes for commands, and the ones that MathJax takes."""
_EM = re.compile(r"(\d+(?:\.\d+)?)em")
_SUMS = frozenset("∑∏∐⋀⋁⋂⋃⨀⨁⨂⨄⨆")
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
"""Scripts that stand below and above a sum in a displayed formula."""
_ROWS = frozenset(("math", "mrow", "mstyle", "mtd"))
_SCRIPTED = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))
_STYLES = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "sans-serif-italic": "SANS-SERIF ITALIC",
    "sans-serif-bold-italic": "SANS-SERIF BOLD ITALIC",
    "monospace": "MONOSPACE",
}


def write_mathml(tex: str, *, display: bool, red: Collection[str] = ()) -> str | None:
    """The MathML of a formula; None if it cannot be shown as MathJax shows it. Commands in `red` are red."""
    math = read_tex(tex, display=display, red=red)
    try:
        return None if math is None else tostring(math, encoding="unicode")
    except RecursionError:
        return None


def read_tex(tex: str, *, display: bool, red: Collection[str] = ()) -> Element | None:
    """The tree of that MathML."""
    words = write_words(tex, red)
    if words is None:
        return None
    try:
        math = Converter(display="block" if display else "inline").convert_to_element(words.tex)
        return math if _mend(math, words.red, parts=r"\&" not in tex) else None
    except Exception:  # it raises what it happens to, such as StopIteration, KeyError and RecursionError
        return None


def _mend(math: Element, red: Mapping[str, str], *, parts: bool) -> bool:
    """Mend each element; False if one shows what is not meant to be seen; `&` is if it `parts` cells."""
    for marked in math.iter():
        if marked.get("class") == SHOWN_LARGE:
            del marked.attrib["class"]
            next(marked.iter("mtable")).set("displaystyle", "true")
    for table in math.iter("mtable"):
        _style_cells(table)
        if table.get("displaystyle"):
            _move_limits(table)
    for element in math.iter():
        if element.get("linebreak"):
            return False
        if element.text:
            element.text = _read_text(element)
            if element.text in red:
                element.text = red[element.text]
                element.set("mathcolor", "red")
            elif "\\" in element.text or (parts and element.tag != "mtext" and element.text == "&"):
                return False
        _mend_attributes(element)
    for row in tuple(math.iter()):
        if row.tag in _ROWS:
            _part_functions(row)
    return True


def _read_text(element: Element) -> str:
    text = _ENTITY.sub(lambda found: chr(int(found[1], 16)), element.text or "")
    if element.tag == "mtext":
        return _ESCAPED.sub(r"\1", text)
    style = _STYLES.get(element.get("mathvariant", ""), "")
    if style and element.tag in {"mi", "mn"}:
        return "".join(_styled(character, style) for character in text)
    return _SIGNS.get(text, text) if element.tag in {"mi", "mo"} else text


@cache
def _styled(character: str, style: str) -> str:
    """The letter or digit of this style; some have been in Unicode for longer, under names of their own."""
    name = unicodedata.name(character, "").replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "")
    older = {"FRAKTUR": "BLACK-LETTER"}.get(style, style)
    for styled in (f"MATHEMATICAL {style} {name}", f"{older} {name}", "PLANCK CONSTANT"):
        try:
            found = unicodedata.lookup(styled)
        except KeyError:
            continue
        if unicodedata.normalize("NFKC", found) == character:
            return found
    return character


def _part_functions(row: Element) -> None:
    """Put a thin space between the name of a function and letters or numbers beside it, as TeX does."""
    for place in range(len(row) - 2, -1, -1):
        one, other = row[place], row[place + 1]
        if (_is_function(one) and _is_letter(other)) or (_is_letter(one) and _is_function(other)):
            row.insert(place + 1, Element("mspace", width="0.167em"))


def _base(element: Element) -> Element:
    return element[0] if element.tag in _SCRIPTED and len(element) else element


def _is_function(element: Element) -> bool:
    base = _base(element)
    return base.tag == "mi" and len(base.text or "") > 1 and (base.text or "").isascii()


def _is_letter(element: Element) -> bool:
    return _base(element).tag in {"mi", "mn", "mfrac", "msqrt", "mrow", "mover"}


def _mend_attributes(element: Element) -> None:
    given = dict(element.attrib)
    element.attrib.clear()
    element.attrib.update({name: value for name, value in given.items() if name in _KEPT})
    if element.tag == "mtd" and "style" in given:
        element.set("style", given["style"])
    if element.tag == "math":
        element.set("xmlns", "http://www.w3.org/1998/Math/MathML")
    if element.tag == "mi" and given.get("mathvariant") == "normal" and len(element.text or "") == 1:
        element.set("mathvariant", "normal")
    if element.tag == "mtext" and (style := given.get("mathvariant")) in {"bold", "italic"}:
        element.set("style", f"font-{'weight' if style == 'bold' else 'style'}: {style}")


def _move_limits(table: Element) -> None:
    """Put the limits of sums below and above them, as in a displayed formula."""
    for script in table.iter():
        if script.tag in _LIMITS and script[0].tag == "mo" and _read_text(script[0]) in _SUMS:
            script.tag = _LIMITS[script.tag]


def _style_cells(table: Element) -> None:
    """Say as styles of its cells what a table has as attributes, which MathML Core does not know."""
    columns, rows, gaps = (
        table.get(name, "").split() for name in ("columnlines", "rowlines", "columnspacing")
    )
    for y, row in enumerate(table):
        for x, cell in enumerate(row):
            side = cell.get("columnalign")
            styles = [f"text-align: {side}"] if side in {"left", "right"} else []
            styles += [f"border-right: 1px {columns[x]}"] if columns[x : x + 1] == ["solid"] else []
            styles += [f"border-bottom: 1px {rows[y]}"] if rows[y : y + 1] == ["solid"] else []
            styles += [f"padding-inline: {_halved(gaps, x - 1)} {_halved(gaps, x)}"] if gaps else []
            if styles:
                cell.set("style", "; ".join(styles))


def _halved(gaps: Sequence[str], number: int) -> str:
    """Half of the gap after this column; before the first one there is none, and the last gap goes on."""
    gap = _EM.fullmatch(gaps[min(number, len(gaps) - 1)]) if number >= 0 else None
    return f"{float(gap[1]) / 2:g}em" if gap else "0"
