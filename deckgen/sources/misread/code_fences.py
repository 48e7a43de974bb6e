"""Finds fences that end elsewhere than their author meant."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckgen.syntax.attribute_advice import KEYED
from deckgen.values.codes import Code
from deckgen.values.passage import Token

Finding = tuple[int, Code, str]
"""A line, counted from 1, a code and a message."""

_CONTAINER_PREFIX = re.compile(r"[\s>]*")
_KEYED_HEADING = re.compile(rf" {{0,3}}#{{1,6}} .*{KEYED}\s*$")
_HEADING = re.compile(r" {0,3}#{1,6} ")
_MARK = re.compile(r"[\s>]*(?P<mark>`{2,}|~{3,})(?P<text>.*)")
_INFO = re.compile(r"[A-Za-z0-9+#.{-][^\s]*(?:[ \t]*[{\[].*|[ \t]+[\w-]+=.*)?")
"""What may follow the mark that opens a fence: a language, and attributes."""

_MARK_AT_END = re.compile(r"(?<!`)`{3,}[ \t]*[\w+#-]*$")
_NO_TEXT = re.compile(r"[\s>]*(?:[-*+]|\d{1,9}[.)])?[\s>]*")
_OF_MARKDOWN = frozenset({"markdown", "md", "mdx", "mkd"})


class Nested(NamedTuple):
    """A fence that the end of another one within it ends; its lines are counted from 1.

    `mark` is what would open it in `first` and close it in `last`, which now opens a fence of its own.
    `is_certain` if its author cannot have meant to close it before `inner`.
    """

    first: int
    inner: int
    end: int
    last: int
    old: str
    mark: str
    is_certain: bool


def find_nested(lines: Sequence[str], fences: Sequence[Token], number: int) -> Nested | None:
    """The fence with this number, if another one is within it and a later one is only the line of its end."""
    token = fences[number]
    (first, end), inner = token.map or (0, 0), _inner_fence(lines, token)
    if inner is None or not (_is_fence(lines[inner], token) and _is_closed(lines, token)):
        return None
    above = end
    for following in range(number + 1, len(fences)):
        last = fences[following]
        begin, below = last.map or (0, 0)
        if last.level != token.level or any(_HEADING.match(line) for line in lines[above:begin]):
            return None
        is_sound = _is_closed(lines, last) and _inner_fence(lines, last) is None
        if not last.info.strip():
            is_sound = is_sound and not any(_HEADING.match(line) for line in lines[begin:below])
            if is_sound or last.markup != token.markup:
                return None
            found = _MARK.match(lines[inner])
            mark = (found["mark"] if found else token.markup) + token.markup[0]
            is_certain = token.info.strip().lower() in _OF_MARKDOWN
            return Nested(first + 1, inner + 1, end, begin + 1, token.markup, mark, is_certain)
        if not is_sound:
            return None
        above = below
    return None


def check_fences(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Finding]:
    """Fences without an end, and those that another fence or a question is in."""
    is_shifted, above = False, 0
    fences = [token for token in tokens if token.type == "fence" and token.map]
    closing = 0
    for number, (token, following) in enumerate(zip(fences, (*fences[1:], None), strict=False)):
        (first, end), begin = token.map or (0, 0), above
        above = end
        if first + 1 == closing:
            continue
        inner = _inner_fence(lines, token)
        is_closed = _is_closed(lines, token)
        wrong = _wrong_end(lines, token, inner, is_closed=is_closed)
        if wrong is None and inner is None and is_closed:
            if following and _is_cut(lines, token, following):
                yield first + 1, Code.FENCE_IN_FENCE, _say_cut(token, end)
                is_shifted = True
            continue
        # The last line of a fence that another one has closed seems to open one.
        if is_shifted and inner is None and not token.info.strip():
            continue
        if opened := _opened_in_text(lines, token, begin):
            message = f"a fence begins within this line; write {opened[1]} on a line of its own below it"
            is_shifted = True
            yield opened[0] + 1, Code.FENCE_UNCLOSED, message
        elif wrong is not None:
            is_shifted = True
            yield wrong + 1, Code.FENCE_UNCLOSED, _say_wrong_end(lines, token, wrong)
        elif inner is None or not (is_closed or _is_fence(lines[inner], token)):
            where = f", so line {inner + 1} and all that follows are part of it" if inner is not None else ""
            message = (
                f"the fence is not closed{where}; close it with a line {token.markup} where the code ends"
            )
            yield first + 1, Code.FENCE_UNCLOSED, message
        elif nested := find_nested(lines, fences, number):
            is_shifted, closing = True, nested.last
            yield first + 1, Code.FENCE_IN_FENCE, _say_nested(nested)
        elif _is_fence(lines[inner], token):
            message = (
                f"another fence begins within this one, in line {inner + 1}; "
                f"close this one before it with {token.markup}, "
                f"or both open and close it with {token.markup}{token.markup[0]}"
            )
            is_shifted = True
            yield first + 1, Code.FENCE_IN_FENCE, message
        else:
            message = (
                f"the question in line {inner + 1} is within this fence; "
                f"close the fence before it with a line {token.markup}"
            )
            yield first + 1, Code.FENCE_IN_FENCE, message


def _say_nested(nested: Nested) -> str:
    first, inner, end, last, old, mark, is_certain = nested
    return (
        f"this fence is ended by line {end}, because the fence of line {inner} is inside it; "
        f"{'' if is_certain else f'close this one before it with {old}, or '}"
        f"write {mark} in place of {old} in lines {first} and {last}"
    )


def _is_closed(lines: Sequence[str], token: Token) -> bool:
    first, end = token.map or (0, 0)
    last = _CONTAINER_PREFIX.sub("", lines[end - 1], count=1).rstrip() if end - 1 > first else ""
    return len(last) >= len(token.markup) and not last.strip(token.markup[0])


def _inner_fence(lines: Sequence[str], token: Token) -> int | None:
    """The line within a fence that looks like the beginning of another one, or of a question, if any."""
    first, end = token.map or (0, 0)
    inside = range(first + 1, end - 1)
    return next((n for n in inside if _is_fence(lines[n], token) or _KEYED_HEADING.match(lines[n])), None)


def _is_fence(line: str, outer: Token) -> bool:
    """Whether a line looks like the beginning of a fence whose mark would end this one."""
    mark = outer.markup
    return bool(re.match(rf"[\s>]*{re.escape(mark)}{re.escape(mark[0])}*[ ]*[\w{{]", line))


def _wrong_end(lines: Sequence[str], token: Token, inner: int | None, *, is_closed: bool) -> int | None:
    """The line that its author probably meant to end a fence: a mark of another kind, or with text.

    Of a fence that ends, this is only a line with a heading below it, and without what begins another fence
    the only such line. A mark that is not indented as the list item of a fence is in the line after it.
    """
    first, end = token.map or (0, 0)
    stop = inner + 1 if inner is not None else end
    if is_closed:
        stop = next((n for n in range(stop - 1, first, -1) if _HEADING.match(lines[n])), first)
    found = []
    for number in range(first + 1, stop):
        if (match := _MARK.match(lines[number])) and (len(match["mark"]) > 2 or not match["text"].strip()):
            # A fence within the fence: what ends it may be meant for that one.
            if _INFO.fullmatch(match["text"].strip()):
                break
            found.append(number)
    if found and (inner is not None or not is_closed or len(found) == 1):
        return found[0]
    is_mark = end < len(lines) and lines[end].strip() == token.markup
    return end if is_mark and token.level and not is_closed else None


def _say_wrong_end(lines: Sequence[str], token: Token, wrong: int) -> str:
    first, end = token.map or (0, 0)
    mark = lines[wrong].strip().lstrip("> ")
    what = f"does not close the fence of line {first + 1}"
    if wrong == end:
        return f"this {mark} is not in the list item of the fence, so it {what}; indent it as that line is"
    if mark.strip(mark[0]):
        return (
            f"this line has text after its mark, so it {what}; "
            f"write {token.markup} here, and the text in a line below"
        )
    return f"this {mark} {what}; write {token.markup} here"


def _opened_in_text(lines: Sequence[str], token: Token, begin: int) -> tuple[int, str] | None:
    """The line that ends in a mark, and the mark, above a fence without a language, which is then its end.

    Lines before `begin` are in another fence.
    """
    first = token.map[0] if token.map and not token.info.strip() else 0
    for number in range(first - 1, begin - 1, -1):
        line = lines[number].rstrip()
        if not line:
            break
        if (match := _MARK_AT_END.search(line)) and not _NO_TEXT.fullmatch(line, 0, match.start()):
            return number, match[0]
    return None


def _is_cut(lines: Sequence[str], token: Token, following: Token) -> bool:
    """Whether a fence of Markdown ends at a fence that its author wrote within it.

    The text between it and the next fence, which has no language, then has no blank line at its ends.
    """
    end, begin = (token.map or (0, 0))[1], (following.map or (0, 0))[0]
    is_markdown = token.info.strip().lower() in _OF_MARKDOWN
    return (
        is_markdown
        and not following.info.strip()
        and end < begin
        and bool(lines[end].strip() and lines[begin - 1].strip())
        and not any(_HEADING.match(line) for line in lines[end:begin])
    )


def _say_cut(token: Token, end: int) -> str:
    mark = token.markup + token.markup[0]
    return (
        f"the fence ends in line {end}, where another one seems to begin within it; "
        f"both open and close this one with {mark}"
    )
