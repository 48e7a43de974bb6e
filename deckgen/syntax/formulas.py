"""Finds where a formula begins and ends: `$x$` in a line, `$$x$$` in a line or by itself.

A `$` opens a formula directly before it, and not after a letter, digit, `$` or backslash; it closes one
directly after it, and not before a letter or digit. So prices and shell variables are not formulas.
"""

import re

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


def find_formula(text: str, position: int) -> tuple[str, int] | None:
    """The TeX of the formula that begins at a position, without its dollars, and the position after them."""
    match = _FORMULA.match(text, position)
    if match is None:
        return None
    tex = match["inline"] or match["display"]
    if match["inline"] and len(tex) > 2 and tex[0] == tex[-1] == "`":  # GitHub's second way: $`x`$
        tex = tex[1:-1]
    return tex, match.end()
