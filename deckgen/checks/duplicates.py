"""Finds questions that a learner, or Anki, could not tell apart."""

from collections.abc import Iterator

from deckgen.values.codes import Code
from deckgen.values.outline import PackageOutline, QuestionOutline
from deckgen.values.problem import Location, Problem


def check_duplicates(package: PackageOutline) -> tuple[Problem, ...]:
    """Two questions with one key in the package, or with one text in a deck."""
    return (*_check_keys(package), *_check_questions(package))


def _check_keys(package: PackageOutline) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for question, location in package.questions():
        first = seen.setdefault(question.key, location)
        if first is not location and question.key_is_written:
            message = f"the key `{question.key}` is already taken at {first}; keys are unique in a package"
            yield Problem(location, Code.DUPLICATE_KEY, message)


def _check_questions(package: PackageOutline) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Location] = {}
    for document in package.documents:
        for question, location in document.questions():
            text = _text(question)
            first = seen.setdefault((document.deck, text), location)
            if text and first is not location:
                message = f"the same question stands at {first}; delete one, or say in what they differ"
                yield Problem(location, Code.DUPLICATE_QUESTION, message)


def _text(question: QuestionOutline) -> str:
    return " ".join(f"{question.heading} {question.prompt}".split()).casefold()
