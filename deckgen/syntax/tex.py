"""Finds what is wrong with a formula that MathJax would show in red."""

import re
from xml.etree import ElementTree

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

LONGEST = 2000
"""Characters; a longer formula is not checked."""

_WHY = {
    exceptions.DenominatorNotFoundError: "a fraction has no denominator",
    exceptions.DoubleSubscriptsError: "two subscripts follow one another; put braces around one",
    exceptions.DoubleSuperscriptsError: "two superscripts follow one another; put braces around one",
    exceptions.ExtraLeftOrMissingRightError: r"`\left` and `\right` do not match",
    exceptions.InvalidAlignmentError: "an array has a column that is neither l, c nor r",
    exceptions.InvalidStyleForGenfracError: r"`\genfrac` has no such style",
    exceptions.InvalidWidthError: "a width is not valid",
    exceptions.LimitsMustFollowMathOperatorError: r"`\limits` does not follow an operator",
    exceptions.MissingEndError: r"a `\begin` has no `\end`",
    exceptions.MissingSuperScriptOrSubscriptError: "`^` or `_` has nothing after it",
    exceptions.NoAvailableTokensError: "a command has no argument",
    exceptions.NumeratorNotFoundError: "a fraction has no numerator",
}
_PIECES = re.compile(r"\\(?:[A-Za-z]+|.)|[{}]", re.DOTALL)
_UNKNOWN = re.compile(r"\\[A-Za-z]+")
_PARTS = {
    **dict.fromkeys(("mfrac", "msup", "msub", "mroot", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
# Commands of MathJax 3, which Anki ships, that latex2mathml does not know.
_OTHERS = frozenset(
    (
        *(r"\bm", r"\boldsymbol", r"\cancel", r"\bcancel", r"\xcancel", r"\ce", r"\pu", r"\require", r"\tag"),
        *(r"\label", r"\eqref", r"\href", r"\class", r"\style", r"\cssId", r"\unicode", r"\mathchoice"),
    )
)
_DEFINES = re.compile(r"\\(?:new|renew)command|\\def\b|\\DeclareMathOperator")


def find_fault(tex: str) -> str | None:
    """What is wrong with a formula; None if it is right or deckgen cannot tell."""
    braces = _check_braces(tex)
    if braces or len(tex) > LONGEST or not tex.strip() or _DEFINES.search(tex):
        return braces
    try:
        root = convert_to_element(tex)
    except Exception as error:
        # The converter fails in other ways on some formulas that MathJax understands.
        return _WHY.get(type(error))
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
            return "a command has too few arguments"
        unknown = _UNKNOWN.fullmatch((element.text or "").strip())
        if element.tag != "mtext" and unknown and unknown[0] not in _OTHERS:
            return f"the command `{unknown[0]}` is unknown"
    return None
