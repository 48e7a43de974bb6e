"""Reads clozes in the text of a block: rules for markdown-it-py's inline parser, as in `inline_rules.py`."""

from collections.abc import Sequence

from deckgen.syntax.cloze_marks import CLOZE_OPENING, ClozeOpen, Fault, cloze_number
from deckgen.syntax.inline_state import State
from deckgen.values.codes import Code
from deckgen.values.passage import Token

TEXTS = frozenset({"text", "text_special"})
"""The types of tokens that are text."""


def cloze(state: State, silent: bool) -> bool:
    """`{{c1::text}}`; a faulty cloze is text, and so are all clozes after an unclosed one."""
    start = state.pos
    if not state.has_clozes or not (opening := CLOZE_OPENING.match(state.src, start)):
        return False
    number, end, why = cloze_number(opening[1]), None, None
    if state.in_cloze or (state.unclosed_cloze is not None and state.unclosed_cloze < start):
        fault = Code.CLOZE_NESTED
    elif number is None:
        fault = Code.CLOZE_WITHOUT_NUMBER
    else:
        fault = Code.CLOZE_UNCLOSED
        end = state.find_cloze_end(opening.end())
        if end is None:
            why = state.why_unclosed
            state.unclosed_cloze = start
    if number is None or end is None:
        if not silent:
            state.blame(fault, start, why)
            state.append_pending(opening[0])
        # A bracket before an unclosed cloze cannot be closed after it.
        swallows = silent and fault is Code.CLOZE_UNCLOSED
        state.pos = state.posMax if swallows else opening.end()
        return True
    if not silent:
        state.push("cloze_open", "", 1).meta["cloze"] = ClozeOpen(number, state.offset + start)
        _read_within(state, opening.end(), end)
        state.push("cloze_close", "", -1)
        state.cloze_end = end + 2
    state.pos = end + 2
    return True


def _read_within(state: State, start: int, end: int) -> None:
    maximum, brackets = state.posMax, state.brackets
    state.pos, state.posMax = start, end
    state.in_cloze = True
    state.md.inline.tokenize(state)
    state.in_cloze, state.posMax, state.brackets = False, maximum, brackets


def cloze_hint(state: State, silent: bool) -> bool:
    """The first `::` of several colons, which may begin a hint."""
    src, start = state.src, state.pos
    if not state.in_cloze or silent or not src.startswith("::", start):
        return False
    state.push("cloze_hint", "", 0).content = "::"
    state.pos += 2
    return True


def choose_hints(tokens: Sequence[Token], faults: list[Fault]) -> None:
    """Make text of each `::` in a cloze but the first one outside emphasis, which begins the hint.

    Anki, too, parts a cloze at the first one: `split_once("::")` in its `rslib/src/cloze.rs`.
    """
    opened = 0
    hint: int | None = None
    has_second = False
    for index, token in enumerate(tokens):
        if token.type == "cloze_open":
            opened, hint, has_second = index, None, False
        elif token.type == "cloze_hint" and token.level > tokens[opened].level + 1:
            token.type = "text"
        elif token.type == "cloze_hint" and hint is not None:
            token.type = "text"
            if not has_second:
                faults.append(Fault(Code.CLOZE_SECOND_HINT, token.meta["position"]))
            has_second = True
        elif token.type == "cloze_hint":
            hint = index
        elif token.type == "cloze_close":
            hidden = tokens[opened + 1 : hint or index]
            if all(shown.type in TEXTS and not shown.content.strip() for shown in hidden):
                faults.append(Fault(Code.CLOZE_EMPTY, tokens[opened].meta["position"]))
            if hint is not None and hint == index - 1:
                tokens[hint].type, tokens[hint].content = "text", ""
