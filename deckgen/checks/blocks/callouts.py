"""Finds quotes that look like a callout and are not one."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckgen.checks.unit import Unit
from deckgen.syntax.callouts import ALIASES, CALLOUTS, HINT, find_callout
from deckgen.values.codes import Code
from deckgen.values.nearest import did_you_mean
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem

_LIKE_A_CALLOUT = re.compile(r"\[!([\w-]+)\]")


def check_callouts(unit: Unit) -> Iterator[Problem]:
    """Callouts with an unknown name, or with text directly after the name."""
    for place in unit.places:
        if "[!" in place.passage.text:
            for line, message in _faults(place.passage.tokens):
                yield Problem(Location(unit.document.path, line + 1), Code.UNKNOWN_CALLOUT, message)


def _faults(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    alone = "only makes a hint directly below a question; move it out of the list, quote or description"
    for (quote, paragraph), inline in zip(pairwise(tokens), tokens[2:], strict=False):
        if quote.meta.get("callout") == HINT and quote.map:
            yield quote.map[0], f"`[!{HINT}]` {alone}"
        if quote.type != "blockquote_open" or paragraph.type != "paragraph_open" or not inline.map:
            continue
        match = _LIKE_A_CALLOUT.match(inline.content)
        if match is None:
            continue
        name, line = match[1], inline.map[0]
        if name.upper() not in (*CALLOUTS, *ALIASES, HINT):
            known = ", ".join(f"`[!{known}]`" for known in (*CALLOUTS, HINT))
            advice = did_you_mean(
                name, map(str.lower, (*CALLOUTS, HINT)), f"write {known}, or delete `[!{name}]`"
            )
            yield line, f"no callout is called `{name}`; {advice}"
        elif find_callout(inline.content) is None:
            yield line, f"there is text directly after `[!{name}]`; write a space, or begin on the next line"
        elif name.upper() == HINT:
            yield line, f"`[!{name}]` {alone}"
