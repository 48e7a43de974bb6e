"""Writes TeX in words that latex2mathml shows as MathJax does, or says that there are none."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from deckgen.syntax.tex.parts import names

SHOWN_LARGE = "preview-large"
"""A class that marks a table whose fractions and sums are as large as in a displayed formula."""
_PLAIN = ("array", "smallmatrix", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "cases")
_ALIGNED = ("align", "align*", "aligned", "flalign", "flalign*", "split")
_GATHERED = ("gather", "gather*", "gathered")
_LARGE = rf"\class{{{SHOWN_LARGE}}}{{\begin{{%s}}", r"\end{%s}}"
_FENCED = r"\left%s\begin{smallmatrix}", r"\end{smallmatrix}\right%s"


def _with(pattern: tuple[str, str], *words: str) -> tuple[str, str]:
    return pattern[0] % words[0], pattern[1] % words[-1]


_ENVIRONMENTS: Mapping[str, tuple[str, str]] = {
    **{name: (rf"\begin{{{name}}}", rf"\end{{{name}}}") for name in _PLAIN},
    **dict.fromkeys(_ALIGNED, (r"\begin{align*}", r"\end{align*}")),
    **dict.fromkeys(_GATHERED, _with(_LARGE, "matrix")),
    **dict.fromkeys(("equation", "equation*"), ("{", "}")),
    "dcases": _with(_LARGE, "cases"),
    # Its own bars around this one would not grow.
    "Vmatrix": (r"\left\|\begin{matrix}", r"\end{matrix}\right\|"),
    "rcases": (r"\left.\begin{array}{ll}", r"\end{array}\right\}"),
    "psmallmatrix": _with(_FENCED, "(", ")"),
    "bsmallmatrix": _with(_FENCED, "[", "]"),
    "Bsmallmatrix": _with(_FENCED, r"\{", r"\}"),
    "vsmallmatrix": _with(_FENCED, "|", "|"),
    "Vsmallmatrix": _with(_FENCED, r"\|", r"\|"),
}
"""The environments that are shown, with what latex2mathml is given in place of their begin and end."""
_ODD_LINE = re.compile(r"\\begin\s*\{array\}\s*\{(?:\s*\||[lcr|\s]*\|\s*(?:\||\}))")
"""A line at the side of an array, or two at one place; latex2mathml would draw them between columns."""
_ODD_RULE = re.compile(r"\\begin\s*\{[^{}]*\}(?:\s*\{[lcr|\s]*\})?\s*\\hline|\\hline\s*\\(?:end|hline)")
"""A line above or below a table, and two lines at one place, of which it draws one."""
_ODD_COLUMNS = re.compile(r"\\begin\s*\{array\}\s*\{(?![lcr|\s]*\})")
_OPTION = re.compile(r"\\begin\s*\{[^{}]*\}\s*\[")
_EDGE = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_SKIP = re.compile(r"(\\\\|\\cr(?![A-Za-z]))\[\s*-?[\d.,]+\s*[a-z]{2}\s*\]")
"""A length after the end of a row."""
_ANGLE = re.compile(r"(\\(?:left|right|middle|[bB]igg?[lrm]?))\s*(?:(<|\\lt(?![A-Za-z]))|>|\\gt(?![A-Za-z]))")
"""A `<` or `>` as a bracket, which is then an angle."""
_TEXT = re.compile(r"\\(?:text\w*|[mhf]box|emph|operatorname\*?)\s*\{([^{}]*)(.)", re.DOTALL)
_UNLIKE = frozenset(
    (
        *(r"\Coloneq", r"\coloneq", r"\colorbox", r"\eqalign", r"\eqalignno", r"\fcolorbox"),
        *(r"\href", r"\pmatrix", r"\rule", r"\sideset", r"\style", r"\tag", r"\unicode", r"\vcenter"),
        *(r"\newcommand", r"\def", r"\DeclareMathOperator", r"\newenvironment"),
    )
)
"""What latex2mathml shows otherwise than MathJax does, and definitions, which can grow without measure."""
_UNSEEN = re.compile(r"\\(?:notag|nonumber)(?![A-Za-z])|\\label\s*\{[^{}]*\}")
_ARG = re.compile(r"\\arg(?![A-Za-z])")
_NO_BRACKET = re.compile(r"\\[bB]igg?[lrm]?\s*\.|\\middle\s*[].[]")
"""Brackets that latex2mathml shows as another sign."""


class Words(NamedTuple):
    """What latex2mathml is given, and the names that are red by what stands for them."""

    tex: str
    red: Mapping[str, str]


def write_words(tex: str, red: Collection[str]) -> Words | None:
    """The formula in such words; None if it would look otherwise than in MathJax."""
    if not _is_known(tex, red):
        return None
    # latex2mathml knows some that Anki does not; a name that nobody defines comes back as it is.
    unknown = {
        f"\\Unknown{'I' * number}": name for number, name in enumerate(sorted(red, key=len, reverse=True))
    }
    for stand_in, name in unknown.items():
        tex = re.sub(rf"{re.escape(name)}(?![A-Za-z])", stand_in.replace("\\", r"\\"), tex)
    tex = _ARG.sub(r"\\operatorname{arg}", _UNSEEN.sub("", tex))
    tex = _ANGLE.sub(lambda found: rf"{found[1]}\{'l' if found[2] else 'r'}angle ", _SKIP.sub(r"\1", tex))
    tex = _EDGE.sub(lambda found: _ENVIRONMENTS[found[2]][found[1] == "end"], tex)
    return Words(tex, unknown)


def _is_known(tex: str, red: Collection[str]) -> bool:
    if any(name in _UNLIKE and name not in red for name in names(tex)):
        return False
    if any(odd.search(tex) for odd in (_ODD_COLUMNS, _ODD_LINE, _ODD_RULE, _OPTION, _NO_BRACKET)):
        return False
    if any(edge[2] not in _ENVIRONMENTS for edge in _EDGE.finditer(tex)):
        return False
    return all(found[2] == "}" and "$" not in found[1].replace(r"\$", "") for found in _TEXT.finditer(tex))
