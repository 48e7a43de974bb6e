"""Finds lists that are not nested, or not joined, because of their indent.

Source: the specification of GitHub Flavored Markdown ("List items": what is below an item is indented as far
as its text).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deckgen.checks.unit import Unit
from deckgen.values.codes import Code
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import counted

_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d{1,9}[.)])(?P<space> {1,4})(?=\S)")
_LABEL = re.compile(r"(?:\*\*.*\*\*|__.*__)[:：]?\s*$|.*[:：][*_]*\s*$", re.DOTALL)
_OPENING = ("ordered_list_open", "bullet_list_open")
_CLOSING = ("ordered_list_close", "bullet_list_close")


class _Item(NamedTuple):
    """An item with its line, counted from 1, its mark, and the columns of its mark and its text."""

    line: int
    mark: str
    indent: int
    text: int


def check_nesting(unit: Unit) -> Iterator[Problem]:
    """Items that are indented too little to be below another one, and lists that begin again at 1."""
    path, lines = unit.document.path, unit.document.lines
    for place in unit.places:
        for item, above in _between(place.passage.tokens, lines):
            message = (
                f"the item is indented by {counted(item.indent, 'space')}, so it is not below the item in "
                f"line {above.line}; indent its list by {above.text}, or as far as that one"
            )
            yield Problem(Location(path, item.line), Code.LIST_NOT_UNDERSTOOD, message)
        for item, number, between in _begun_again(place.passage.tokens, lines):
            message = (
                f"the list begins again at 1, because line {between} ends the list above; number this "
                f"item `{number}{item.mark[-1]}`, or indent all between the items by {item.text} spaces"
            )
            yield Problem(Location(path, item.line), Code.LIST_NOT_UNDERSTOOD, message)


def _between(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[tuple[_Item, _Item]]:
    """The first item of each list that is indented farther than the item above, and less than its text."""
    last: list[_Item | None] = [None]
    closed: _Item | None = None
    for token in tokens:
        if token.type in _OPENING:
            # A list right after another one may have been meant for its last item.
            last.append(closed)
        elif token.type in _CLOSING:
            closed = last.pop()
        elif token.type == "list_item_open":
            item, above = _read(token, lines), last[-1]
            if (
                item
                and above
                and above.indent < item.indent < above.text
                and not _is_next(item, above, lines)
            ):
                yield item, above
            last[-1], closed = item, None
        else:
            closed = None


def _begun_again(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[tuple[_Item, int, int]]:
    """Each list of one item `1.` after another, its place among them, and the line that ends the other."""
    item: _Item | None = None
    items = count = between = 0
    for token, inline in zip(tokens, (*tokens[1:], *tokens[:1]), strict=True):
        if token.level == 1 and token.type == "list_item_open":
            items += 1
        elif token.level:
            continue
        elif token.type == "ordered_list_open":
            item, items = _read(token, lines), 0
        elif token.type == "ordered_list_close":
            is_one = item is not None and item.mark[:-1] == "1" and items == 1
            if item and is_one and count:
                yield item, count + 1, between
            count, between = (count + 1 if is_one else 0), 0
        elif token.type in ("heading_open", "hr", "bullet_list_open"):
            count = 0
        elif count and not between and token.map:
            is_label = token.type == "paragraph_open" and _LABEL.match(inline.content)
            count, between = (0 if is_label else count), token.map[0] + 1


def _read(token: Token, lines: Sequence[str]) -> _Item | None:
    """The item that begins on the first line of a token."""
    number = token.map[0] if token.map else 0
    match = _ITEM.match(lines[number])
    return match and _Item(number + 1, match["mark"], match.end("indent"), match.end())


def _is_next(item: _Item, above: _Item, lines: Sequence[str]) -> bool:
    """Whether an item follows the item above: with the next number, or in one list after a blank line."""
    numbers = [one.mark[:-1] for one in (item, above)]
    if all(map(str.isdecimal, numbers)) and int(numbers[0]) == int(numbers[1]) + 1:
        return True
    return item.mark == above.mark and not lines[item.line - 2].strip()
