"""Reports that a heading begins a question by mistake, and leaves out the problems that follow from it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from deckgen.sources.misread.answer_headings import (
    check_answer_headings,
    find_answer_headings,
    say_answer_heading,
)
from deckgen.sources.misread.code_comments import check_code_comments
from deckgen.sources.misread.other_fences import check_other_fences
from deckgen.sources.questions.headings import Heading
from deckgen.values.codes import Code
from deckgen.values.problem import Location, Problem
from deckgen.values.settings import Settings

_FOLLOWS = frozenset({Code.EMPTY_ANSWER, Code.HEADING_SKIPS, Code.MISPLACED_TITLE})


def check_stray_headings(
    path: str,
    lines: Sequence[str],
    headings: Sequence[Heading],
    settings: Settings,
    problems: Sequence[Problem],
) -> Iterator[Problem]:
    """Headings in code and in answers, and these problems without those that follow from them."""
    level = settings.question
    fenced = list(check_other_fences(path, lines, headings))
    in_fence = {heading for _, run in fenced for heading in run}
    unfenced = [heading for heading in headings if heading not in in_fence]
    comments = [*fenced, *check_code_comments(path, lines, unfenced, level.depth)]
    in_code = {heading for _, run in comments for heading in run}
    others = [heading for heading in headings if heading not in in_code]
    below = dict(pairwise(headings))
    begins = {heading.start + 1: heading for heading in headings}
    in_answer = dict.fromkeys(find_answer_headings(others, level))
    yield from (problem for problem, _ in comments)
    for problem in problems:
        heading = begins.get(problem.location.line)
        following = below.get(heading) if heading else None
        if problem.code in _FOLLOWS and (heading in in_code or following in in_code):
            continue
        if problem.code is Code.EMPTY_ANSWER and heading and following in in_answer:
            del in_answer[following]
            yield _say_taken_away(path, heading, following, settings)
        else:
            yield problem
    yield from check_answer_headings(path, list(in_answer), level)


def _say_taken_away(path: str, heading: Heading, answer: Heading, settings: Settings) -> Problem:
    """The problem of a question whose answer has a heading of its own, which begins another question.

    It is at that heading, or at the question's own if the question is left out because of it.
    """
    message = (
        f"{say_answer_heading(answer, settings.question)}, or delete the line; "
        f"the question in line {heading.start + 1} has no answer"
    )
    is_left_out = Code.EMPTY_ANSWER in settings.leave_out
    line = (heading if is_left_out else answer).start + 1
    return Problem(Location(path, line), Code.EMPTY_ANSWER, message)
