"""Finds clozes that Anki would show as text, or make no card of."""

from collections.abc import Iterator

from deckgen.checks.unit import Place, Unit
from deckgen.syntax.cloze_marks import Fault
from deckgen.syntax.clozes import find_cloze
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Problem

MESSAGES = {
    Fault.NO_NUMBER: "a cloze needs a number from 1 to 500: write `{{c1::…}}`",
    Fault.NESTED: "a cloze within a cloze, of which Anki makes no card; put one behind the other",
    Fault.UNCLOSED: "the cloze is not closed in this paragraph, code or formula; end it with `}}`",
    Fault.EMPTY: "the cloze hides nothing; write the text to recall between `::` and `}}`",
}


def check_clozes(unit: Unit) -> Iterator[Problem]:
    """Faulty clozes, and clozes where Anki does not look for them."""
    if unit.question is not None and unit.question.kind is Kind.CLOZE:
        for place in unit.places:
            yield from _check_place(place)


def _check_place(place: Place) -> Iterator[Problem]:
    for text in place.texts:
        for fault in text.faults:
            if fault.fault in MESSAGES:
                yield text.problem(fault.position, fault.fault.value, MESSAGES[fault.fault])
        if not place.makes_cards:
            message = "Anki makes cards of the clozes above the `---` only; move this one there"
            for opening in map(find_cloze, text.tokens):
                if opening is not None:
                    yield text.problem(opening.position, Code.CLOZE_BELOW_RULE, message)
