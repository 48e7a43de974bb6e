"""Splits Markdown into blocks as GitHub does, each with its lines."""

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from deckgen.syntax.like_tex import is_tex

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of nested lists and quotes; the parser drops deeper ones without a message."""

_FORMULA_END = {"$$": re.compile(r"\$\$"), "\\[": re.compile(r"(?<!\\)\\\]")}
_OPENING = re.compile(r"(?<!\\)\\\[")
_NO_TEX = re.compile(r"#{1,6}[ \t]|```|~~~")


def parse_blocks(text: str) -> list["Token"]:
    """The block tokens of CommonMark with GitHub's tables, `$$` formulas and footnotes.

    `token.map` is (first line, line after the last), counted from 0. The content of an `inline` token is not
    parsed. A formula is a `math_block`, whose content has no marks; a line `[label]: address` is a
    `definition`.
    """
    return _block_parser().parse(text)


def is_formula_fence(info: str) -> bool:
    """Whether a fence is a formula: GitHub's second way of writing one."""
    return info.split(maxsplit=1)[:1] == ["math"]


def keep_addresses(parser: MarkdownIt) -> MarkdownIt:
    """The parser, which from now on keeps each address as it is written: the checks judge addresses."""
    parser.normalizeLink = parser.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    return parser


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING, "inline_definitions": True})
    parser.enable("table").use(footnote_plugin)
    interrupted = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.at("footnote_def", footnote_def, {"alt": interrupted})
    parser.block.ruler.before("fence", "math_block", _formula_block, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return keep_addresses(parser)


def _formula_block(state: "StateBlock", start_line: int, end_line: int, silent: bool) -> bool:
    r"""`$$` or `\[` at a line's start up to its end mark at a line's end."""
    opening = _line(state, start_line)[:2]
    # If a search found no end, do not repeat it from a later line of the same paragraph.
    if (
        opening not in _FORMULA_END
        or state.is_code_block(start_line)
        or start_line < state.env.get(f"{opening} unclosed before", 0)
    ):
        return False
    lines = _formula_lines(state, start_line, end_line, opening)
    tex = "\n".join(lines)
    if not tex.strip() or (opening != "$$" and lines[0].strip() and not is_tex(tex)):
        return False
    if not silent:
        state.line = start_line + len(lines)
        token = state.push("math_block", "math", 0)
        token.content = tex
        token.map = [start_line, state.line]
    return True


def _formula_lines(state: "StateBlock", start_line: int, end_line: int, opening: str) -> list[str]:
    """The lines of a formula without its marks; none if a blank line, a heading or a fence comes first."""
    lines: list[str] = []
    for number in range(start_line, end_line):
        line = _line(state, number).rstrip()
        if not line or state.sCount[number] < state.blkIndent or _NO_TEX.match(line):
            break
        rest = line[2:] if number == start_line else line
        if closing := _FORMULA_END[opening].search(rest):
            return [*lines, rest[:-2]] if closing.end() == len(rest) else []
        if opening != "$$" and _OPENING.search(rest):
            break
        lines.append(rest)
    else:
        number = end_line
    state.env[f"{opening} unclosed before"] = number
    return []


def _line(state: "StateBlock", number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
