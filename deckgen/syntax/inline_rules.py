"""Rules for markdown-it-py's inline parser: what GitHub reads differently.

A rule returns whether it has read something at `state.pos`. A silent rule only looks ahead.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from markdown_it import rules_inline
from mdit_py_plugins.footnote.index import footnote_ref

from deckgen.syntax.autolinks import find_address
from deckgen.syntax.cloze_marks import Fault, Why
from deckgen.syntax.inline_state import State
from deckgen.syntax.picture_sizes import find_size_list, find_sized_target
from deckgen.values.codes import Code
from deckgen.values.passage import Token

_ESCAPABLE = frozenset("\n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
_RANGE = re.compile(r"(?<=[\w%‰℃°])~(?=\d)")
_WWW = re.compile(r"(?<![^\s*_~(])www(?=\.)")
_SCHEME = re.compile(r"(?<![A-Za-z])(?:https?|ftp)$", re.IGNORECASE)


def escape(state: State, silent: bool) -> bool:
    """A backslash before punctuation; before other characters a backslash is text."""
    return state.src[state.pos + 1 : state.pos + 2] in _ESCAPABLE and rules_inline.escape(state, silent)


def strikethrough(state: State, silent: bool) -> bool:
    """Tildes, which pair by the same rule of three as asterisks; `3~5` is a range."""
    if _RANGE.match(state.src, state.pos):
        return False
    known, start = len(state.delimiters), state.pos
    if not rules_inline.strikethrough.tokenize(state, silent):
        return False
    for delimiter in state.delimiters[known:]:
        delimiter.length = state.pos - start
    return True


def link(state: State, silent: bool) -> bool:
    """A link, in which a picture may not have a link either."""
    start = state.pos
    if state.src[start] != "[":
        return False
    if state.has_pictures:
        end = state.md.helpers.parseLinkLabel(state, start, True)
        if any(start < picture < end for picture in state.pictures_with_links):
            return False
    return _bracketed(state, silent, rules_inline.link, start)


def footnote(state: State, silent: bool) -> bool:
    """A reference to a footnote; the library leaves out where it is."""
    start = state.offset + state.pos
    found = footnote_ref(state, silent)
    if found and not silent:
        state.tokens[-1].meta["position"] = start
    return found


def image(state: State, silent: bool) -> bool:
    """A picture."""
    src, start = state.src, state.pos
    if not src.startswith("![", start) or src.startswith("^", start + 2):
        return False
    state.env["offset"] = state.offset + start + 2
    found = _bracketed(state, silent, rules_inline.image, start + 1) or _sized_image(state, silent, start)
    state.env["offset"] = state.offset
    if found and (listed := find_size_list(src, state.pos)):
        if not silent:
            state.tokens[-1].attrs.update(listed[0])
        state.pos = listed[1]
    if found and state.md.helpers.parseLinkLabel(state, start + 1, True) < 0:
        state.pictures_with_links.add(start)
    return found


def _sized_image(state: State, silent: bool, start: int) -> bool:
    """A picture with its size after the address, `![a](b.png =300x200)`."""
    if not state.has_sizes or state.last_bracket < start:
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1, False)
    target = find_sized_target(state.src, end + 1) if end >= 0 else None
    if target is None or target.end > state.posMax:
        return False
    if not silent:
        content, children = state.src[start + 2 : end], list[Token]()
        state.md.inline.parse(content, state.md, state.env, children)
        token = state.push("image", "img", 0)
        token.attrs = {"src": target.address, "alt": "", **target.size}
        if target.title:
            token.attrs["title"] = target.title
        token.children, token.content = children, content
    state.pos = target.end
    return True


def _bracketed(state: State, silent: bool, rule: Callable[[State, bool], bool], start: int) -> bool:
    """What a rule of the library reads; without an address or a second label, the first label alone counts.

    Without a closing bracket after `start`, nothing is searched.
    """
    if state.last_bracket < start:
        return False
    references = state.env["references"]
    if not references:
        return rule(state, silent)
    here, maximum = state.pos, state.posMax
    end = state.md.helpers.parseLinkLabel(state, start, start == here) + 1
    following = state.src[end : end + 1] if end else ""
    label = _LABEL.match(state.src, end) if following == "[" else None
    if following == "(":
        state.env["references"] = {}
        has_address = rule(state, True)
        state.env["references"], state.pos = references, here
        state.posMax = maximum if has_address else end
    elif following == "[" and (label is None or not label[1].strip()):
        state.posMax = end
    found = rule(state, silent)
    state.posMax = maximum
    if found and state.pos == end and label is not None:
        state.pos = label.end()  # an empty one
    return found


def comment(state: State, silent: bool) -> bool:
    """Reads nothing: a comment that no earlier rule has read is not closed."""
    if not silent and state.src.startswith("<!--", state.pos):
        state.blame(Code.COMMENT_UNCLOSED, state.pos)
    return False


def address(state: State, silent: bool) -> bool:
    """A bare address outside links and outside open brackets that may begin one."""
    if silent or state.linkLevel > 0 or state.brackets:
        return False
    src, position = state.src, state.pos
    if src.startswith("://", position):
        scheme = _SCHEME.search(src, max(position - 6, 0), position)
    elif src.startswith("www.", max(position - 3, 0)):
        scheme = _WWW.match(src, position - 3)
    else:
        return False
    if scheme is None or not state.pending.endswith(scheme[0]):
        return False
    found = find_address(src, scheme.start(), state.posMax)
    if found is None:
        return False
    state.pending = state.pending[: -len(scheme[0])]
    state.push("link_open", "a", 1).attrs = {"href": found.target}
    state.push("text", "", 0).content = src[found.start : found.end]
    state.push("link_close", "a", -1)
    state.pos = max(found.end, position + 1)
    state.append_pending(src[found.end : state.pos])  # the dot, if GitHub makes a link of a bare `www.`
    return True


def bracket(state: State, silent: bool) -> bool:
    """Reads nothing, but counts the open brackets."""
    if not silent:
        if state.src[state.pos] == "[":
            state.brackets += 1
        elif state.src[state.pos] == "]" and state.brackets:
            state.brackets -= 1
    return False


def unmatched_bold(state: State) -> None:
    """Record the first `**` that stays text where bold can begin or end, or that has bold text inside."""
    lists = [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)]
    stars = sorted(
        (delimiter.token, delimiter.open or delimiter.close)
        for delimiters in lists
        for delimiter in delimiters
        if delimiter.marker == ord("*") and state.tokens[delimiter.token].content == "*"
    )
    for (first, flanks), (second, _) in pairwise(stars):
        position = state.tokens[first].meta["position"]
        if flanks and second == first + 1 and state.tokens[second].meta["position"] == position:
            state.env["faults"].append(Fault(Code.BOLD_UNMATCHED, position))
            return
    outer: list[int] = []
    for token in state.tokens:
        if token.type == "strong_close" and outer:
            outer.pop()
        elif token.type == "strong_open":
            if outer:
                state.env["faults"].append(Fault(Code.BOLD_UNMATCHED, outer[0], Why.BOLD_IN_BOLD))
                return
            outer.append(token.meta["position"])
