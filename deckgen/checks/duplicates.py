"""Finds questions that a learner, or Anki, could not tell apart."""

from collections.abc import Iterator

from deckgen.values.codes import Code
from deckgen.values.document import Package, Question
from deckgen.values.problem import Location, Problem


def check_duplicates(package: Package) -> tuple[Problem, ...]:
    """Two questions with one key in the package, or with one text in a deck."""
    return (*_check_keys(package), *_check_questions(package))


def _check_keys(package: Package) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for question in package.questions:
        first = seen.setdefault(question.key, question.location)
        if first is not question.location and question.key_is_written:
            message = f"the key `{question.key}` is already taken at {first}; keys are unique in a package"
            yield Problem(question.location, Code.DUPLICATE_KEY, message)


def _check_questions(package: Package) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Location] = {}
    for document in package.documents:
        for question in document.questions:
            text = _text(question)
            first = seen.setdefault((document.deck, text), question.location)
            if text and first is not question.location:
                message = f"the same question stands at {first}; delete one, or say in what they differ"
                yield Problem(question.location, Code.DUPLICATE_QUESTION, message)


def _text(question: Question) -> str:
    return " ".join(f"{question.heading.text} {question.prompt.text}".split()).casefold()
