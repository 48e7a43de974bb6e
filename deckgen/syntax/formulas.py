r"""Finds where a formula begins and ends: `$x$`, `\(x\)` in a line, `$$x$$`, `\[x\]` in a line or by itself.

A `$` opens a formula directly before it, and not after a letter, digit, `$` or backslash; it closes one
directly after it, and not before a letter or digit. So prices and shell variables are not formulas. Between
blanks, as in `$ x $`, and in escaped brackets, a text must look like TeX.
"""

import re
from typing import NamedTuple

from deckgen.syntax.like_tex import is_padded_tex, is_short_tex, is_tex

# Without possessive groups: before Python 3.11.5 they match too little.
_FORMULA = re.compile(
    r"""
    (?<! [A-Za-z0-9$\\] ) \$ (?! [\s$] )
        (?P<inline> [^$\\]* (?: \\. [^$\\]* )* )
    (?<! [\s\\] ) \$ (?! [A-Za-z0-9] )
    |
    \$\$ (?! \$ | \s*\$\$ )
        (?P<display> [^$\\]* (?: (?: \\. | \$(?!\$) ) [^$\\]* )* )
    \$\$
    """,
    re.DOTALL | re.VERBOSE,
)
_PADDED = re.compile(
    r"""
    (?<! [A-Za-z0-9$\\] ) \$ [ \t]+ (?=[^\s$])
        (?P<tex> [^\s$\\]* (?: (?: \\[^\n] | [ \t]+(?=[^\s$]) ) [^\s$\\]* )* )
    [ \t]+ \$ (?! [A-Za-z0-9$] )
    """,
    re.VERBOSE,
)
# Each begins again at the next opening bracket, so that unclosed ones are read once.
_PARENTHESES = re.compile(r"\\\( (?P<tex> [^\\]* (?: \\[^()] [^\\]* )* ) \\\)", re.DOTALL | re.VERBOSE)
_BRACKETS = re.compile(r"\\\[ (?P<tex> [^\\]* (?: \\[^\[\]] [^\\]* )* ) \\\]", re.DOTALL | re.VERBOSE)
_ANKI = re.compile(
    r"\[(?P<mark>\$\$?)\] (?P<tex> [^\[]* (?: \[(?!/?\$\$?\]) [^\[]* )* ) \[/(?P=mark)\]", re.VERBOSE
)
_LETTER_BEFORE = re.compile(r"(?<![A-Za-z])[B-HJ-Zb-z][ \t]+\Z")
_LETTER_AFTER = re.compile(r"[ \t]+[B-HJ-Zb-z](?![A-Za-z])")


class Formula(NamedTuple):
    """A formula: its TeX begins at `start`, and the text after it at `end`."""

    tex: str
    is_display: bool
    start: int
    end: int


def find_formula(text: str, position: int, *, after_price: bool = False) -> Formula | None:
    """The formula that begins at a dollar sign; `after_price` if an earlier one in the text begins none."""
    match = _FORMULA.match(text, position)
    if match is None:
        return _find_padded(text, position, after_price=after_price)
    name = "inline" if match["inline"] else "display"
    tex, start = match[name], match.start(name)
    if name == "inline" and len(tex) > 2 and tex[0] == tex[-1] == "`":  # GitHub's second way: $`x`$
        tex, start = tex[1:-1], start + 1
    return Formula(tex, name == "display", start, match.end())


def find_bracketed_formula(text: str, position: int) -> Formula | None:
    r"""The formula that begins at `\(`, at `\[`, or at Anki's old `[$]` or `[$$]`.

    An escaped bracket beside a letter belongs to a call or an index, as in `f\(x\)` and `a\[i\]`.
    """
    if match := _ANKI.match(text, position):
        is_formula = bool(match["tex"].strip())
    elif match := _PARENTHESES.match(text, position):
        is_formula = not _follows_word(text, position) and _is_in_parentheses(match["tex"])
    elif match := _BRACKETS.match(text, position):
        is_link = text.startswith(("(", "[", ":"), match.end())
        is_formula = not is_link and not _follows_word(text, position) and is_tex(match["tex"])
    else:
        return None
    tex = match["tex"].strip()
    is_display = match.re is _BRACKETS or (match.re is _ANKI and match["mark"] == "$$")
    start = match.start("tex") + len(match["tex"]) - len(match["tex"].lstrip())
    return Formula(tex, is_display, start, match.end()) if is_formula else None


def _find_padded(text: str, position: int, *, after_price: bool) -> Formula | None:
    """`$ x $`; between single letters a `$` is an operator of Haskell, as in `f $ g $ x`."""
    match = _PADDED.match(text, position)
    if match is None or not is_padded_tex(match["tex"], with_numbers=not after_price):
        return None
    if match["tex"].isalpha() and (
        _LETTER_BEFORE.search(text, max(position - 8, 0), position) or _LETTER_AFTER.match(text, match.end())
    ):
        return None
    return Formula(match["tex"], False, match.start("tex"), match.end())


def _is_in_parentheses(tex: str) -> bool:
    if tex[:1].isspace() and tex[-1:].isspace():
        return is_padded_tex(tex.strip(), with_words=True)
    return is_short_tex(tex.strip())


def _follows_word(text: str, position: int) -> bool:
    before = text[position - 1 : position]
    return before.isascii() and (before.isalnum() or before in tuple("_)]>"))
