"""Compares a source before and after it was mended: what had no problem must be read as before."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from deckgen.fix.edits import Edit, Rewrite
from deckgen.fix.reading import Reading
from deckgen.values.codes import Code
from deckgen.values.document import Question


def find_unsafe(before: Reading, after: Reading, rewrites: Sequence[Rewrite]) -> frozenset[Rewrite]:
    """The rewrites that are to blame if a question changes that none of them is in, or a problem stays.

    Of the changed questions only the first one counts, since a fence, say, swallows all that follows. To
    blame is the nearest rewrite above it, or without one the first below.
    """
    edits = sorted({edit for rewrite in rewrites for edit in rewrite.edits})
    moved = _Moved(before, edits)
    touched = set(_touched(before, edits))
    if before.document.definition_lines != after.document.definition_lines:
        return frozenset(rewrites)
    if 0 not in touched and _head(before) != _head(after):
        return frozenset(rewrites)
    now = {question.location.line: question for question in after.document.questions}
    for number, question in enumerate(before.document.questions, 1):
        found = now.get(moved.line(question.location.line))
        is_touched = number in touched
        if found is None or not (
            is_touched or _content(question, 0 in touched) == _content(found, 0 in touched)
        ):
            made = sorted((one for one in rewrites if one.edits), key=lambda one: one.edits)
            start = before.starts[question.location.line - 1]
            above = [one for one in made if one.edits[0].start < start]
            return frozenset(above[-1:] or made[:1])
    return _idle(before, after, rewrites, moved)


def _idle(
    before: Reading, after: Reading, rewrites: Sequence[Rewrite], moved: "_Moved"
) -> frozenset[Rewrite]:
    """The rewrites whose lines have not fewer of its problems: it may have moved one within them."""
    had, has = _Lines(before), _Lines(after)

    def is_idle(rewrite: Rewrite) -> bool:
        code, first, last = _extent(before, rewrite)
        now = has.count(code, moved.line(first), moved.line(last + 1) - 1)
        return now >= had.count(code, first, last)

    return frozenset(filter(is_idle, rewrites))


def _extent(before: Reading, rewrite: Rewrite) -> tuple[Code, int, int]:
    lines = [bisect_right(before.starts, place) for edit in rewrite.edits for place in edit[:2]]
    lines.append(rewrite.problem.location.line)
    return rewrite.problem.code, min(lines), max(lines)


class _Lines:
    """Counts the problems of a source on some of its lines."""

    def __init__(self, reading: Reading) -> None:
        self._lines: dict[Code, list[int]] = {}
        for problem in sorted(reading.problems, key=lambda problem: problem.location.line):
            self._lines.setdefault(problem.code, []).append(problem.location.line)

    def count(self, code: Code, first: int, last: int) -> int:
        lines = self._lines.get(code, [])
        return bisect_right(lines, last) - bisect_left(lines, first)


def _touched(before: Reading, edits: Sequence[Edit]) -> Iterator[int]:
    """The parts of a source with an edit: 0 for what is above the first question, 1 for that question."""
    starts = [before.starts[question.location.line - 1] for question in before.document.questions]
    for edit in edits:
        first, last = (bisect_right(starts, place) for place in (edit.start, max(edit.start, edit.end - 1)))
        yield from range(first, last + 1)


def _head(reading: Reading) -> tuple[object, ...]:
    document = reading.document
    return document.deck, document.title, document.description.text, document.promised, document.needs


def _content(question: Question, of_file: bool) -> tuple[object, ...]:
    """Everything that a note is made from; `of_file` leaves out what also comes from the front matter."""
    passages = (question.heading, question.prompt, question.answer, question.hint)
    own = (*(passage.text for passage in passages), question.kind, question.key, question.was)
    return own if of_file else (*own, question.tags, question.source)


class _Moved:
    """Where a line is after edits that add or remove line ends above it."""

    def __init__(self, before: Reading, edits: Sequence[Edit]) -> None:
        self._before = before
        self._ends = [edit.end for edit in edits]
        self._sums = [0]
        for edit in edits:
            added = edit.new.count("\n") - before.text.count("\n", edit.start, edit.end)
            self._sums.append(self._sums[-1] + added)

    def line(self, number: int) -> int:
        """The number of the line that had this number, counted from 1; it may be the one after the last."""
        if number > len(self._before.starts):
            return number + self._sums[-1]
        return number + self._sums[bisect_right(self._ends, self._before.starts[number - 1])]
