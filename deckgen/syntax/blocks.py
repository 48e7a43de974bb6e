"""Splits Markdown into blocks as GitHub does, each with its lines."""

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of nested lists and quotes; the parser drops deeper ones without a message."""

_NO_TEX = re.compile(r"#{1,6}[ \t]|```|~~~")


def parse_blocks(text: str) -> list["Token"]:
    """The block tokens of CommonMark with GitHub's tables, `$$` formulas and footnotes.

    `token.map` is (first line, line after the last), counted from 0. The content of an `inline` token is not
    parsed. A formula is a `math_block`, whose content has no dollars; a line `[label]: address` is a
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
    """`$$` at a line's start up to `$$` at a line's end, with no blank line, heading or fence between."""
    if state.is_code_block(start_line) or not _line(state, start_line).startswith("$$"):
        return False
    # If a search found no end, do not repeat it from a later line of the same paragraph.
    if start_line < state.env.get("formula_unclosed_before", 0):
        return False
    lines: list[str] = []
    for number in range(start_line, end_line):
        line = _line(state, number).rstrip()
        if not line or state.sCount[number] < state.blkIndent or _NO_TEX.match(line):
            break
        rest = line[2:] if number == start_line else line
        if "$$" in rest:
            closes = rest.index("$$") == len(rest) - 2
            tex = "\n".join([*lines, rest[:-2]])
            if not closes or not tex.strip():
                return False
            if not silent:
                state.line = number + 1
                token = state.push("math_block", "math", 0)
                token.content = tex
                token.map = [start_line, state.line]
            return True
        lines.append(rest)
    else:
        number = end_line
    state.env["formula_unclosed_before"] = number
    return False


def _line(state: "StateBlock", number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
