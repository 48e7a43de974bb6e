"""Finds questions that are hard to study: two in one, without an answer, too long."""

import re
from collections.abc import Iterator

from deckgen.checks.findings import warn
from deckgen.syntax.html_text import fold, read_html, read_prose, without_tags
from deckgen.values.characters import CJK
from deckgen.values.codes import Code
from deckgen.values.document import Question
from deckgen.values.outline import NoteBody
from deckgen.values.problem import Problem

LONGEST_ANSWER = 700
"""Columns without code and formulas; a Chinese character takes two. The shipped deck has at most 400."""

_CHINESE = re.compile(rf"[{CJK}]")
_ASKS = re.compile(r"怎么|怎样|如何|为什么|为何|是什么|多少")
_MARK = re.compile(r"\?(?=[^)\"'”’」』]|$)")
_LEAST_SUBJECT = 4
_POINTING = re.compile(r"参考|参见|详见|见|链接|来源|see|also|here|link|source|and|和|与|及")


def check_key_written(question: Question) -> Iterator[Problem]:
    """A question without a written key: if it is reworded, it may become a new note."""
    if not question.key_is_written and question.has_heading and question.heading.text:
        message = "the question has no key; `deckgen keys` writes one, and then you can reword the question"
        yield warn(question, "", Code.KEY_MISSING, message)


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
    if "<a " in answer and not _says_anything(answer):
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
