"""Compares a question with a line of the ledger: whether it is the same, reworded, or only related."""

import re
from collections.abc import Iterable, Mapping, Sequence

from deckgen.identity.likeness import (
    differs_in_meaning,
    find_alike,
    is_only_longer,
    is_same,
    likeness,
    plain,
)
from deckgen.identity.notes import NoteLine, NoteSummary
from deckgen.values.characters import count_han
from deckgen.values.document import Kind

ALIKE = 0.75
"""Texts that are at least so alike are one question, edited; measured on the deck that ships with deckgen."""

PERHAPS = 0.5
"""Texts that are less alike are two questions; between the two limits the author must decide."""

TELLING = 24
"""The shortest answer that is hardly that of another question too, in letters; a Chinese one counts twice."""

Ranked = Mapping[NoteSummary, Sequence[tuple[float, NoteLine]]]
"""The lines that each question may have had, each with its likeness, the most alike first."""

_CLOZE_MARKS = re.compile(r"\{\{c\d+::|\}\}")


def is_same_question(note: NoteSummary, line: NoteLine) -> bool:
    """Whether the question is the same to the letter.

    Many clozes may stand under one heading: what is asked is their text, and that may not change its meaning.
    """
    if note.kind is Kind.CLOZE:
        texts = [_CLOZE_MARKS.sub(" ", entry.answer) for entry in (note, line)]
        if likeness(*texts) < ALIKE or differs_in_meaning(*texts):
            return False
    return is_same(note.question, line.question)


def likeness_of_sides(note: NoteSummary, line: NoteLine) -> float:
    """How alike both sides are; texts that are hardly alike count as not alike."""
    found = max(likeness(note.question, line.question), likeness(note.answer, line.answer))
    return found if found >= PERHAPS else 0


def is_related(note: NoteSummary, line: NoteLine) -> bool:
    """Whether a question with a line's key has something in common with it besides the key."""
    same_answer = note.answer and is_same(note.answer, line.answer)
    same_heading = _heading_of(note) == _heading_of(line)
    return bool(same_answer) or same_heading or likeness(note.question, line.question) >= PERHAPS


def rank(fresh: Iterable[NoteSummary], known: Sequence[NoteLine]) -> Ranked:
    """For each question the lines that it may have had, the most alike first.

    The question decides; a heading that stayed, or an answer that is long enough to belong to one question,
    makes a line possible whatever else changed.
    """
    if not known:
        return {note: [] for note in fresh}
    by_kind: dict[Kind, list[NoteLine]] = {}
    by_heading: dict[tuple[Kind, str], list[NoteLine]] = {}
    for line in known:
        by_kind.setdefault(line.kind, []).append(line)
        by_heading.setdefault((line.kind, _heading_of(line)), []).append(line)
    questions = {kind: [plain(line.question) for line in lines] for kind, lines in by_kind.items()}
    answers = {kind: [plain(line.answer) for line in lines] for kind, lines in by_kind.items()}
    ranked = {}
    for note in fresh:
        lines = by_kind.get(note.kind, [])
        scores = dict.fromkeys(by_heading.get((note.kind, _heading_of(note)), ()), PERHAPS)
        if _is_telling(note.answer):
            found = find_alike(note.answer, answers.get(note.kind, ()), ALIKE)
            scores |= {lines[number]: PERHAPS for number, _ in found}
        found = find_alike(note.question, questions.get(note.kind, ()), PERHAPS)
        scores |= {lines[number]: score for number, score in found}
        ranked[note] = sorted(((score, line) for line, score in scores.items()), key=lambda pair: -pair[0])
    return ranked


def _heading_of(entry: NoteSummary | NoteLine) -> str:
    """The heading of a question, whose prompt is on a line of its own."""
    return plain(entry.question.partition("\n")[0])


def _is_telling(answer: str) -> bool:
    """Whether an answer is long enough to belong to one question; a Chinese character says much."""
    return len(answer) + count_han(answer) >= TELLING


def is_reworded(note: NoteSummary, line: NoteLine) -> bool:
    """Whether nothing else can be meant: neither the answer nor the meaning of the question changed."""
    return (
        is_same(note.answer, line.answer)
        and likeness(note.question, line.question) >= ALIKE
        and not differs_in_meaning(note.question, line.question)
        and (_is_telling(note.answer) or is_only_longer(note.question, line.question))
    )
