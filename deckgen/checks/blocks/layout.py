"""Finds lists and indented text that do not look on a card as in the source.

Source: the specification of GitHub Flavored Markdown ("Lists": the first number counts, all others are
disregarded; "Indented code blocks").
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from deckgen.checks.unit import Unit
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import quoted

_SHOWN = 4
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`\n]*\n\s*\S")
_HEADING = re.compile(r"#{2,6} [^\n]*[?？*}][ \t]*$", re.MULTILINE)
_PROSE = re.compile(
    rf"[{CJK}][^\n=;{{}}()<>`|]*[，。、；：？！]|[A-Z][a-z]*(?: [A-Za-z][\w'’-]*[,:]?){{4,}}[.!?](?:[ \n]|$)"
)
"""How text begins and code does not: Chinese with its punctuation, or a sentence of five words."""


def check_layout(unit: Unit) -> Iterator[Problem]:
    """Lists whose numbers do not follow one another, and text that is code because it is indented."""
    path, tokens = unit.document.path, list(unit.tokens)
    for line, numbers in _numbered(tokens):
        counted = range(numbers[0], numbers[0] + len(numbers))
        if numbers != list(counted) and len(set(numbers)) == len(numbers):
            message = (
                f"the list is numbered {_joined(numbers)}, and GitHub and a card show {_joined(counted)}; "
                f"write `- {numbers[0]}: …`, or number the items in order"
            )
            yield Problem(Location(path, line), Code.LIST_NOT_UNDERSTOOD, message)
    for line, number, mark in _empty(tokens):
        message = (
            f"`{number}{mark}` begins a list whose item is empty; "
            rf"if it is the text, write `{number}\{mark}`, or `{number}` alone"
        )
        yield Problem(Location(path, line), Code.LIST_NOT_UNDERSTOOD, message)
    for token in tokens:
        if token.type == "code_block" and token.map and (what := _no_code(token.content.lstrip())):
            yield Problem(Location(path, token.map[0] + 1), Code.TEXT_AS_CODE, _say_indented(token, what))


def _say_indented(token: Token, what: str) -> str:
    first = token.map[0] + 1 if token.map else 0
    last = first + token.content.rstrip().count("\n")
    if last == first:
        advice = "indent it as the text of its item" if token.level else "delete the spaces before it"
        return f"{quoted(token.content)} is indented, so it is shown as code; {advice} if it is {what}"
    lines = f"lines {first} {'to' if last > first + 1 else 'and'} {last} are indented"
    if token.level:
        return f"{lines}, so they are shown as code; indent them as the text of their item if they are {what}"
    return (
        f"{lines} by four spaces, so they are shown as code; "
        f"delete four spaces at the beginning of each of these lines if they are {what}"
    )


def _empty(tokens: Sequence[Token]) -> Iterator[tuple[int, str, str]]:
    """The line of each list that is one number with nothing after it, such as a year; number and mark."""
    for opened, item, inner, closed in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        is_empty = inner.type == "list_item_close" and closed.type == "ordered_list_close"
        if opened.type == "ordered_list_open" and is_empty and opened.map and len(item.info) > 1:
            yield opened.map[0] + 1, item.info, item.markup


def _no_code(content: str) -> str:
    """What an indented text probably is; empty if it may be code."""
    if _FENCE.match(content):
        return "a fence"
    if _HEADING.match(content):
        return "a heading"
    return "text" if _PROSE.match(content) else ""


def _numbered(tokens: Iterable[Token]) -> Iterator[tuple[int, list[int]]]:
    """The line of each numbered list, with the numbers that its items have in the source."""
    lists: list[tuple[int, list[int]]] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append((token.map[0] + 1 if token.map else 0, []))
        elif token.type == "list_item_open" and lists and token.info.isdecimal():
            lists[-1][1].append(int(token.info))
        elif token.type in ("ordered_list_close", "bullet_list_close") and lists:
            line, numbers = lists.pop()
            if numbers:
                yield line, numbers


def _joined(numbers: Sequence[int]) -> str:
    return ", ".join((*map(str, numbers[:_SHOWN]), *(["…"] if len(numbers) > _SHOWN else [])))
