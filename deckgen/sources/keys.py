"""Gives questions without a written key one that is theirs alone, and writes it into the source."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from deckgen.syntax.attributes import add_key
from deckgen.values.document import Package, Question
from deckgen.values.text import QuestionKey

_LINE_ENDS = re.compile(rb"(\r\n|\r|\n)")


def make_keys_distinct(package: Package) -> Package:
    """The package with no made key that another question has, too: `C++` and `C#` both make `c`.

    What is added comes from the text and not from the order, so that a question which moves, or gets a
    namesake above it, does not take another's key and with it another's history.
    """
    keys = [question.key for question in package.questions]
    for attempt in range(3):
        taken = Counter(keys)
        keys = [
            key if question.key_is_written or taken[key] == 1 else _with_more(question, attempt)
            for key, question in zip(keys, package.questions, strict=True)
        ]
    distinct = iter(_numbered(package.questions, keys))
    return replace(
        package,
        documents=tuple(
            replace(
                document,
                questions=tuple(replace(question, key=next(distinct)) for question in document.questions),
            )
            for document in package.documents
        ),
    )


def write_keys(content: bytes, keys: Mapping[int, QuestionKey]) -> bytes:
    """A source with these keys in the headings at these lines (from 1), and every other byte as it was."""
    parts = _LINE_ENDS.split(content)
    for line, key in keys.items():
        place = 2 * (line - 1)
        parts[place] = add_key(parts[place].decode("utf-8"), key).encode("utf-8")
    return b"".join(parts)


def _with_more(question: Question, attempt: int) -> QuestionKey:
    """The key with a digest of as much of the question as it takes."""
    texts = (question.heading.text, question.prompt.text, question.answer.text)
    seen = "\0".join(texts[: attempt + 1])
    return QuestionKey(f"{question.key}-{hashlib.sha256(seen.encode()).hexdigest()[:8]}")


def _numbered(questions: tuple[Question, ...], keys: list[QuestionKey]) -> list[QuestionKey]:
    """These keys, where questions that are alike in all are told apart by number."""
    taken = {question.key for question in questions if question.key_is_written}
    distinct = []
    for question, wanted in zip(questions, keys, strict=True):
        key, number = wanted, 2
        while not question.key_is_written and key in taken:
            key, number = QuestionKey(f"{wanted}-{number}"), number + 1
        taken.add(key)
        distinct.append(key)
    return distinct
