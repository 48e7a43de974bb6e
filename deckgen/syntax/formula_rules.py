"""Rules for markdown-it-py's inline parser that read formulas.

A rule returns whether it has read something at `state.pos`. A silent rule only looks ahead.
"""

import re

from deckgen.syntax.formulas import Formula, find_bracketed_formula, find_formula
from deckgen.syntax.inline_state import State
from deckgen.values.codes import Code

_DOLLARS = re.compile(r"\$+")
_LONE_BRACKET = re.compile(r"(?<![^\n])\\\[[ \t]*(?:\n|\Z)")


def formula(state: State, silent: bool) -> bool:
    """`$x$` or `$$x$$`; a run of dollars that does not begin a formula is text."""
    if not (run := _DOLLARS.match(state.src, state.pos)):
        return False
    dollars = len(run[0])
    if not (dollars == 2 and state.formula_unclosed) and (
        found := find_formula(state.src, state.pos, after_price=state.has_price)
    ):
        return _read(state, found, silent=silent)
    if not silent:
        if dollars == 2:
            _blame(state)
        state.append_pending(run[0])
        state.has_price = True
    state.formula_unclosed = state.formula_unclosed or dollars == 2
    state.pos = run.end()
    return True


def bracketed_formula(state: State, silent: bool) -> bool:
    r"""`\(x\)`, `\[x\]`, `[$]x[/$]` or `[$$]x[/$$]`."""
    if not state.src.startswith(("\\(", "\\[", "[$"), state.pos):
        return False
    found = find_bracketed_formula(state.src, state.pos)
    if found is None and not silent and _LONE_BRACKET.match(state.src, state.pos):
        _blame(state)
    return found is not None and found.end <= state.posMax and _read(state, found, silent=silent)


def _blame(state: State) -> None:
    """Record that a formula is not closed, once in a block."""
    if not any(fault.code is Code.FORMULA_UNCLOSED for fault in state.env["faults"]):
        state.blame(Code.FORMULA_UNCLOSED, state.pos)


def _read(state: State, found: Formula, *, silent: bool) -> bool:
    if not silent:
        token = state.push("formula", "", 0)
        token.content, token.markup = found.tex, "$$" if found.is_display else "$"
        token.meta["start"] = state.offset + found.start
    state.pos = found.end
    return True
