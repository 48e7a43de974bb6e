r"""Lists formulas that have lost a backslash in a string of a program.

Sources: the reference of Python ("String and Bytes literals"), and RFC 8259 ("Strings"). What they make of
`\b` and `\f` is not text, and `sources/open/escapes.py` finds it.
"""

import re

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.look_alikes.mask import HIDDEN
from deckgen.values.codes import Code
from deckgen.values.wording import shortened

_LOST = re.compile(
    r"(\t)(heta|au|imes|anh|riangle|(?:ext|ilde|frac|binom)(?=\{))|(\n)((?:abla|eq|otin|ho|ight)(?![A-Za-z]))"
)
"""What is left of commands where a program has made a tab or a line end of `\\t`, `\\n` or `\\r`."""


def _with_backslash(match: Match) -> str:
    return _LOST.sub(_restored, match["it"])


def _restored(lost: re.Match[str]) -> str:
    if lost[1]:
        return f"\\t{lost[2]}"
    return f"\\{'r' if lost[4] in ('ho', 'ight') else 'n'}{lost[4]}"


STRINGS = (
    LookAlike(
        name="backslash-in-string",
        owner="Python, JSON",
        code=Code.FOREIGN_FORMULA,
        example="The angle $\theta$ is small.",
        what="has a tab or a line end where a program has read the `\\t`, `\\n` or `\\r` of a command",
        advice='write the command with its backslash, and in Python a raw string, `r"…"`',
        signs=("\t", "$\n", HIDDEN * 3),
        pattern=re.compile(
            rf"(?P<it>\$?\t(?:heta|au|imes|anh)\b[^\n\0$]*\$?|[$]\n(?:abla|ho)\b[^\n\0$]*\$?"
            rf"|{HIDDEN}{{2,}}+(?:\0*\n\0*{HIDDEN}{{2,}}+)?)"
        ),
        holds=lambda match: "`" not in match["it"] and _LOST.search(match["it"]) is not None,
        rewrite=_with_backslash,
        advise=lambda match: (
            f'write `{shortened(_with_backslash(match), 60)}`, and in Python a raw string, `r"…"`'
        ),
    ),
)
"""Formulas out of strings."""
