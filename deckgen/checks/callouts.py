"""Finds quotes that begin like a callout and are none."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckgen.checks.unit import Unit
from deckgen.syntax.callouts import CALLOUTS, HINT, find_callout
from deckgen.values.codes import Code
from deckgen.values.nearest import did_you_mean
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem

_ALONE = "a hint stands by itself, in no list or other quote"
_LIKE_A_CALLOUT = re.compile(r"\[!([\w-]+)\]")


def check_callouts(unit: Unit) -> Iterator[Problem]:
    """Callouts of a name that GitHub does not know, or with text after the name."""
    for place in unit.places:
        if not place.is_line and "[!" in place.passage.text:
            yield from _check_tokens(unit.document.path, place.passage.tokens)


def _check_tokens(path: str, tokens: Sequence[Token]) -> Iterator[Problem]:
    for (quote, paragraph), inline in zip(pairwise(tokens), tokens[2:], strict=False):
        if quote.meta.get("callout") == HINT and quote.map:
            location = Location(path, quote.map[0] + 1)
            yield Problem(location, Code.UNKNOWN_CALLOUT, f"no callout is called `{HINT}`; {_ALONE}")
        if quote.type != "blockquote_open" or paragraph.type != "paragraph_open" or not inline.map:
            continue
        match = _LIKE_A_CALLOUT.match(inline.content)
        if match is None:
            continue
        callout = find_callout(inline.content)
        name = match[1]
        location = Location(path, inline.map[0] + 1)
        if name.upper() not in CALLOUTS:
            advice = (
                _ALONE if name.upper() == HINT else did_you_mean(name, (known.lower() for known in CALLOUTS))
            )
            yield Problem(location, Code.UNKNOWN_CALLOUT, f"no callout is called `{name}`; {advice}")
        elif callout is None:
            message = f"nothing may follow `[!{name}]` on its line; begin the text on the next one"
            yield Problem(location, Code.UNKNOWN_CALLOUT, message)
