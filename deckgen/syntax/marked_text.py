"""Tells the equals signs of `==marked text==` from those of comparisons.

tests/syntax/test_marks.py has texts of both kinds.
"""

import re

_OUTSIDE = r"""(?<! [A-Za-z0-9=<>!+\-/%&|^)\]}"'] ) =="""
BEFORE_ESCAPES = re.compile(rf"{_OUTSIDE} (?![\s=])", re.VERBOSE)
"""What may begin marked text when a backslash is put before the next sign."""

OPENING = re.compile(
    rf"""
    {_OUTSIDE}
    (?! [\s=<>!+\-/%&|^)\]}},.;:?] | [，。；：？！、）】》〉」』”’] )
    """,
    re.VERBOSE,
)
CLOSING = re.compile(
    r"""(?<! [\s=<>!+\-/&|^(\[] ) (?<! [（【《〈「『“‘，] ) == (?! [A-Za-z0-9=<>(\[$] )""", re.VERBOSE
)
MARKED = re.compile(f"{OPENING.pattern} ([^=\\n]+) {CLOSING.pattern}", re.VERBOSE)
"""Marked text, which is group 1, also if it is in code."""


def without_marks(text: str) -> str:
    """A line without the signs around its marked texts."""
    return MARKED.sub(r"\1", text) if "==" in text else text
