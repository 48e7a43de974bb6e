"""Reads a Markdown text once, into tokens for the parser, the checks, the examples and the renderer.

The text of a block is read when it is first needed.
"""

import re
from collections.abc import Sequence

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.callouts import CALLOUTS, HINT, find_callout
from deckgen.syntax.cloze_spans import join_clozes
from deckgen.syntax.definitions import find_definitions
from deckgen.syntax.inlines import Inlines, parse_inlines
from deckgen.values.passage import NO_DEFINITIONS, Definitions, Passage, Token
from deckgen.values.text import Markdown

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


def read_blocks(text: str) -> tuple[list[Token], Definitions]:
    """The blocks of a text, and what they define.

    In addition to `parse_blocks`, the quote of a callout has its name in `meta["callout"]`, which is removed
    from its text; the text of a task has `meta["task"]` in place of its box; inline tokens have the
    definitions; and blocks with a part of a cloze are marked (`cloze_spans.py`).
    """
    tokens = _without_callout_lines(parse_blocks(text))
    definitions = find_definitions(tokens)
    for index, token in enumerate(tokens):
        if token.type == "inline":
            token.meta["definitions"] = definitions
            if index > 1 and tokens[index - 2].type == "list_item_open":
                _take_task_mark(token)
    join_clozes(tokens, inlines)
    return tokens, definitions


def read_line(text: str, line: int, definitions: Definitions = NO_DEFINITIONS) -> Passage:
    """A text as a passage of one inline token, even if it begins like a block."""
    meta = {"definitions": definitions}
    token = Token("inline", "", 0, map=[line - 1, line], content=text, meta=meta)
    return Passage(Markdown(text), line, (token,) if text else ())


def inlines(token: Token, *, clozes: bool = True) -> Inlines:
    """The content of an `inline` token, as it was read; without `clozes` a cloze is plain text."""
    has_clozes = "{{c" in token.content or "carried" in token.meta
    name = "inlines" if clozes or not has_clozes else "inlines without clozes"
    read: Inlines | None = token.meta.get(name)
    if read is None:
        definitions = token.meta.get("definitions", NO_DEFINITIONS)
        read = token.meta[name] = parse_inlines(
            token.content,
            definitions,
            clozes=clozes,
            carried=token.meta.get("carried") if clozes else None,
            goes_on=clozes and "goes_on" in token.meta,
        )
    return read


def _without_callout_lines(tokens: Sequence[Token]) -> list[Token]:
    empty: set[int] = set()
    for index, token in enumerate(tokens):
        if token.type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
            continue
        inline = tokens[index + 2]
        callout = find_callout(inline.content)
        if callout is None or not (callout[0] in CALLOUTS or (callout[0] == HINT and not token.level)):
            continue
        token.meta["callout"], inline.content = callout
        if inline.map:
            inline.map = [inline.map[0] + 1, inline.map[1]]
        if not inline.content:
            empty.update(range(index + 1, index + 4))
    return [token for index, token in enumerate(tokens) if index not in empty]


def _take_task_mark(token: Token) -> None:
    if match := _TASK.match(token.content):
        token.meta["task"] = match[1] != " "
        token.content = token.content[match.end() :]
