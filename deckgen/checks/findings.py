"""Finds the line of a text in a question."""

from deckgen.syntax.places import line_at
from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.problem import Location, Problem


def warn(question: Question, needle: str, code: Code, message: str) -> Problem:
    """A problem at the line of the question with this text, or at its heading."""
    return Problem(Places(question).next(needle), code, message)


class Places:
    """Finds one text after another in a question without searching it from its beginning each time."""

    def __init__(self, question: Question) -> None:
        self._heading = question.location
        self._passages = (question.prompt, question.answer, question.hint)
        self._done = [0, 0, 0]
        self._missing = {""}

    def next(self, needle: str) -> Location:
        """The line of the next such text, else that of the first one, else the heading."""
        if needle in self._missing:
            return self._heading
        for first in (self._done, [0, 0, 0]):
            for number, passage in enumerate(self._passages):
                place = passage.text.find(needle, first[number])
                if place >= 0:
                    self._done[: number + 1] = [*(len(p.text) for p in self._passages[:number]), place + 1]
                    return Location(self._heading.path, passage.line + line_at(passage.text, place))
        self._missing.add(needle)
        return self._heading
