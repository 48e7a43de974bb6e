"""Splits Markdown into blocks exactly as GitHub does, and knows the line of each.

One home of markdown-it-py: parse finds the questions with it, checks find what is wrong, render builds the
HTML from it, and so all three agree on what is code and what is not.
"""

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 100
"""Levels of lists and quotes within each other; what is deeper, the parser would drop in silence."""


def parse_blocks(text: str) -> list["Token"]:
    """The block tokens of CommonMark with GitHub's tables, `$$` formulas and footnotes.

    `token.map` is (first line, line after the last), counted from 0. An `inline` token's content is left
    as written: it is not parsed further.
    """
    return _block_parser().parse(text)


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.enable("table").use(dollarmath_plugin).use(footnote_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser
