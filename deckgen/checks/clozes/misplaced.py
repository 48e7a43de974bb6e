"""Finds clozes where Anki does not look for them."""

from collections.abc import Iterator

from deckgen.checks.unit import Unit
from deckgen.syntax.clozes import find_cloze
from deckgen.values.codes import Code
from deckgen.values.document import Kind
from deckgen.values.problem import Problem


def check_clozes(unit: Unit) -> Iterator[Problem]:
    """Clozes in the answer or the hint of a cloze question."""
    question = unit.question
    if question is None or question.kind is not Kind.CLOZE:
        return
    message = "Anki makes cards only of clozes above the `---`; move this one there"
    for place in unit.places:
        if place.passage is question.answer or place.passage is question.hint:
            for text in place.texts:
                for opening in filter(None, map(find_cloze, text.tokens)):
                    yield text.problem(opening.position, Code.CLOZE_BELOW_RULE, message)
