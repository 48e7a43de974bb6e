"""Finds what an author meant as structure and Markdown reads as text, and what is too large."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckgen.syntax.attributes import KEYED
from deckgen.syntax.blocks import MAX_NESTING
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem

MAX_BLOCK_BYTES = 64 * 1024
"""Rendering time is quadratic in the size of a paragraph: 64 KiB take a second, a megabyte minutes."""

MOST_EXPANDED_BYTES = 32 * 1024 * 1024
"""All notes of a source; more would take minutes, and come only of a text that is used again and again."""

INVISIBLE = "\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
"""Characters that nobody sees, as they are written between the brackets of a pattern."""

SPOILT_MARK = re.compile(
    rf"""
    [ {INVISIBLE}]*
    (?P<mark> \#{{1,6}} | `{{3,}} | ~{{3,}} | > | [-*+] | \d{{1,9}}[.)])
    (?P<character> [{INVISIBLE}])
    |
    [ {INVISIBLE}]* (?P<rule> -{{3,}} | \$\$) [ ]* (?P<after> [{INVISIBLE}]) [ {INVISIBLE}]* $
    |
    [ ]* (?P<before> [{INVISIBLE}]) [ {INVISIBLE}]*
    (?P<late> \#{{1,6}}[ ] | `{{3,}} | ~{{3,}} | -{{3,}}[ ]*$ | \$\$)
    """,
    re.VERBOSE,
)
"""A mark of Markdown that such a character beside it makes plain text."""

_GLUED_HEADING = re.compile(r" {0,3}(#{2,6})[^#\s]")
_WIDE_HEADING = re.compile(r" {0,3}＃+")
_KEYED_END = re.compile(rf"{KEYED}$")
_MERGE_MARK = re.compile(r"(?:<{7}|>{7}) ")
_CONTAINER_PREFIX = re.compile(r"[\s>]*")


def check_structure(path: str, lines: Sequence[str], tokens: Sequence[Token]) -> tuple[Problem, ...]:
    """All problems of headings, fences, rules and sizes in a file; `tokens` are its blocks."""
    found = [
        *_check_headings(tokens),
        *_check_fences(lines, tokens),
        *_check_paragraph_lines(lines, tokens),
        *_check_sizes(lines, tokens),
        *_check_merge_marks(lines),
    ]
    return tuple(
        Problem(Location(path, line), code, message)
        for line, code, message in sorted(found, key=lambda f: f[0])
    )


def check_expansion(path: str, lines: Sequence[str], tokens: Sequence[Token]) -> tuple[Problem, ...]:
    """An address that is so long that the links to it may fill the memory; each link has brackets."""
    sizes = [
        (len(token.meta["url"]) + len(token.meta["title"]), token.map[0] + 1)
        for token in tokens
        if token.type == "definition" and token.map
    ]
    size, line = max(sizes, default=(0, 1))
    if size * sum(text.count("]") for text in lines) <= MOST_EXPANDED_BYTES:
        return ()
    message = f"an address of {size:,} characters may be repeated by every link; write a shorter one"
    return (Problem(Location(path, line), Code.EXPANDS_TOO_MUCH, message),)


Finding = tuple[int, Code, str]


def _check_headings(tokens: Sequence[Token]) -> Iterator[Finding]:
    depth = 0
    for token, inline in pairwise(tokens):
        if token.type != "heading_open" or token.map is None:
            continue
        line, level = token.map[0] + 1, int(token.tag[1])
        mark = "#" * level
        if token.markup in ("=", "-"):
            message = f"the heading is underlined; write `{mark} …`, or leave a blank line above the rule"
            yield line, Code.UNDERLINED_HEADING, message
        if token.level:
            continue
        if level > 2 and _KEYED_END.search(inline.content):
            message = f"a `{mark}` heading has an attribute list; write a question as a `##` heading"
            yield line, Code.ATTRIBUTES_BELOW_QUESTION, message
        if depth and level > depth + 1:
            message = f"the heading skips from `{'#' * depth}` to `{mark}`; write `{'#' * (depth + 1)}`"
            yield line, Code.HEADING_SKIPS, message
        elif not depth and level > 2:
            message = f"a `{mark}` heading is above the first question; write questions as `##` headings"
            yield line, Code.HEADING_SKIPS, message
        depth = level


def _check_fences(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Finding]:
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, end = token.map
        last = _CONTAINER_PREFIX.sub("", lines[end - 1], count=1).rstrip() if end - 1 > first else ""
        sign = token.markup[0]
        inner = _inner_fence(lines, token)
        if inner is not None:
            message = (
                f"another fence begins within this one, in line {inner + 1}; "
                f"close this one before it with {token.markup}, or open it with a longer mark"
            )
            yield first + 1, Code.FENCE_IN_FENCE, message
        elif len(last) < len(token.markup) or last.strip(sign):
            message = f"the fence is not closed; close it with a line {token.markup}"
            yield first + 1, Code.FENCE_UNCLOSED, message


def _inner_fence(lines: Sequence[str], token: Token) -> int | None:
    """The line within a fence that looks like the beginning of another one, if any."""
    opening = re.compile(rf"[\s>]*{re.escape(token.markup)}{token.markup[0]}*[ ]*[\w{{]")
    keyed = re.compile(rf" {{0,3}}#{{1,6}} .*{KEYED}\s*$")
    if token.map is None:
        return None
    inside = range(token.map[0] + 1, token.map[1] - 1)
    return next((n for n in inside if opening.match(lines[n]) or keyed.match(lines[n])), None)


def _check_paragraph_lines(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Finding]:
    for token in tokens:
        if token.type != "inline" or token.map is None:
            continue
        for number in range(*token.map):
            line = lines[number]
            spoilt = SPOILT_MARK.match(line)
            if spoilt:
                mark = spoilt["mark"] or spoilt["rule"] or spoilt["late"]
                character = spoilt["character"] or spoilt["after"] or spoilt["before"]
                name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
                message = (
                    f"an invisible {name} next to {mark.strip()} makes it plain text; delete the character"
                )
                yield number + 1, Code.INVISIBLE_CHARACTER, message
            glued = _GLUED_HEADING.match(line)
            if glued:
                message = f"`{glued[1]}` without a space is not a heading; write `{glued[1]} …`"
                yield number + 1, Code.HEADING_WITHOUT_SPACE, message
            elif _WIDE_HEADING.match(line):
                message = "a full-width `＃` does not make a heading; write `#`"
                yield number + 1, Code.HEADING_WITHOUT_SPACE, message


def _check_merge_marks(lines: Sequence[str]) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        if _MERGE_MARK.match(line):
            message = "this is a merge-conflict mark; resolve the conflict and delete the mark"
            yield number, Code.MERGE_CONFLICT, message


def _check_sizes(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Finding]:
    for token in tokens:
        if token.map is None or token.nesting < 0:
            continue
        if token.level >= MAX_NESTING - 1:
            message = f"lists or quotes are nested more than {MAX_NESTING} deep; flatten them"
            yield token.map[0] + 1, Code.NESTED_TOO_DEEP, message
            return
        if token.level:
            continue
        size = sum(len(line.encode()) + 1 for line in lines[slice(*token.map)])
        if size > MAX_BLOCK_BYTES:
            message = f"the block has {size / 1024:.0f} KiB, more than 64 KiB; split it with blank lines"
            yield token.map[0] + 1, Code.BLOCK_TOO_LARGE, message
