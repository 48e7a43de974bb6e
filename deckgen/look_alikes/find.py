"""Finds the look-alikes of a source, each at its place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from deckgen.look_alikes.look_alike import LookAlike, Match
from deckgen.look_alikes.page import Page, read_page
from deckgen.look_alikes.table import LOOK_ALIKES
from deckgen.syntax.attributes import parse_attributes
from deckgen.syntax.places import line_at
from deckgen.syntax.reading import read_blocks
from deckgen.values.passage import Token

_SIGNS = frozenset(sign for construct in LOOK_ALIKES for sign in construct.signs)


class Sighting(NamedTuple):
    """A construct at a place: its line, counted from 1, and where its text starts and ends in the source.

    `new` is what to write instead, or None if that does not follow from the text; `advice` says it in words.
    """

    construct: LookAlike
    line: int
    start: int
    end: int
    text: str
    new: str | None
    advice: str


def find_in_source(text: str, begin: int = 0) -> list[Sighting]:
    r"""The look-alikes of a source, in order; none overlaps another.

    `text` has `\n` line ends and no byte order mark (`sources/open/decode.py`), and `begin` is the number of
    lines of its front matter, which is not searched.
    """
    lines = text.split("\n")
    tokens, _ = read_blocks("\n".join([""] * begin + lines[begin:]))
    return find_look_alikes(read_page(lines, list(_without_lists(tokens)), 0, len(lines)))


def find_look_alikes(page: Page, table: Sequence[LookAlike] = LOOK_ALIKES) -> list[Sighting]:
    """The look-alikes of a page, in order; of two that overlap, the one that begins first or is longer."""
    found = sorted(_search(page, table), key=lambda sighting: (sighting.start, -sighting.end))
    kept: list[Sighting] = []
    for sighting in found:
        if not kept or sighting.start >= kept[-1].end:
            kept.append(sighting)
    return kept


def _search(page: Page, table: Sequence[LookAlike]) -> Iterator[Sighting]:
    characters = set(page.shown)  # most signs begin with one that a card seldom shows
    signs = {sign for sign in _SIGNS if sign[0] in characters and sign in page.shown}
    for construct in table if signs else ():
        if signs.isdisjoint(construct.signs):
            continue
        named = "it" in construct.pattern.groupindex
        for match in construct.pattern.finditer(page.shown):
            found = Match(match, page.text)
            if construct.holds is not None and not construct.holds(found):
                continue
            start, end = match.span("it" if named else 0)
            new = construct.rewrite(found) if construct.rewrite else None
            line = page.line + line_at(page.text, start)
            advice = (construct.advise and construct.advise(found)) or construct.advice
            yield Sighting(construct, line, start, end, page.text[start:end], new, advice)


def _without_lists(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with the attribute lists of headings left out."""
    previous = None
    for token in tokens:
        if previous is not None and previous.type == "heading_open" and "{" in token.content:
            kept = {"definitions": token.meta["definitions"]}
            yield replace(token, content=parse_attributes(token.content)[0], meta=kept)
        else:
            yield token
        previous = token
