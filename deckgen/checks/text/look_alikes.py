"""Reports what other programs write and a card would show as text."""

from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.look_alikes.find import Sighting, find_look_alikes
from deckgen.look_alikes.page import read_page
from deckgen.syntax.clozes import has_cloze
from deckgen.values.codes import Code
from deckgen.values.document import Kind, Question
from deckgen.values.passage import Token
from deckgen.values.problem import Location, Problem
from deckgen.values.wording import quoted


def check_look_alikes(unit: Unit) -> Iterator[Problem]:
    """Each look-alike on its line, with what to write instead."""
    tokens = [token for place in unit.places for token in _tokens(unit, place.passage.tokens)]
    maps = [token.map for token in tokens if token.map]
    if not maps:
        return
    first, end = min(start for start, _ in maps), max(stop for _, stop in maps)
    is_missing = _lacks_a_cloze(unit.question)
    for seen in find_look_alikes(read_page(unit.document.lines, tokens, first, end)):
        if not (is_missing and seen.construct.code is Code.CLOZE_UNNUMBERED):
            yield describe(unit.document.path, seen)


def describe(path: str, seen: Sighting) -> Problem:
    """The problem of a look-alike in a document."""
    message = f"{quoted(seen.text)} {seen.construct.what}; {seen.advice}"
    return Problem(Location(path, seen.line), seen.construct.code, message)


def _lacks_a_cloze(question: Question | None) -> bool:
    """Whether `cloze-missing` already reports the braces of a question."""
    return (
        question is not None
        and question.kind is Kind.CLOZE
        and not (has_cloze(question.heading) or has_cloze(question.prompt))
    )


def _tokens(unit: Unit, tokens: tuple[Token, ...]) -> Iterator[Token]:
    if unit.question is not None and tokens is unit.question.heading.tokens:
        yield Token("heading_open", "h2", 1)
    yield from tokens
