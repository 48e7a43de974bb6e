"""Holds a file to the number of cards that its front matter promises."""

from collections import Counter
from collections.abc import Sequence

from deckgen.values.codes import Code
from deckgen.values.document import Package
from deckgen.values.note import Note
from deckgen.values.problem import Problem


def check_counts(package: Package, notes: Sequence[Note]) -> tuple[Problem, ...]:
    """Each `cards: N` that the notes of its file do not meet."""
    made: Counter[str] = Counter()
    for note in notes:
        made[note.location.path] += len(note.ordinals)
    return tuple(
        Problem(promised.location, Code.CARDS_NOT_MET, _message(promised.cards, made[document.path]))
        for document in package.documents
        if (promised := document.promised) and promised.cards != made[document.path]
    )


def _message(promised: int, made: int) -> str:
    return f"the file promises {promised} cards and makes {made}; correct `cards:` if that is meant"
