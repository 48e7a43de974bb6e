"""Finds questions that are hard to study: two in one, without an answer, too long."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from deckgen.checks.findings import warn
from deckgen.syntax.html_text import fold, read_html, read_prose, without_tags
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.outline import NoteBody
from deckgen.values.problem import Problem

LONGEST_ANSWER = 700
"""Columns without code and formulas; a Chinese character takes two. The shipped deck has at most 400."""

MOST_LINES = 10
"""The most lines that the message for a whole file lists."""

_CHINESE = re.compile(rf"[{CJK}]")
_ASKS = re.compile(r"怎么|怎样|如何|为什么|为何|是什么|多少")
_MARK = re.compile(r"\?(?=[^)\"'”’」』]|$)")
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_LEAST_SUBJECT = 4
_POINTING = re.compile(r"参考|参见|详见|见|链接|来源|see|also|here|link|source|and|和|与|及")

UNREAD_KEY = frozenset(
    (
        Code.BAD_ATTRIBUTES,
        Code.BAD_KEY,
        Code.BAD_TAG,
        Code.EMPTY_ANSWER,
        Code.FOREIGN_MARKUP,
        Code.FOREIGN_TAG,
        Code.HEADING_IN_ANSWER,
        Code.QUESTION_NOT_HEADING,
        Code.UNKNOWN_ATTRIBUTE,
        Code.UNKNOWN_KIND,
    )
)
"""Problems of a heading that gets no key: it may hold an unread one, not be a question, or go on."""


def check_key_written(question: Question) -> Iterator[Problem]:
    """A question without a written key: if it is reworded, it may become a new note."""
    if not question.key_is_written and question.has_heading and question.heading.text:
        message = "the question has no key; `deckgen keys` writes one, and then you can reword the question"
        yield warn(question, "", Code.KEY_MISSING, message)


def gather_missing_keys(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems in order, with one for all questions of a file that have no key.

    A key that cannot be read counts as written: its own problem says what to do.
    """
    unread = {problem.location for problem in problems if problem.code in UNREAD_KEY}
    missing: dict[str, list[int]] = {}
    for problem in problems:
        if problem.code is Code.KEY_MISSING and problem.location not in unread:
            missing.setdefault(problem.location.path, []).append(problem.location.line)
    gathered = []
    for problem in problems:
        if problem.code is not Code.KEY_MISSING:
            gathered.append(problem)
        elif lines := missing.pop(problem.location.path, None):
            gathered.append(_say_missing_keys(problem, lines))
    return tuple(gathered)


def _say_missing_keys(problem: Problem, lines: Sequence[int]) -> Problem:
    if len(lines) == 1:
        return replace(problem, location=problem.location._replace(line=lines[0]))
    shown = ", ".join(map(str, lines[:MOST_LINES])) + (", …" if len(lines) > MOST_LINES else "")
    message = (
        f"{len(lines):,} questions have no key (lines {shown}); `deckgen keys` writes them, "
        "and then you can reword the questions"
    )
    return replace(problem, location=problem.location._replace(line=lines[0]), message=message)


def check_one_question(question: Question) -> Iterator[Problem]:
    """A question that asks two things: a learner may know only one of the answers."""
    text = fold(re.sub(r"`[^`]*`|\$[^$]*\$", "x", question.heading.text))
    clauses = [_ASKS.search(clause) for clause in re.split(r"[,;。]", text)]
    asking = [match for match in clauses if match and match.start() >= _LEAST_SUBJECT]
    if len(_MARK.findall(text)) > 1 or len(asking) > 1:
        message = "the question asks two things; make two questions of it"
        yield warn(question, "", Code.TWO_QUESTIONS, message)


def check_answer(question: Question, note: NoteBody) -> Iterator[Problem]:
    """An answer that only points elsewhere, or that is too long to recall."""
    answer = "\n".join(
        note.fields[:3] if question.prompt.text and not question.answer.text else note.fields[1:3]
    )
    # A picture on the network is a link on the card.
    has_picture = _PICTURE.search(question.answer.text or question.prompt.text)
    if "<a " in answer and not has_picture and not _says_anything(answer):
        message = "the answer only points elsewhere; write here what a learner should know, and keep the link"
        yield warn(question, "](", Code.ANSWER_ONLY_LINKS, message)
    # Most answers are short, which is quicker to see than to measure.
    size = _size(read_prose(answer)) if _size(without_tags(answer)) > LONGEST_ANSWER else 0
    if size > LONGEST_ANSWER:
        message = (
            f"the answer has {size} columns of text, more than {LONGEST_ANSWER}; make several questions of it"
        )
        yield warn(question, "", Code.ANSWER_TOO_LONG, message)


def _says_anything(answer: str) -> bool:
    if re.search(r"<(?:pre|img|code|table)\b", answer):
        return True
    own = _POINTING.sub("", fold(read_html(answer, without=("a",))).casefold())
    return len(re.sub(r"[\W_]+", "", own)) > 2


def _size(text: str) -> int:
    kept = " ".join(text.split())
    return len(kept) + len(_CHINESE.findall(kept))
