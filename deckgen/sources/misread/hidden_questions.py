"""Finds what an author probably meant as a question, and what is only text of the answer above."""

import re
from collections.abc import Iterator, Sequence

from deckgen.sources.misread.levels import settings_path
from deckgen.sources.questions.headings import Heading
from deckgen.syntax.attribute_advice import KEYED
from deckgen.syntax.attributes import key_words, parse_attributes
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import TITLE, Level

_ASKS = re.compile(r"[?？][*_\s]*$")
_ENDED = re.compile(r"[?？!！.。:：][*_\s]*$")
_KEYED_END = re.compile(rf"{KEYED}$")
_ESCAPED = re.compile(r"\\(#{2,6})[ \t]+\S")
_BOLD = re.compile(r"(?:\*\*[^*\n]+\*\*|__[^_\n]+__)[?？]?[ \t]*$", re.MULTILINE)
_UNFINISHED = re.compile(
    r".*(?:[,，、]"
    r"|[ ](?:a|an|and|are|as|at|between|by|for|from|if|in|into|is|of|on|or|that|the|to|when|which|with))"
)
_SMALL = re.compile(r"[a-z(]")
_CHINESE = re.compile(f"[{CJK}]")
_SHORTEST_WRAPPED = 16
"""Chinese characters in a line that an editor or an author may have broken."""

_ENDS = frozenset({"heading_open", "hr"})


_ASKING = re.compile(
    r"""
    .*[?？][*_\s]*$
    | (?:\d{1,3}[.)、．][ ]*)? (?:what|how|why|when|which|who|where|explain|describe)\b
    | .*(?: 什么 | 为何 | 如何 | 怎么 | 怎样 | 哪些 | 哪个 | 区别 )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def check_chapters(path: str, headings: Sequence[Heading], level: Level) -> Iterator[Problem]:
    """Headings that ask nothing, with a deeper heading right below each that does, as in a book."""
    if level.stated or level.mark == TITLE:
        return
    asked = [number for number, heading in enumerate(headings) if heading.level == level.depth]
    chapters = [
        headings[number]
        for number in asked
        if number + 1 < len(headings) and _is_chapter(headings[number], headings[number + 1])
    ]
    for chapter in chapters:
        text = parse_attributes(chapter.text)[0]
        section = f"# {text} {{.{key_words(text) or 'tag'}}}"
        deeper = f"{level.mark}#"
        other = (
            f', or state `question = "{deeper}"` in {settings_path(path)}'
            if len(chapters) == len(asked)
            else ""
        )
        message = (
            f"only `{level.mark}` begins a card, so the `{deeper}` questions below this are one answer; "
            f"write `{level.mark}` for `{deeper}`, and this heading as `{section}`{other}"
        )
        yield Problem(Location(path, chapter.start + 1), Code.QUESTION_NOT_HEADING, message)


def _is_chapter(heading: Heading, below: Heading) -> bool:
    is_right_below = below.level == heading.level + 1 and below.token == heading.token + 3
    return is_right_below and not _ASKING.match(heading.text) and bool(_ASKING.match(below.text))


def check_hidden_questions(path: str, tokens: Sequence[Token], level: Level) -> Iterator[Problem]:
    r"""Headings that are too deep or in a list, bold lines, `\##`, and questions that go on in the next line.

    Deeper headings and bold lines count only below a question with a `?`.
    """
    asks, is_first, heading = False, True, ("", 0)
    for place, token in enumerate(tokens):
        if token.level and token.map and token.type == "heading_open":
            yield from _check_inner(path, token, tokens[place + 1].content, level)
        if token.level or not token.map or token.type not in ("heading_open", "paragraph_open"):
            continue
        text, line = tokens[place + 1].content, token.map[0] + 1
        is_asking = bool(_ASKS.search(parse_attributes(text.partition("\n")[0])[0]))
        message = ""
        if token.type == "paragraph_open":
            if mark := _ESCAPED.match(text):
                message = f"`\\{mark[1]}` is text and no heading; delete the backslash"
            elif heading[1] == line and is_rest(heading[0], text):
                message = (
                    "the question goes on in the next line, which belongs to the answer; "
                    f"write the whole question in one line after `{level.mark}`"
                )
                line -= 1
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
            heading = (text, token.map[1] + 1) if depth == level.depth and level.mark != TITLE else ("", 0)
        if message:
            yield Problem(Location(path, line), Code.QUESTION_NOT_HEADING, message)


def _check_inner(path: str, token: Token, text: str, level: Level) -> Iterator[Problem]:
    """A heading in a list or a quote that asks or has a key."""
    is_question = _ASKS.search(text) or _KEYED_END.search(text)
    if token.map and is_question and int(token.tag[1]) == level.depth and level.mark != TITLE:
        message = (
            "a heading in a list or a quote belongs to the answer above; "
            f"begin its line with `{level.mark}` if it is a question of its own"
        )
        yield Problem(Location(path, token.map[0] + 1), Code.QUESTION_NOT_HEADING, message)


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether a text follows the first line of this paragraph: in it, or in the block below."""
    below = tokens[place + 3].type if place + 3 < len(tokens) else "hr"
    return "\n" in tokens[place + 1].content or below not in _ENDS


def is_rest(heading: str, text: str) -> bool:
    """Whether the text right below a heading is the rest of its question."""
    first, _, more = text.partition("\n")
    if heading.endswith("}") or _ENDED.search(heading):
        return False
    if _KEYED_END.search(first):
        return True
    is_question = not more and bool(_ASKS.search(first))
    if _CHINESE.match(first):
        return is_question and len(heading) >= _SHORTEST_WRAPPED
    return bool(_SMALL.match(first)) and (is_question or bool(_UNFINISHED.fullmatch(heading)))
