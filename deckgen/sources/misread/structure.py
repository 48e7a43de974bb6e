"""Finds what an author meant as structure and Markdown reads as text, and what is too large."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from deckgen.sources.misread.code_after_language import check_code_behind_language
from deckgen.sources.misread.code_fences import Finding, check_fences
from deckgen.sources.misread.levels import advise_level
from deckgen.sources.open.conflicts import is_left_of_conflict
from deckgen.sources.open.decode import advise_line_end
from deckgen.syntax.attribute_advice import KEYED
from deckgen.syntax.blocks import MAX_NESTING
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import LEVELS, TITLE, Level

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

_SEPARATOR_NAMES = {
    "\u2028": "line separator (U+2028)",
    "\u2029": "paragraph separator (U+2029)",
    "\u0085": "next line (U+0085)",
}
_LINE_SEPARATOR = re.compile(f"[{''.join(_SEPARATOR_NAMES)}]")
_GLUED_HEADING = re.compile(r" {0,3}(#{2,6})[^#\s]")
_SETTING = re.compile(r"(?:deck|tags|source|cards|needs)[ ]*:")
_WIDE_HEADING = re.compile(r" {0,3}(＃+)")
_KEYED_END = re.compile(rf"{KEYED}$")


def check_structure(
    path: str, lines: Sequence[str], tokens: Sequence[Token], level: Level
) -> tuple[Problem, ...]:
    """All problems of headings, fences, rules and sizes in a file.

    `tokens` are its blocks; `level` says which headings are questions.
    """
    found = [
        *_check_headings(path, lines, tokens, level),
        *check_fences(lines, tokens),
        *check_code_behind_language(tokens),
        *_check_paragraph_lines(lines, tokens),
        *_check_sizes(lines, tokens),
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


def _check_headings(
    path: str, lines: Sequence[str], tokens: Sequence[Token], question: Level
) -> Iterator[Finding]:
    depth = 0
    counts = Counter(token.tag for token in tokens if token.type == "heading_open" and not token.level)
    for token, inline in pairwise(tokens):
        if token.type != "heading_open" or token.map is None:
            continue
        line, level = token.map[0] + 1, int(token.tag[1])
        mark = "#" * level
        # Lines `[`, a formula and `=` are a part of a formula, which look_alikes/ names.
        if token.markup in ("=", "-") and not inline.content.startswith("[\n"):
            underline = lines[token.map[1] - 1]
            yield _explain_underline(token.map, underline, inline.content, is_first=not depth)
        if token.level:
            continue
        if level > question.depth and _KEYED_END.search(inline.content):
            advice = f"write a question as a `{question.mark}` heading, or delete the list"
            if question.mark == TITLE:
                advice = "delete it: the file is one question, and its title asks it"
            message = f"a `{mark}` heading has an attribute list; {advice}"
            yield line, Code.ATTRIBUTES_BELOW_QUESTION, message
        # Whoever states what a question is has other headings as they are.
        if level > depth + 1 and level > 2 and not question.stated:
            yield line, Code.HEADING_SKIPS, _explain_skip(path, counts, depth, mark)
        depth = level


def _explain_underline(place: Sequence[int], underline: str, text: str, *, is_first: bool) -> Finding:
    if _SETTING.match(text):
        message = "settings are read only at the top of the file, between two lines `---`; move them there"
        return place[0] + 1, Code.UNDERLINED_HEADING, message
    sign = underline.lstrip("> \t")[:1]
    advice = "leave a blank line above it, or write `## …` if it is one"
    if sign == "=":
        advice = "write `# …` if it is one, or delete this line"
    message = f"`{sign * 3}` right below a text makes a heading of it; {advice}"
    if not is_first and is_left_of_conflict(underline, text):
        message = (
            "`=======` is probably left of a merge conflict of git, with one version above it and one below; "
            "keep one version, and delete the other and this line; if the text above is a title, write `# …`"
        )
    return place[1], Code.UNDERLINED_HEADING, message


def _explain_skip(path: str, counts: Mapping[str, int], depth: int, mark: str) -> str:
    if depth:
        message = f"the heading skips from `{'#' * depth}` to `{mark}`; write `{'#' * (depth + 1)}`"
    else:
        message = f"a `{mark}` heading is above the first question; write questions as `##` headings"
    # A file with more `###` than `##` was probably not written for deckgen.
    if depth < 2 and mark in LEVELS and counts[f"h{len(mark)}"] > max(counts["h2"], 1):
        message += f"; {advise_level(path, mark)}"
    return message


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
                advice = "write a space in its place" if spoilt["mark"] else "delete the character"
                message = f"an invisible {name} next to {mark.strip()} makes it plain text; {advice}"
                yield number + 1, Code.INVISIBLE_CHARACTER, message
            if separator := _LINE_SEPARATOR.search(line):
                name = _SEPARATOR_NAMES[separator[0]]
                message = f"an invisible {name} ends no line here; {advise_line_end(line)}"
                yield number + 1, Code.INVISIBLE_CHARACTER, message
            glued = _GLUED_HEADING.match(line)
            if glued:
                message = f"`{glued[1]}` without a space is not a heading; write `{glued[1]} …`"
                yield number + 1, Code.HEADING_WITHOUT_SPACE, message
            elif wide := _WIDE_HEADING.match(line):
                message = f"a full-width `＃` does not make a heading; write `{'#' * len(wide[1])} …`"
                yield number + 1, Code.HEADING_WITHOUT_SPACE, message


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
