"""Finds fences that end elsewhere than their author meant."""

import re
from collections.abc import Iterator, Sequence

from deckgen.syntax.attributes import KEYED
from deckgen.values.codes import Code
from deckgen.values.passage import Token

Finding = tuple[int, Code, str]
"""A line, counted from 1, a code and a message."""

_CONTAINER_PREFIX = re.compile(r"[\s>]*")


def check_fences(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Finding]:
    """Fences without an end, and those that another fence or a question is in."""
    is_shifted = False
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, end = token.map
        last = _CONTAINER_PREFIX.sub("", lines[end - 1], count=1).rstrip() if end - 1 > first else ""
        sign = token.markup[0]
        inner = _inner_fence(lines, token)
        is_closed = len(last) >= len(token.markup) and not last.strip(sign)
        if inner is None and is_closed:
            continue
        # The last line of a fence that another one has closed seems to open one.
        if is_shifted and inner is None and not token.info.strip():
            continue
        if inner is None or not (is_closed or _is_fence(lines[inner], token)):
            where = f", so line {inner + 1} and all that follows are part of it" if inner is not None else ""
            message = (
                f"the fence is not closed{where}; close it with a line {token.markup} where the code ends"
            )
            yield first + 1, Code.FENCE_UNCLOSED, message
        elif _is_fence(lines[inner], token):
            message = (
                f"another fence begins within this one, in line {inner + 1}; "
                f"close this one before it with {token.markup}, "
                f"or both open and close it with {token.markup}{sign}"
            )
            is_shifted = True
            yield first + 1, Code.FENCE_IN_FENCE, message
        else:
            message = (
                f"the question in line {inner + 1} is within this fence; "
                f"close the fence before it with a line {token.markup}"
            )
            yield first + 1, Code.FENCE_IN_FENCE, message


def _inner_fence(lines: Sequence[str], token: Token) -> int | None:
    """The line within a fence that looks like the beginning of another one, or of a question, if any."""
    keyed = re.compile(rf" {{0,3}}#{{1,6}} .*{KEYED}\s*$")
    if token.map is None:
        return None
    inside = range(token.map[0] + 1, token.map[1] - 1)
    return next((n for n in inside if _is_fence(lines[n], token) or keyed.match(lines[n])), None)


def _is_fence(line: str, outer: Token) -> bool:
    """Whether a line looks like the beginning of a fence whose mark would end this one."""
    mark = outer.markup
    return bool(re.match(rf"[\s>]*{re.escape(mark)}{re.escape(mark[0])}*[ ]*[\w{{]", line))
