"""Reads the text of one block as GitHub does: emphasis, links, code, formulas, clozes, raw HTML.

The result is flat, an opening here and a closing there, so that no text, however deeply nested, can
exhaust the stack. Every step is linear in the length of the text.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deckgen.syntax.autolinks import find_emails
from deckgen.syntax.cloze_marks import Fault, FoundFault
from deckgen.syntax.delimiters import Delimiter
from deckgen.syntax.flatten import without_delimiters
from deckgen.syntax.links import Target
from deckgen.syntax.parts import NO_DEFINITIONS, Close, Definitions, Open, Part
from deckgen.syntax.reader import Reader


class Inlines(NamedTuple):
    """The parts of a text in order, and what is wrong with it."""

    parts: tuple[Part, ...]
    faults: tuple[FoundFault, ...]


def parse_inlines(text: str, definitions: Definitions = NO_DEFINITIONS, *, clozes: bool = True) -> Inlines:
    """The parts of a block's text; without `clozes` a cloze is plain text."""
    reader = Reader(text.rstrip(), definitions, clozes=clozes)
    reader.read()
    parts = tuple(_finish(without_delimiters(reader.parts)))
    return Inlines(parts, (*reader.faults, *_unmatched_bold(reader.parts)))


def _unmatched_bold(parts: Iterable[Part | Delimiter]) -> tuple[FoundFault, ...]:
    """The first `**` that stays text, though it stands where bold begins or ends."""
    for part in parts:
        if not isinstance(part, Delimiter) or part.character != "*" or part.count < 2:
            continue
        if part.can_open or part.can_close:
            return (FoundFault(Fault.BOLD_UNMATCHED, part.position),)
    return ()


def _finish(parts: Iterable[Part]) -> Iterator[Part]:
    """Joins texts, and finds e-mail addresses outside of links."""
    texts: list[str] = []
    in_link = False
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        if texts:
            yield from _with_emails("".join(texts), in_link=in_link)
            texts.clear()
        if isinstance(part, Open | Close) and part.tag == "a":
            in_link = isinstance(part, Open)
        yield part
    if texts:
        yield from _with_emails("".join(texts), in_link=in_link)


def _with_emails(text: str, *, in_link: bool) -> Iterator[Part]:
    done = 0
    if "@" in text and not in_link:
        for address in find_emails(text):
            if address.start > done:
                yield text[done : address.start]
            yield Open("a", Target(address.target, ""), 0)
            yield text[address.start : address.end]
            yield Close("a")
            done = address.end
    if done < len(text):
        yield text[done:]
