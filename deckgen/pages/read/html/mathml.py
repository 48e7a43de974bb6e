"""Writes MathML as TeX: what MathJax writes for screen readers, and what a person may have written.

`mathml.tsv` has what the tags contain and its TeX: signs, names, fonts, spaces, accents. The tags and the
attributes are those that MathJax 3 makes of TeX, which a test asks; other MathML has fewer of them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from deckgen.pages.read.html.dom import Element, whole_text

_MAX_DEPTH = 60
_INVISIBLE = re.compile("[\u2061-\u2064]")
_MARKS = {"msub": "_", "munder": "_", "msup": "^", "mover": "^"}
_SIDES = {"OPEN": "l", "CLOSE": "r", "REL": "m"}
_TOKEN = re.compile(r"[^\\{}^_]|\\(?:[A-Za-z]+|.)")
_IN_TEXT = re.compile(r"([\\{}$&%#_])")
_PART = re.compile(r"(?:\\left|\{|\\[a-z]+\{[^{}]*\}\Z)")
_BIG = re.compile(r"\\(?:(?:under|over)brace|operatorname\*)")


class _UnknownError(Exception):
    """MathML that TeX has no command for, or that is nested too deep."""


def write_tex(math: Element) -> str:
    """The TeX of a `<math>`; empty if it cannot be written without a guess."""
    try:
        return _row(math, 0)
    except (_UnknownError, ValueError, IndexError):
        # An element with too many or too few children is not MathML.
        return ""


@cache
def read_table() -> Mapping[str, Mapping[str, str]]:
    """For each kind of thing the signs of MathML with their TeX."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for line in Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        kind, sign, tex = line.split("\t")
        table[kind][sign] = tex
    return table


def _tex(element: Element, depth: int) -> str:
    write = _WRITERS.get(element.tag)
    if write is None or depth > _MAX_DEPTH:
        raise _UnknownError
    return write(element, depth + 1)


def _row(element: Element, depth: int) -> str:
    if any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
        raise _UnknownError
    return _join(_tex(child, depth) for child in element)


def _join(parts: Iterable[str]) -> str:
    """The parts with a blank only where a command would run into a letter."""
    joined = list[str]()
    for part in filter(None, parts):
        if part[0].isalpha() and joined and re.search(r"\\[A-Za-z]+\Z", joined[-1]):
            joined.append(" ")
        joined.append(part)
    return "".join(joined)


def _mrow(element: Element, depth: int, *, is_argument: bool = False) -> str:
    first, last = (element[0], element[-1]) if len(element) > 1 else (element, element)
    if _is_fence(first) and _is_fence(last):
        left, right = (_sign(fence) or "." for fence in (first, last))
        inside = _join(_tex(child, depth) for child in element[1:-1])
        if (left, right) == (r"\{", ".") and re.fullmatch(r"\\begin\{array\}\{ll\}.*\\end\{array\}", inside):
            return inside.replace("{array}{ll}", "{cases}", 1).removesuffix("{array}") + "{cases}"
        return _join((r"\left", left, inside, r"\right", right))
    inside = _row(element, depth)
    binomial = re.fullmatch(r"\\[bB]ig+l\((?:\{(.*)\\atop(.*)\})\\[bB]ig+r\)", inside)
    if binomial and len(element) == 3:
        return rf"\binom{{{binomial[1]}}}{{{binomial[2].strip()}}}"
    # MathJax itself gives a slash this row; any other sign has it by the braces of the author.
    is_one = len(element) == 1 and (element[0].tag != "mo" or "minsize" in element[0].attrib or inside == "/")
    is_bare = is_one or is_argument or element.get("data-mjx-texclass") != "ORD"
    return inside if is_bare else f"{{{inside}}}"


def _is_fence(element: Element) -> bool:
    is_plain = element.tag != "mo" or "minsize" in element.attrib or element.get("stretchy") == "false"
    is_marked = element.get("data-mjx-texclass") in ("OPEN", "CLOSE") or element.get("fence") == "true"
    return is_marked and not is_plain


def _group(element: Element, depth: int) -> str:
    """An argument in braces."""
    tex = _mrow(element, depth + 1, is_argument=True) if element.tag == "mrow" else _tex(element, depth)
    return f"{{{tex}}}"


def _sign(element: Element) -> str:
    """The text of a token as TeX."""
    text = _INVISIBLE.sub("", whole_text(element)).strip()
    if any(map(unicodedata.combining, text)):
        raise _UnknownError
    if text == "∥" and element.get("data-mjx-texclass") == "ORD":
        return r"\|"
    return _join(read_table()["sign"].get(sign, sign) for sign in text)


def _identifier(element: Element, depth: int) -> str:
    text, sign = whole_text(element).strip(), _sign(element)
    variant = element.get("mathvariant", "")
    if len(text) > 1 and element.tag == "mi" and variant in ("", "normal"):
        if not variant and text in read_table()["name"] and element.get("data-mjx-auto-op") != "false":
            return read_table()["name"][text]
        return rf"\{'operatorname' if element.get('data-mjx-texclass') == 'OP' else 'mathrm'}{{{sign}}}"
    if not variant or not sign or (variant == "normal" and not (sign.isascii() and sign.isalnum())):
        return sign
    font = read_table()["font"].get(variant)
    if font is None:
        raise _UnknownError
    return f"{font}{{{sign}}}"


