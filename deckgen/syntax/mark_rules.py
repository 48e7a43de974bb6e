"""Rules for markdown-it-py's inline parser that read what GitHub shows as text: `==marked==` and `:smile:`.

A rule returns whether it has read something at `state.pos`. A silent rule only looks ahead.
"""

import re
from typing import Literal

from markdown_it.rules_inline.state_inline import Delimiter

from deckgen.syntax.inline_state import State
from deckgen.syntax.marked_text import CLOSING, OPENING
from deckgen.syntax.shortcodes import find_emoji
from deckgen.values.passage import Token

_EQUALS = re.compile(r"=+")
_MARK = ord("=")


def mark(state: State, silent: bool) -> bool:
    """Two equals signs that may begin or end marked text; `a == b` and `a==b` are comparisons."""
    run = _EQUALS.match(state.src, state.pos)
    if silent or run is None:
        return False
    state.push("text", "", 0).content = run[0]
    opens = OPENING.match(state.src, state.pos) is not None
    closes = CLOSING.match(state.src, state.pos) is not None
    if opens or closes:
        state.delimiters.append(Delimiter(_MARK, 2, len(state.tokens) - 1, -1, opens, closes))
    state.pos = run.end()
    return True


def pair_marks(state: State) -> None:
    """Make tags of the equals signs that the library has paired."""
    for delimiters in (state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)):
        for opening in delimiters:
            if opening.marker == _MARK and opening.end >= 0:
                _make_tag(state.tokens[opening.token], "mark_open", 1)
                _make_tag(state.tokens[delimiters[opening.end].token], "mark_close", -1)


def emoji(state: State, silent: bool) -> bool:
    """`:smile:`."""
    found = find_emoji(state.src, state.pos) if state.src[state.pos] == ":" else None
    if found is None or found[1] > state.posMax:
        return False
    if not silent:
        state.append_pending(found[0])
    state.pos = found[1]
    return True


def _make_tag(token: Token, name: str, nesting: Literal[-1, 1]) -> None:
    token.type, token.tag, token.nesting, token.content = name, "mark", nesting, ""
