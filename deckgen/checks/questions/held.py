"""Holds the answer of a question against the output of its examples."""

from collections.abc import Iterator, Sequence

from deckgen.answers.card import read_card
from deckgen.answers.hold import hold_answer, hold_typed
from deckgen.values.codes import Code
from deckgen.values.document import Kind, Question
from deckgen.values.example import Example
from deckgen.values.outline import NoteBody
from deckgen.values.problem import Location, Problem


def check_held(
    path: str, question: Question, note: NoteBody, examples: Sequence[Example]
) -> Iterator[Problem]:
    """How the lead differs from the marked example, or a typed answer from all examples."""
    answer = next((example for example in examples if example.is_answer), None)
    if answer is None and not (examples and question.kind is Kind.TYPED):
        return
    card = read_card(question.kind, note)
    here = Location(path, find_answer_line(question))
    if answer is not None:
        for fault in hold_answer(card, answer):
            yield Problem(here, Code.ANSWER_CONTRADICTED, f"the answer {fault}; correct one of them")
        return
    advice = "correct one of them, or print what is to be typed, in the same unit"
    for fault in hold_typed(card, examples):
        yield Problem(here, Code.ANSWER_CONTRADICTED, f"the answer to type {fault}; {advice}")


def find_answer_line(question: Question) -> int:
    """Where the answer begins, of a cloze its text."""
    passage = question.answer if question.answer.text and question.kind is not Kind.CLOZE else question.prompt
    lines = [token.map[0] + 1 for token in passage.tokens if token.map]
    return lines[0] if lines else question.location.line
