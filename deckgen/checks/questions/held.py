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
    held_by = find_holding(question, examples)
    if not held_by:
        return
    card = read_card(question.kind, note)
    here = Location(path, find_answer_line(question))
    if held_by[0].is_answer:
        for fault in hold_answer(card, held_by[0]):
            yield Problem(here, Code.ANSWER_CONTRADICTED, f"the answer {fault}; correct one of them")
        return
    advice = "correct one of them, or print what is to be typed, in the same unit"
    for fault in hold_typed(card, held_by):
        yield Problem(here, Code.ANSWER_CONTRADICTED, f"the answer to type {fault}; {advice}")


def find_holding(question: Question, examples: Sequence[Example]) -> tuple[Example, ...]:
    """The examples that an answer is compared with: the marked one, or all if it is to be typed."""
    answers = [example for example in examples if example.is_answer]
    return (*(answers[:1] or (examples if question.kind is Kind.TYPED else ())),)


def find_answer_line(question: Question) -> int:
    """Where the answer begins, of a cloze its text."""
    passage = question.answer if question.answer.text and question.kind is not Kind.CLOZE else question.prompt
    lines = [token.map[0] + 1 for token in passage.tokens if token.map]
    return lines[0] if lines else question.location.line
