"""Finds the TeX of a formula in the many forms in which pages have it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, unquote

from lxml import etree

from deckgen.pages.read.html.dom import Element, has_class, split_classes, text_of, whole_text
from deckgen.pages.read.html.mathml import write_tex

_SHOWN_CLASSES = split_classes("MathJax MathJax_Display MathJax_CHTML MathJax_SVG")
_DISPLAY_CLASSES = split_classes(
    "katex--display katex-display katex-block MathJax_Display math-tex-display math-display"
)
_FORMULA_CLASSES = (
    _SHOWN_CLASSES
    | _DISPLAY_CLASSES
    | split_classes(
        "katex katex--inline ztext-math MathJax_Preview math-tex-inline mwe-math-element math-inline"
    )
)
_FORMULA_PICTURES = split_classes(
    "equation?tex= latex.codecogs.com /equation/ math/render mathurl chart?cht=tx"
)
_TEX_ATTRIBUTES = ("data-tex", "data-latex", "data-formula", "data-math", "data-eeimg-tex", "alttext")
_WITH_TEX = etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _TEX_ATTRIBUTES)}]")
_IS_DISPLAY = etree.XPath(
    "boolean(descendant-or-self::*"
    "[@display = 'true' or @display = 'block' or contains(@class, 'katex-display')])"
)
_COPIES = etree.XPath("string(descendant::*[contains(@class, 'mjx-copytext')])")
"""The TeX that the sites of an online judge keep for copying beside MathJax 3's formula."""
_KATEX_TEXTS = etree.XPath("descendant-or-self::*[contains(@class, 'katex-mathml')]")


@dataclass(frozen=True, slots=True)
class FoundFormula:
    """A formula: its TeX, or else the text that is seen; `repeated` is text that shows it again."""

    tex: str
    display: bool
    seen: str
    repeated: str


def find_formula(element: Element) -> FoundFormula | None:
    """The formula if the element is one, else None."""
    if element.tag == "img":
        return _from_picture(element)
    return _from_element(element) if is_formula(element) else None


def is_formula(element: Element) -> bool:
    """Whether an element is a formula and nothing else."""
    tag = element.tag
    if tag in ("span", "div", "p", "section"):
        attribute = element.get("class")
        return bool(attribute) and _is_of_formula(attribute, tag)
    return tag in ("mjx-container", "math", "eq", "eqn")


@lru_cache(maxsize=1024)
def _is_of_formula(attribute: str, tag: str) -> bool:
    classes = split_classes(attribute)
    return not classes.isdisjoint(_FORMULA_CLASSES) or (tag == "span" and "math" in classes)


def _from_element(element: Element) -> FoundFormula:
    seen = text_of(element)
    display = (
        has_class(element, *_DISPLAY_CLASSES)
        or (has_class(element, "math") and has_class(element, "display"))
        or bool(_IS_DISPLAY(element))
    )
    if has_class(element, "MathJax_Preview", *_SHOWN_CLASSES):
        follows = element.getnext()
        while follows is not None and has_class(follows, *_SHOWN_CLASSES):
            follows = follows.getnext()
        if follows is not None and follows.get("data-tex") is not None:
            # The script after it has the TeX; this element only shows the formula.
            return FoundFormula(" ", display, "", seen)
    tex = _tex_of(element)
    if not tex and not seen:
        return FoundFormula(" ", display, "", "")
    repeated = seen.replace(" ".join(tex.split()), "", 1) if tex else ""
    return FoundFormula(tex, display or ("\\begin{" in tex and "align" in tex), seen, repeated)


def _tex_of(element: Element) -> str:
    for note in element.iter("annotation"):
        if "tex" in note.get("encoding", ""):
            return _bare(whole_text(note))
    holders = _WITH_TEX(element)
    for name in _TEX_ATTRIBUTES if holders else ():
        value = next((value for holder in holders if (value := holder.get(name))), "")
        if value:
            return _bare(value)
    math = next(element.iter("math"), None)
    tex = _bare(_COPIES(element)) or (write_tex(math) if math is not None else "")
    if tex:
        return tex
    mathml = _KATEX_TEXTS(element)
    if mathml:
        # CSDN keeps the text of the MathML: the formula letter by letter, and then the TeX.
        lines = [line.strip() for line in whole_text(mathml[0]).split("\n") if line.strip()]
        return lines[-1] if lines else ""
    text = whole_text(element).strip()
    if element.tag in ("eq", "eqn") or re.match(r"\\\(|\\\[|\$", text) or ("\\" in text and not len(element)):
        return _bare(text)
    return ""


def _bare(tex: str) -> str:
    tex = tex.strip()
    for left, right in (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")):
        if tex.startswith(left) and tex.endswith(right) and len(tex) > len(left) + len(right):
            return tex[len(left) : -len(right)].strip()
    wrapped = re.fullmatch(r"\{\\displaystyle (.*)\}", tex, re.DOTALL) if tex.startswith("{") else None
    return (wrapped[1] if wrapped else tex).strip()


def _from_picture(element: Element) -> FoundFormula | None:
    source = next(
        (element.get(name) for name in ("src", "data-src", "data-original") if element.get(name)), ""
    )
    alt = (element.get("alt") or "").strip()
    is_formula = has_class(element, "mathcode", "latex", "eeimg", "math", "tex", "Formula") or element.get(
        "eeimg"
    )
    tex = tex_of_picture(source, alt) or (alt if is_formula else "")
    if not tex:
        return None
    display = alt.endswith("\\\\") or element.get("eeimg") == "2"
    return FoundFormula(_bare(tex.removesuffix("\\\\")), display, "", "" if alt == tex else alt)


def tex_of_picture(source: str, alt: str) -> str:
    """The TeX of a formula that a page shows as a picture; empty for any other picture."""
    if not any(sign in source for sign in _FORMULA_PICTURES):
        return ""
    query = source.partition("#")[0].partition("?")[2]
    given = parse_qs(query)
    tex = next((given[name][0] for name in ("tex", "chl", "latex") if name in given), "")
    if not tex and "latex.codecogs.com" in source:
        tex = re.sub(
            r"\\(?:inline|large|LARGE|dpi\{\d*\}|bg_\w+)\s?", "", unquote(query).replace("&space;", " ")
        )
    # If both are there, the text may only say that this is a formula.
    return (tex or alt).strip()
