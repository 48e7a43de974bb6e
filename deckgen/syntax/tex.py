"""Says what is wrong with a formula, before MathJax shows a learner a red line."""

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element
from latex2mathml.exceptions import (
    DenominatorNotFoundError,
    DoubleSubscriptsError,
    DoubleSuperscriptsError,
    ExtraLeftOrMissingRightError,
    InvalidAlignmentError,
    InvalidStyleForGenfracError,
    InvalidWidthError,
    LimitsMustFollowMathOperatorError,
    MissingEndError,
    MissingSuperScriptOrSubscriptError,
    NoAvailableTokensError,
    NumeratorNotFoundError,
)

LONGEST = 2000
"""Characters; a longer formula is not looked into."""

_WHY = {
    DenominatorNotFoundError: "a fraction lacks what is below its line",
    DoubleSubscriptsError: "two subscripts follow one another; put braces around one",
    DoubleSuperscriptsError: "two superscripts follow one another; put braces around one",
    ExtraLeftOrMissingRightError: r"`\left` and `\right` do not match",
    InvalidAlignmentError: "an array has a column that is neither l, c nor r",
    InvalidStyleForGenfracError: r"`\genfrac` has no such style",
    InvalidWidthError: "there is no such width",
    LimitsMustFollowMathOperatorError: r"`\limits` follows no operator",
    MissingEndError: r"a `\begin` has no `\end`",
    MissingSuperScriptOrSubscriptError: "`^` or `_` stands before nothing",
    NoAvailableTokensError: "a command lacks what it is for",
    NumeratorNotFoundError: "a fraction lacks what is above its line",
}
_PIECES = re.compile(r"\\(?:[A-Za-z]+|.)|[{}]", re.DOTALL)
_UNKNOWN = re.compile(r"\\[A-Za-z]+")
_PARTS = {
    "mfrac": 2,
    "msup": 2,
    "msub": 2,
    "mroot": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
# What MathJax 3 knows, as Anki ships it, and latex2mathml does not.
_OTHERS = frozenset(
    (
        *(r"\bm", r"\boldsymbol", r"\cancel", r"\bcancel", r"\xcancel", r"\ce", r"\pu", r"\require", r"\tag"),
        *(r"\label", r"\eqref", r"\href", r"\class", r"\style", r"\cssId", r"\unicode", r"\mathchoice"),
    )
)
_DEFINES = re.compile(r"\\(?:new|renew)command|\\def\b|\\DeclareMathOperator")


def find_fault(tex: str) -> str | None:
    """Why this is no formula, or None; what is not known to be wrong is taken for right."""
    braces = _check_braces(tex)
    if braces or len(tex) > LONGEST or not tex.strip() or _DEFINES.search(tex):
        return braces
    try:
        root = convert_to_element(tex)
    except tuple(_WHY) as error:
        return _WHY[type(error)]
    except Exception:
        # The converter stumbles over some things that MathJax understands.
        return None
    return _check_elements(root)


def _check_braces(tex: str) -> str | None:
    depth = 0
    for match in _PIECES.finditer(tex):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return "a `}` closes nothing"
    return "a `{` is not closed" if depth else None


def _check_elements(root: ElementTree.Element) -> str | None:
    for element in root.iter():
        if len(element) < _PARTS.get(element.tag, 0):
            return "a command lacks one of its two parts"
        unknown = _UNKNOWN.fullmatch((element.text or "").strip())
        if element.tag != "mtext" and unknown and unknown[0] not in _OTHERS:
            return f"there is no command `{unknown[0]}`"
    return None
