"""Finds the questions that repeat an earlier one of the page."""

import re
from collections import Counter
from collections.abc import Sequence

from deckgen.pages.page import Dropped
from deckgen.pages.questions import Found

_NOT_WORDS = re.compile(r"\W+")


def part_repeats(questions: Sequence[Found]) -> tuple[tuple[Found, ...], list[Dropped]]:
    """Split off the questions that repeat an earlier one word for word."""
    first: dict[tuple[str, ...], Found] = {}
    repeats = []
    asked = [_NOT_WORDS.sub("", question.text.lower()) for question in questions]
    times = Counter(asked)
    for number, (question, words) in enumerate(zip(questions, asked, strict=True)):
        if times[words] == 1:
            first[words, str(number)] = question
            continue
        body = "\n".join(b.all_text or b.markdown for b in (*question.prompt, *question.answer))
        shown = "".join(p.markdown for b in (*question.prompt, *question.answer) for p in b.walk())
        # Without an answer, the same words may ask for something else in another group.
        groups = () if shown.strip() else question.tags
        same = first.setdefault((words, "".join(shown.split()), *groups), question)
        if same is not question:
            text = f"{question.text}\n{body}"
            repeats.append(Dropped(question.line, text, f"the same as at line {same.line}"))
    return tuple(first.values()), repeats
