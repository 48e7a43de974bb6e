"""Finds quotes that begin like a callout and are none."""

import re
from collections.abc import Iterator
from itertools import pairwise

from deckgen.checks.texts import Place, places
from deckgen.syntax.callouts import CALLOUTS, HINT, find_callout
from deckgen.values.codes import Code
from deckgen.values.document import Package
from deckgen.values.nearest import did_you_mean
from deckgen.values.problem import Location, Problem

_ALONE = "a hint stands by itself, in no list or other quote"
_LIKE_A_CALLOUT = re.compile(r"\[!([\w-]+)\]")


def check_callouts(package: Package) -> tuple[Problem, ...]:
    """Callouts of a name that GitHub does not know, or with text behind the name."""
    return tuple(problem for place in places(package, "[!") for problem in _check_place(place))


def _check_place(place: Place) -> Iterator[Problem]:
    if place.is_line:
        return
    tokens = place.passage.tokens
    for (quote, paragraph), inline in zip(pairwise(tokens), tokens[2:], strict=False):
        if quote.meta.get("callout") == HINT and quote.map:
            location = Location(place.document.path, quote.map[0] + 1)
            yield Problem(location, Code.UNKNOWN_CALLOUT, f"no callout is called `{HINT}`; {_ALONE}")
        if quote.type != "blockquote_open" or paragraph.type != "paragraph_open" or not inline.map:
            continue
        match = _LIKE_A_CALLOUT.match(inline.content)
        if match is None:
            continue
        callout = find_callout(inline.content)
        name = match[1]
        location = Location(place.document.path, inline.map[0] + 1)
        if name.upper() not in CALLOUTS:
            advice = (
                _ALONE if name.upper() == HINT else did_you_mean(name, (known.lower() for known in CALLOUTS))
            )
            yield Problem(location, Code.UNKNOWN_CALLOUT, f"no callout is called `{name}`; {advice}")
        elif callout is None:
            message = f"nothing may follow `[!{name}]` on its line; begin the text on the next one"
            yield Problem(location, Code.UNKNOWN_CALLOUT, message)
