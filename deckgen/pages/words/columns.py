"""Lists the names of the columns in tables of questions, and finds out what each column holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deckgen.pages.words.markers import asks

_NUMBER = re.compile(r"#|№|n[or]\.?|s\.? ?no\.?|number|id|index|序号|编号|题号|编码", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:[\w' ]{1,16} )?questions?|q|prompt|\w{0,8}(?:问题|追问|提问|题目|面试题)|问|题", re.IGNORECASE
)
_SURE_QUESTION = re.compile(
    r"(?:interview|common|sample) questions?|front|term|(?:面试|常见)问题|面试题目?|题目|正面|术语",
    re.IGNORECASE,
)
"""Names that only tables of cards have; tables of decisions have those above as well."""
_ANSWER = re.compile(
    r"(?:[\w' ]{1,16} )?answers?|a|back|response|definition|(?:\d{1,3} ?秒)?答[点案法]?|要点"
    r"|\w{0,8}(?:答案|回答|解答|解析|答法|答)|背面|释义",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"tags?|topics?|category|categories|level|difficulty|type|company|companies|subject|section"
    r"|标签|分类|类别|类型|难度|级别|主题|模块|公司|频率|知识点|考点",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*_`:：\s]+")
_SHARE = 0.5
"""So many of the questions must ask something, unless the name of the column is sure."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column has the question, the answer, tags, and more of the answer; others are left out."""

    question: int
    answer: int
    tags: tuple[int, ...] = ()
    rest: tuple[int, ...] = ()
    has_header: bool = False


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table of questions, with or without a header; None if it is another table."""
    if not rows:
        return None
    named = read_header(rows[0], rows[1:])
    if named is not None:
        return named
    width = min(map(len, rows))
    words = [n for n in range(width) if not all(row[n].strip().rstrip(".、").isdigit() for row in rows)]
    asking = sum(asks(row[words[0]].strip()) for row in rows) if words else 0
    if len(words) < 2 or (len(words) > 2 and asking < _SHARE * len(rows)):
        return None
    return Columns(words[0], words[1], rest=tuple(words[2:]))


def read_header(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Columns | None:
    """The columns as the first row names them; None if it does not name a question and its answer."""
    names = [_MARKS.sub(" ", name).strip() for name in header]
    sure = next((n for n, name in enumerate(names) if _SURE_QUESTION.fullmatch(name)), None)
    question = next((n for n, name in enumerate(names) if _QUESTION.fullmatch(name)), sure)
    if question is None:
        return None
    answer = next((n for n, name in enumerate(names) if n != question and _ANSWER.fullmatch(name)), None)
    if answer is None:
        return None
    asking = [len(row) > question and asks(row[question].strip()) for row in rows]
    if not asking or (question != sure and sum(asking) < _SHARE * len(asking)):
        return None
    tags = tuple(n for n, name in enumerate(names) if _TAG.fullmatch(name))
    taken = (question, answer, *tags)
    rest = tuple(n for n, name in enumerate(names) if n not in taken and not _NUMBER.fullmatch(name))
    return Columns(question, answer, tags, rest, has_header=True)
