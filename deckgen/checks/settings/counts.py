"""Compares the number of cards that a file makes with the number that its front matter promises."""

from collections.abc import Iterator

from deckgen.values.codes import Code
from deckgen.values.outline import DocumentOutline
from deckgen.values.problem import Problem


def check_count(document: DocumentOutline) -> Iterator[Problem]:
    """A promise `cards: N` that the file does not keep."""
    promised = document.promised
    made = sum(question.note.cards for question, _ in document.questions() if question.note)
    if promised and promised.cards != made:
        message = f"the file promises {promised.cards} cards and makes {made}; correct `cards:` or the file"
        yield Problem(promised.location, Code.CARDS_NOT_MET, message)
