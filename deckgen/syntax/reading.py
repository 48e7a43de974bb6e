"""Reads a Markdown text once, into the tokens that parse, the checks, the examples and render share.

Blocks are read at once, the text of a block when something asks for it, and then never again.
"""

from collections.abc import Sequence

from deckgen.syntax.blocks import parse_blocks
from deckgen.syntax.callouts import HINT, find_callout, find_task
from deckgen.syntax.definitions import find_definitions
from deckgen.syntax.inlines import Inlines, parse_inlines
from deckgen.values.passage import NO_DEFINITIONS, Definitions, Passage, Token
from deckgen.values.text import Markdown


def read_blocks(text: str) -> tuple[list[Token], Definitions]:
    """The blocks of a text, and what they define for all its texts.

    Beyond `parse_blocks`, a callout's quote has its name in `meta["callout"]` and no longer the line that
    says so, a task's text has `meta["task"]` and no longer its box, and inline tokens know the definitions.
    """
    tokens = _without_callout_lines(parse_blocks(text))
    definitions = find_definitions(tokens)
    for index, token in enumerate(tokens):
        if token.type == "inline":
            token.meta["definitions"] = definitions
            if index > 1 and tokens[index - 2].type == "list_item_open":
                _take_task_mark(token)
    return tokens, definitions


def read_passage(text: str, line: int = 1) -> Passage:
    """A text that stands by itself, as a passage that begins in this line."""
    tokens, _ = read_blocks("\n" * (line - 1) + text)
    return Passage(Markdown(text), line, tuple(tokens))


def read_line(text: str, line: int, definitions: Definitions = NO_DEFINITIONS) -> Passage:
    """A text that is no block, whatever it begins with, as a passage of one inline token."""
    meta = {"definitions": definitions}
    token = Token("inline", "", 0, map=[line - 1, line], content=text, meta=meta)
    return Passage(Markdown(text), line, (token,) if text else ())


def inlines(token: Token, *, clozes: bool = True) -> Inlines:
    """What the text of an `inline` token was read as; without `clozes` a cloze is plain text."""
    name = "inlines" if clozes or "{{c" not in token.content else "inlines without clozes"
    read: Inlines | None = token.meta.get(name)
    if read is None:
        definitions = token.meta.get("definitions", NO_DEFINITIONS)
        read = token.meta[name] = parse_inlines(token.content, definitions, clozes=clozes)
    return read


def _without_callout_lines(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    skipped = -1
    for index, token in enumerate(tokens):
        if index <= skipped:
            continue
        kept.append(token)
        if token.type != "blockquote_open" or tokens[index + 1].type != "paragraph_open":
            continue
        inline = tokens[index + 2]
        callout = find_callout(inline.content)
        if callout is None or not (callout.is_known or (callout.name.upper() == HINT and not token.level)):
            continue
        token.meta["callout"] = callout.name.upper()
        inline.content = callout.text
        if inline.map:
            inline.map = [inline.map[0] + 1, inline.map[1]]
        if not callout.text:
            skipped = index + 3
    return kept


def _take_task_mark(token: Token) -> None:
    task = find_task(token.content)
    if task is not None:
        token.meta["task"] = task.is_done
        token.content = token.content[task.end :]
