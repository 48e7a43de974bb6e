"""Finds the line of a text in a question."""

from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.problem import Location, Problem


def warn(question: Question, needle: str, code: Code, message: str) -> Problem:
    """A problem at the line of the question with this text, or at its heading."""
    return Problem(locate(question, needle), code, message)


def locate(question: Question, needle: str) -> Location:
    """The first line of the question with this text, or its heading."""
    for passage in (question.prompt, question.answer, question.hint):
        place = passage.text.find(needle) if needle else -1
        if place >= 0:
            return Location(question.location.path, passage.line + passage.text.count("\n", 0, place))
    return question.location
