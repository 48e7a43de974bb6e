"""Reads clozes in the text of a block: rules for markdown-it-py's inline parser, as in `inline_rules.py`."""

from collections.abc import Iterator, Sequence

from deckgen.syntax.cloze_marks import CLOZE_OPENING, Carried, ClozeOpen, Fault, Why, cloze_number
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
        if end is None and state.goes_on:
            end = state.posMax
        elif end is None:
            why = state.why_unclosed
            state.unclosed_cloze = start
    if number is None or end is None:
        if not silent:
            state.blame(fault, start, why, state.opened)
            state.append_pending(opening[0])
        # A bracket before an unclosed cloze cannot be closed after it.
        swallows = silent and fault is Code.CLOZE_UNCLOSED
        state.pos = state.posMax if swallows else opening.end()
        return True
    if not silent:
        _read_within(state, ClozeOpen(number, state.offset + start), opening.end(), end)
    state.pos = min(end + 2, state.posMax)
    return True


def carry_on(state: State, carried: Carried) -> None:
    """The beginning of a text that is in a cloze of an earlier block, up to the end of the cloze or text."""
    end = state.find_cloze_end(0)
    state.opened = carried.line
    _read_within(state, ClozeOpen(carried.number, 0), 0, state.posMax if end is None else end)
    state.opened = 0
    state.pos = state.posMax if end is None else end + 2


def _read_within(state: State, opening: ClozeOpen, start: int, end: int) -> None:
    """Read the text that a cloze hides from `start` to `end`; its `meta` says which of its ends are here."""
    token = state.push("cloze_open", "", 1)
    token.meta |= {"cloze": opening, "begins": not state.opened, "ends": end < state.posMax}
    maximum, brackets = state.posMax, state.brackets
    state.pos, state.posMax = start, end
    state.in_cloze = True
    state.md.inline.tokenize(state)
    state.in_cloze, state.posMax, state.brackets = False, maximum, brackets
    state.push("cloze_close", "", -1)
    state.cloze_end = end + 2


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

    Anki, too, parts a cloze at the first one: `split_once("::")` in its `rslib/src/cloze.rs`. A part of a
    cloze that hides nothing in its block becomes empty text.
    """
    opened = 0
    hint: int | None = None
    has_fault = False
    for index, token in enumerate(tokens):
        if token.type == "cloze_open":
            opened, hint, has_fault = index, None, False
        elif token.type == "cloze_hint" and token.level > tokens[opened].level + 1:
            token.type = "text"
        elif token.type == "cloze_hint" and (hint is not None or not tokens[opened].meta["ends"]):
            token.type = "text"
            if not has_fault:
                why = Why.HINT_TOO_EARLY if hint is None else None
                faults.append(Fault(Code.CLOZE_SECOND_HINT, token.meta["position"], why))
            has_fault = True
        elif token.type == "cloze_hint":
            hint = index
        elif token.type == "cloze_close":
            faults += _finish(tokens, opened, hint, index)


def _finish(tokens: Sequence[Token], opened: int, hint: int | None, closed: int) -> Iterator[Fault]:
    """Remove what is empty: the hint, a part of a cloze, and the line ends at the edges of a part."""
    start = tokens[opened]
    if not start.meta["ends"] or not start.meta["begins"]:
        for edge in (tokens[opened + 1], tokens[closed - 1]):
            if edge.type == "softbreak":
                _empty(edge)
    if hint is not None and hint == closed - 1:
        _empty(tokens[hint])
        hint = None
    hidden = tokens[opened + 1 : hint or closed]
    if not all(shown.type in TEXTS and not shown.content.strip() for shown in hidden):
        return
    if start.meta["begins"] and start.meta["ends"]:
        yield Fault(Code.CLOZE_EMPTY, start.meta["position"])
    elif hint is not None:
        yield Fault(Code.CLOZE_EMPTY, start.meta["position"], Why.HINT_ALONE)
    else:
        _empty(start)
        _empty(tokens[closed])


def _empty(token: Token) -> None:
    token.type, token.content, token.nesting = "text", "", 0
