"""Splits Markdown into blocks exactly as GitHub does, and knows the line of each.

Parse finds the questions with it, checks find what is wrong, render builds the HTML from it, and so all
three agree on what is code and what is not.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from deckgen.syntax.as_written import keep_addresses

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of lists and quotes within each other; what is deeper, the parser would drop in silence."""

_NO_TEX = re.compile(r"#{1,6}[ \t]|```|~~~")


def parse_blocks(text: str) -> list["Token"]:
    """The block tokens of CommonMark with GitHub's tables, `$$` formulas and footnotes.

    `token.map` is (first line, line after the last), counted from 0. An `inline` token's content is left
    as written: it is not parsed further. A formula is a `math_block`, whose content has no dollars; a
    `[label]: address` line is a `definition`.
    """
    return _block_parser().parse(text)


def is_formula_fence(info: str) -> bool:
    """Whether a fence is a formula: GitHub's second way of writing one."""
    return info.split(maxsplit=1)[:1] == ["math"]


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
    # A search that found nothing need not be repeated from a later line of the same paragraph.
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
