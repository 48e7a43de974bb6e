"""Reads a Markdown text once, into tokens for the parser, the checks, the examples and the renderer.

The text of a block is read when it is first needed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.callouts import HINT, find_callout
from deckgen.syntax.cloze_spans import join_clozes
from deckgen.syntax.definitions import find_definitions
from deckgen.syntax.inlines import Inlines, parse_inlines
from deckgen.values.passage import NO_DEFINITIONS, Definitions, Passage, Token
from deckgen.values.text import Markdown

_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")


def read_blocks(text: str) -> tuple[list[Token], Definitions]:
    """The blocks of a text, and what they define.

    In addition to `parse_blocks`, the quote of a callout has its kind in `meta["callout"]`, and its first
    line is removed from its text. If the quote `has title`, its first paragraph `is title`. The text of a
    task has `meta["task"]` in place of its box; inline tokens have the definitions; and blocks with a part of
    a cloze are marked (`cloze_spans.py`).
    """
    tokens = list(_with_callouts(parse_blocks(text)))
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


def _with_callouts(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, where the first line of a callout is in its `meta` and in a paragraph for its title."""
    places = iter(range(len(tokens)))
    for place in places:
        quote = tokens[place]
        yield quote
        if quote.type != "blockquote_open" or tokens[place + 1].type != "paragraph_open":
            continue
        opening, inline, closing = tokens[place + 1 : place + 4]
        callout = find_callout(inline.content)
        if callout is None or not callout.kind or (callout.kind == HINT and quote.level):
            continue
        quote.meta["callout"], quote.meta["name"] = callout.kind, callout.name
        line = inline.map[0] if inline.map else 0
        inline.content, inline.map = callout.text, [line + 1, inline.map[1] if inline.map else 0]
        if callout.title and callout.kind == HINT:
            inline.content, inline.map[0] = f"{callout.title}\n{callout.text}".rstrip("\n"), line
        elif callout.title:
            quote.meta["has title"] = True
            yield replace(opening, meta={"is title": True}, map=[line, line + 1])
            yield replace(inline, content=callout.title, map=[line, line + 1], meta={})
            yield closing
        if not inline.content:
            next(places), next(places), next(places)


def _take_task_mark(token: Token) -> None:
    if match := _TASK.match(token.content):
        token.meta["task"] = match[1] != " "
        token.content = token.content[match.end() :]