def _operator(element: Element, depth: int) -> str:
    text = "".join(whole_text(element).split())
    if len(text) > 1 and text.isalpha():
        star = "*" if element.get("movablelimits") == "true" else ""
        return read_table()["name"].get(text) or rf"\operatorname{star}{{{text}}}"
    size = read_table()["size"].get(element.get("minsize", ""))
    if size:
        side = _SIDES.get(element.getparent().get("data-mjx-texclass"), "")
        return _join((size + side, _sign(element) or "."))
    return _sign(element)


def _text(element: Element, depth: int) -> str:
    text = whole_text(element).replace("\u00a0", " ")
    font = read_table()["text"].get(element.get("mathvariant", ""), r"\text")
    escaped = _IN_TEXT.sub(r"\\\1", text)
    return f"{font}{{{escaped}}}" if text.strip() else r"\ " if text else ""


def _space(element: Element, depth: int) -> str:
    width = element.get("width", "")
    if element.get("mathbackground"):
        raise _UnknownError
    return read_table()["space"].get(width) or (rf"\hspace{{{width}}}" if width else "")


def _style(element: Element, depth: int) -> str:
    style, inside = element.get("displaystyle", ""), _row(element, depth)
    if style and len(element) == 1 and inside.startswith(r"\frac"):
        return inside.replace("\\", r"\d" if style == "true" else r"\t", 1)
    name = {"true": r"\displaystyle", "false": r"\textstyle"}.get(style)
    return f"{{{_join((name, inside))}}}" if name else inside


def _padded(element: Element, depth: int) -> str:
    """What is moved a little; a border, and what overlaps the next sign, would be lost."""
    inside = _row(element, depth)
    if "style" in element.attrib or (inside and element.get("width") == "0" and not element.get("lspace")):
        raise _UnknownError
    return inside


def _scripts(element: Element, depth: int) -> str:
    base, *scripts = element
    tex = _tex(base, depth)
    is_part = base.tag in ("msub", "msup", "msubsup", "mstyle") or (base.tag == "mrow" and len(base) > 1)
    tex = f"{{{tex}}}" if not tex or (is_part and not _PART.match(tex)) else tex
    return tex + _attached(element.tag, scripts, depth)


def _attached(tag: str, scripts: Iterable[Element], depth: int) -> str:
    attached = ""
    for mark, script in zip(_MARKS.get(tag, "_^"), scripts, strict=True):
        tex, signs = _group(script, depth), whole_text(script).strip()
        if mark == "^" and script.tag == "mo" and signs and not signs.strip("′"):
            attached += "'" * len(signs)
        else:
            attached += mark + (tex[1:-1] if script.tag != "mrow" and _TOKEN.fullmatch(tex[1:-1]) else tex)
    return attached


def _stack(element: Element, depth: int) -> str:
    base, *scripts = element
    marks = _MARKS.get(element.tag, "_^")
    if len(scripts) == 1 and scripts[0].tag == "mo":
        accent = read_table()["under" if marks == "_" else "over"].get(whole_text(scripts[0]).strip())
        if accent and scripts[0].get("stretchy") != "false" and len(whole_text(base).strip()) > 1:
            accent = read_table()["wide"].get(accent, accent)
        if accent:
            return accent + _group(base, depth)
    tex = _tex(base, depth)
    if _BIG.match(tex) or "".join(whole_text(base).split()) in read_table()["limits"]:
        return tex + _attached(element.tag, scripts, depth)
    if re.match(r"\\i*int|\\oint", tex):
        return rf"{tex}\limits{_attached(element.tag, scripts, depth)}"
    for mark, script in zip(marks, scripts, strict=True):
        tex = rf"\{'underset' if mark == '_' else 'overset'}{_group(script, depth)}{{{tex}}}"
    return tex


def _fraction(element: Element, depth: int) -> str:
    above, below = element
    if element.get("linethickness") == "0":
        return f"{{{_join((_tex(above, depth), chr(92) + 'atop', _tex(below, depth)))}}}"
    return rf"\frac{_group(above, depth)}{_group(below, depth)}"


def _root(element: Element, depth: int) -> str:
    inside, degree = element
    return rf"\sqrt[{_tex(degree, depth)}]{_group(inside, depth)}"


def _matrix(element: Element, depth: int) -> str:
    rows = [[_row(cell, depth + 2) for cell in row if cell.tag == "mtd"] for row in element]
    aligns = element.get("columnalign", "").split()
    if element.get("displaystyle") == "true":
        name = "aligned" if aligns else "gathered"
    else:
        name = "array" if aligns else "matrix"
    spec = f"{{{''.join(align[0] for align in aligns)}}}" if name == "array" else ""
    lines = r"\\ ".join("&".join(row) for row in rows)
    return rf"\begin{{{name}}}{spec}{lines}\end{{{name}}}"


_WRITERS: Mapping[str, Callable[[Element, int], str]] = {
    **dict.fromkeys(("mi", "mn"), _identifier),
    **dict.fromkeys(("msub", "msup", "msubsup"), _scripts),
    **dict.fromkeys(("munder", "mover", "munderover"), _stack),
    "mrow": _mrow,
    "mo": _operator,
    "mtext": _text,
    "mspace": _space,
    "mstyle": _style,
    "mpadded": _padded,
    "mfrac": _fraction,
    "mroot": _root,
    "mtable": _matrix,
    "msqrt": lambda element, depth: rf"\sqrt{{{_row(element, depth)}}}",
    "semantics": lambda element, depth: _tex(element[0], depth),
}
