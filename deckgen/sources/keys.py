"""Makes equal made keys distinct, and writes keys into a source."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from deckgen.syntax.attributes import add_key
from deckgen.values.document import Question
from deckgen.values.outline import QuestionOutline
from deckgen.values.text import QuestionKey

_ATTEMPTS = 3
_LINE_ENDS = re.compile(rb"(\r\n|\r|\n)")


def distinct_keys(questions: Sequence[QuestionOutline]) -> list[QuestionKey]:
    """The keys of these questions, with made ones distinct: `C++` and `C#` both make `c`.

    What is added comes from the text and not from the order. So a question does not take the key and the
    history of another one when it moves, or when a question with the same key is added above it.
    """
    keys = [question.key for question in questions]
    for attempt in range(_ATTEMPTS):
        taken = Counter(keys)
        if all(count == 1 for count in taken.values()):
            return keys
        keys = [
            key
            if question.key_is_written or taken[key] == 1
            else QuestionKey(f"{question.key}-{question.key_digests[attempt]}")
            for key, question in zip(keys, questions, strict=True)
        ]
    return _numbered(questions, keys)


def digest_for_key(question: Question) -> tuple[str, ...]:
    """What makes the made key of a question distinct: digests of more and more of its text."""
    if question.key_is_written:
        return ()
    texts = (question.heading.text, question.prompt.text, question.answer.text)
    seen = ("\0".join(texts[: attempt + 1]) for attempt in range(_ATTEMPTS))
    return tuple(hashlib.sha256(text.encode()).hexdigest()[:8] for text in seen)


def write_keys(content: bytes, keys: Mapping[int, QuestionKey]) -> bytes:
    """A source with these keys in the headings at these lines (from 1), otherwise unchanged."""
    parts = _LINE_ENDS.split(content)
    for line, key in keys.items():
        place = 2 * (line - 1)
        parts[place] = add_key(parts[place].decode("utf-8"), key).encode("utf-8")
    return b"".join(parts)


def _numbered(questions: Sequence[QuestionOutline], keys: Sequence[QuestionKey]) -> list[QuestionKey]:
    """These keys, with a number for each question that equals an earlier one in everything."""
    taken = {question.key for question in questions if question.key_is_written}
    numbers: Counter[QuestionKey] = Counter()
    distinct = []
    for question, wanted in zip(questions, keys, strict=True):
        key = wanted
        while not question.key_is_written and key in taken:
            numbers[wanted] += 1
            key = QuestionKey(f"{wanted}-{numbers[wanted] + 1}")
        taken.add(key)
        distinct.append(key)
    return distinct
