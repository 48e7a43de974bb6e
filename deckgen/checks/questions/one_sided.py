"""Finds files whose questions can be answered without knowledge, because most have the same answer."""

from collections.abc import Iterator

from deckgen.values.codes import Code
from deckgen.values.outline import DocumentOutline
from deckgen.values.problem import Location, Problem

FEWEST = 3
"""How many yes/no questions a file must have; of two, both may well have the same answer."""


def check_one_sided(document: DocumentOutline) -> Iterator[Problem]:
    """More than two thirds of a file's yes/no questions have one answer, which a learner soon guesses."""
    answers = [(question.says_yes, place) for question, place in document.questions()]
    for says_yes, word, other in ((True, "yes", "no"), (False, "no", "yes")):
        lines = [place.line for answer, place in answers if answer is says_yes]
        count = sum(answer is not None for answer, _ in answers)
        if count >= FEWEST and 3 * len(lines) > 2 * count:
            shown = ", ".join(map(str, lines[:10])) + (", …" if len(lines) > 10 else "")
            message = (
                f"{len(lines)} of {count} yes/no questions are answered with {word} (lines {shown}), so a "
                f"learner can guess; ask what, why or when instead, or add some with the answer {other}"
            )
            yield Problem(Location(document.path, 1), Code.ONE_SIDED_ANSWERS, message)
