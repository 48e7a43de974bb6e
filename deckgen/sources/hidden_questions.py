"""Finds what an author probably meant as a question, and what is only text of the answer above."""

import re
from collections.abc import Iterator, Sequence

from deckgen.sources.levels import settings_path
from deckgen.syntax.attributes import parse_attributes
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import TITLE, Level

_ASKS = re.compile(r"[?？][*_\s]*$")
_ESCAPED = re.compile(r"\\(#{2,6})[ \t]+\S")
_BOLD = re.compile(r"(?:\*\*[^*\n]+\*\*|__[^_\n]+__)[?？]?[ \t]*$", re.MULTILINE)
_ENDS = frozenset({"heading_open", "hr"})


def check_hidden_questions(path: str, tokens: Sequence[Token], level: Level) -> Iterator[Problem]:
    r"""Headings one level too deep, bold lines and `\##`: the first two only below a question with a `?`."""
    asks, is_first = False, True
    for place, token in enumerate(tokens):
        if token.level or not token.map or token.type not in ("heading_open", "paragraph_open"):
            continue
        text, line = tokens[place + 1].content, token.map[0] + 1
        is_asking = bool(_ASKS.search(parse_attributes(text.partition("\n")[0])[0]))
        message = ""
        if token.type == "paragraph_open":
            if mark := _ESCAPED.match(text):
                message = f"`\\{mark[1]}` is text and no heading; delete the backslash"
            elif asks and is_asking and not is_first and _BOLD.match(text) and _goes_on(tokens, place):
                message = (
                    "a bold line that ends in a question mark belongs to the answer above; "
                    f"write it as `{level.mark} …` if it is a question of its own"
                )
            is_first = False
        else:
            depth = int(token.tag[1])
            if depth <= level.depth:
                asks = is_asking and depth == level.depth and level.mark != TITLE
            elif asks and is_asking and depth == level.depth + 1 and not level.stated:
                message = (
                    f"a `{'#' * depth}` heading that ends in a question mark belongs to the answer above; "
                    f'write `{level.mark}`, or state `question = "{level.mark}"` in {settings_path(path)}'
                )
            is_first = True
        if message:
            yield Problem(Location(path, line), Code.QUESTION_NOT_HEADING, message)


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether a text follows the first line of this paragraph: in it, or in the block below."""
    below = tokens[place + 3].type if place + 3 < len(tokens) else "hr"
    return "\n" in tokens[place + 1].content or below not in _ENDS
