"""Finds questions that a learner or the ledger cannot distinguish."""

from collections.abc import Iterator

from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline
from deckgen.values.problem import Location, Problem


def check_duplicates(package: PackageOutline) -> tuple[Problem, ...]:
    """Questions with the same key in a package, or with the same text in a deck."""
    return (*_check_keys(package), *_check_questions(package))


def _check_keys(package: PackageOutline) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for question, location in package.questions():
        first = seen.setdefault(question.key, location)
        if first is not location and question.key_is_written:
            message = (
                f"the key `{question.key}` is already used at {first}; "
                f"write another key here, or `.{question.key}` if it is a tag"
            )
            yield Problem(location, Code.DUPLICATE_KEY, message)


def _check_questions(package: PackageOutline) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Location] = {}
    for document in package.documents:
        for question, location in document.questions():
            text = " ".join(f"{question.heading} {question.prompt}".split()).casefold()
            first = seen.setdefault((document.deck, text), location)
            if text and first is not location:
                message = (
                    f"the question is the same as the one at {first}; delete one, or say how they differ"
                )
                yield Problem(location, Code.DUPLICATE_QUESTION, message)
